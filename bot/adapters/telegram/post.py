"""What goes out: messages with their buttons and documents, edits of what stands.

A message with one document and a short text is a document with a caption; otherwise the text goes first, with the
buttons, and the documents follow. The id of a message is that of the part with the text. Pictures are shown, unless
they are too large; for their alternative text Telegram has no place but the caption.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, TypeVar

import telegram
from telegram.constants import FileSizeLimit, ParseMode
from telegram.error import BadRequest

from bot.adapters.telegram.problems import Trouble, says
from bot.adapters.telegram.speak import CAPTION, html, keyboard, length
from bot.model.address import Place
from bot.model.card import Document, Drawn
from bot.model.fitting import file_name
from bot.model.problems import Refused, Unreachable
from bot.model.text import Span

REMEMBERED = 1000  # files known to Telegram, and messages of which only a part is out
LARGEST_PICTURE = int(FileSizeLimit.PHOTOSIZE_UPLOAD)  # bytes; larger ones go as documents
_NO_PICTURE = ("photo_invalid_dimensions", "image_process_failed", "photo_save_file_invalid", "photo_ext_invalid")
_FORGOTTEN = ("file identifier", "file_reference", "file_id")
_NO_PREVIEW = telegram.LinkPreviewOptions(is_disabled=True)
_NO_TEXT = "there is no text in the message to edit"
_NO_CAPTION = "there is no caption in the message to edit"
_GENERAL = "1"  # a forum's first topic has this number, but may not be addressed by it

K = TypeVar("K")
V = TypeVar("V")


class Post:
    """Sends, edits, and remembers in memory what saves sending twice."""

    def __init__(self, bot: telegram.Bot, trouble: Trouble) -> None:
        self._bot = bot
        self._trouble = trouble
        self._files: dict[tuple[bool, str, str], str] = {}
        self._begun: dict[str, list[str]] = {}

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """Send and return the message's id. After an error the same key goes on behind the parts that are out."""
        with self._trouble.translated(place):
            if not drawn.documents:
                return await self._send_text(place, drawn)
            if _fits_a_caption(drawn):
                return await self._send_file(place, drawn.documents[0], drawn, with_text=True)
        try:
            return await self._send_parts(place, drawn, key)
        except (Refused, Unreachable):
            self._begun.pop(key, None)
            raise

    async def edit(self, place: Place, message: str, drawn: Drawn) -> None:
        """Put text and buttons in the place of those of a message; its documents stay.

        Whether the text stands as a caption is told by the card; Telegram has the last word.
        """
        ways = [(self._edit_text, _NO_TEXT), (self._edit_caption, _NO_CAPTION)]
        if _fits_a_caption(drawn):
            ways.reverse()
        (first, not_so), (second, _) = ways
        with self._trouble.translated(place), _not_modified_is_success():
            try:
                await first(int(place.chat), int(message), drawn)
            except BadRequest as error:
                if not says(error, not_so):
                    raise
                await second(int(place.chat), int(message), drawn)

    async def freeze(self, place: Place, message: str) -> None:
        """Take the buttons away."""
        with self._trouble.translated(place), _not_modified_is_success():
            await self._bot.edit_message_reply_markup(int(place.chat), int(message), reply_markup=None)

    async def _send_parts(self, place: Place, drawn: Drawn, key: str) -> str:
        sent = self._begun.get(key) or []
        with self._trouble.translated(place):
            if not sent:
                sent = [await self._send_text(place, drawn)]
            for document in drawn.documents[len(sent) - 1 :]:
                _remember(self._begun, key, sent)
                sent.append(await self._send_file(place, document, drawn, with_text=False))
        self._begun.pop(key, None)
        return sent[0]

    async def _send_text(self, place: Place, drawn: Drawn) -> str:
        sent = await self._bot.send_message(
            int(place.chat),
            html(drawn.lines),
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            disable_notification=drawn.quiet,
            message_thread_id=_topic(place),
            reply_markup=keyboard(drawn.rows),
        )
        return str(sent.message_id)

    async def _send_file(self, place: Place, document: Document, drawn: Drawn, *, with_text: bool) -> str:
        """Send a document, with the card's text as its caption or behind it."""
        if document.is_picture and len(document.content) <= LARGEST_PICTURE:
            try:
                return await self._send_known(place, document, drawn, with_text=with_text, as_picture=True)
            except BadRequest as error:
                if not says(error, *_NO_PICTURE):
                    raise  # else Telegram cannot show it, and hands it over
        return await self._send_known(place, document, drawn, with_text=with_text, as_picture=False)

    async def _send_known(
        self, place: Place, document: Document, drawn: Drawn, *, with_text: bool, as_picture: bool
    ) -> str:
        """Send a document by Telegram's own id of it when it was sent before, else with its bytes."""
        known = (as_picture, file_name(document.name), sha256(document.content).hexdigest())
        shared: dict[str, Any] = {
            "caption": _caption(document, drawn, with_text=with_text),
            "parse_mode": ParseMode.HTML,
            "disable_notification": drawn.quiet or not with_text,
            "message_thread_id": _topic(place),
            "reply_markup": keyboard(drawn.rows) if with_text else None,
            "filename": known[1],
        }
        send = self._bot.send_photo if as_picture else self._bot.send_document
        try:
            sent = await send(int(place.chat), self._files.get(known, document.content), **shared)
        except BadRequest as error:
            if known not in self._files or not says(error, *_FORGOTTEN):
                raise
            del self._files[known]  # Telegram no longer knows it by that id
            sent = await send(int(place.chat), document.content, **shared)
        shown = sent.photo[-1] if sent.photo else sent.document
        if shown is not None:
            _remember(self._files, known, shown.file_id)
        return str(sent.message_id)

    async def _edit_text(self, chat: int, message: int, drawn: Drawn) -> None:
        await self._bot.edit_message_text(
            html(drawn.lines),
            chat,
            message,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(drawn.rows),
        )

    async def _edit_caption(self, chat: int, message: int, drawn: Drawn) -> None:
        await self._bot.edit_message_caption(
            chat,
            message,
            caption=html(drawn.lines, CAPTION),
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(drawn.rows),
        )


@contextmanager
def _not_modified_is_success() -> Iterator[None]:
    try:
        yield
    except BadRequest as error:
        if not says(error, "message is not modified"):
            raise


def _fits_a_caption(drawn: Drawn) -> bool:
    return len(drawn.documents) == 1 and length(drawn.lines) <= CAPTION


def _caption(document: Document, drawn: Drawn, *, with_text: bool) -> str | None:
    """The card's text; without one, what is to be seen on a picture."""
    if with_text and any(span.text.strip() for line in drawn.lines for span in line):
        return html(drawn.lines, CAPTION)
    return html([(Span(document.alt),)], CAPTION) if document.is_picture and document.alt else None


def _topic(place: Place) -> int | None:
    return int(place.thread) if place.thread not in ("", _GENERAL) else None


def _remember(memory: dict[K, V], key: K, value: V) -> None:
    """Keep the newest; what was kept longest goes first."""
    memory.pop(key, None)
    memory[key] = value
    while len(memory) > REMEMBERED:
        del memory[next(iter(memory))]
