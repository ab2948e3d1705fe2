"""Card: what we say. Drawn: the same in one reader's language, ready for an adapter."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.model.press import Press
from bot.model.text import Span, Text


@dataclass(frozen=True)
class Button:
    """A label with what it asks for, or with an address it opens."""

    label: Text
    press: Press | None = None
    url: str = ""


Row = tuple[Button, ...]
PICTURES = frozenset({"image/png", "image/jpeg"})


@dataclass(frozen=True)
class Document:
    """A file that goes out with a card: its name, media type and bytes (at most 20 MB).

    A picture (PNG, JPEG) is shown as one; `alt` says, in the reader's language, what is to be seen on it.
    """

    name: str
    media_type: str
    content: bytes = field(repr=False)
    alt: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether it is to be shown, not only handed over."""
        return self.media_type.partition(";")[0] in PICTURES


@dataclass(frozen=True)
class Card:
    """Lines of text, rows of buttons, documents.

    On any card the first button is the one that goes on. An empty line parts two paragraphs.
    `quiet` asks the platform not to ring. `language` is set on a card that shows what a reader of that language
    sees; else everyone reads it in their own.
    """

    lines: tuple[Text, ...]
    rows: tuple[Row, ...] = ()
    documents: tuple[Document, ...] = ()
    quiet: bool = False
    language: str = ""


def card(*lines: Text, rows: Sequence[Row] = (), documents: tuple[Document, ...] = ()) -> Card:
    """A card from its lines; rows without buttons are left out."""
    return Card(lines, tuple(row for row in rows if row), documents)


@dataclass(frozen=True)
class DrawnButton:
    """A button in the reader's language: `data` is the packed press (ASCII, at most 64 bytes), or `url` is set."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True)
class Drawn:
    """A card in one reader's language: lines of spans. What an adapter turns into its platform's message."""

    lines: tuple[tuple[Span, ...], ...]
    rows: tuple[tuple[DrawnButton, ...], ...] = ()
    documents: tuple[Document, ...] = ()
    quiet: bool = False
    language: str = "ro"

    @property
    def plain(self) -> str:
        """The text without styles, lines parted by newlines: for tests, fallbacks and notifications."""
        return "\n".join("".join(span.text for span in line) for line in self.lines)
