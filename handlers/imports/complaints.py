"""What is wrong with a file, collected, so that all of it can be mended at once."""

from bot.model.text import Sentence, T
from handlers.imports.records import ImportedTable, ImportRefused, Problem, Where


def shown(text: str) -> str:
    """A piece of the file as a sentence may repeat it: at most 60 characters, nothing invisible."""
    short = text if len(text) <= 60 else f"{text[:59]}…"
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in short)


def too_much(at: Where, message: Sentence) -> ImportRefused:
    """The file as a whole is more than is taken, which `at` shows: nothing else counts beside it."""
    return ImportRefused([Problem(at.line, at.column, _with_sheet(at, message), whole=True)])


def _with_sheet(at: Where, message: Sentence) -> Sentence:
    return T("Sheet “{sheet}”: {problem}", sheet=shown(at.sheet), problem=message) if at.sheet else message


class Complaints:
    """The problems found so far."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._firsts: dict[tuple[str, str], Where] = {}

    @property
    def many(self) -> bool:
        """Whether there are already more than anybody will be shown, so that finding good words is wasted."""
        return len(self._problems) > ImportRefused.MOST

    def add(self, at: Where, message: Sentence) -> None:
        """One more."""
        self._problems.append(Problem(at.line, at.column, _with_sheet(at, message), at.head))

    def unique(self, kind: str, key: str, at: Where) -> None:
        """Complain when an id of this kind has been there before; the first stays the one that counts.

        An empty one was wrong, which has been said.
        """
        if not key:
            return
        first = self._firsts.setdefault((kind, key), at)
        if first is not at:
            sentence = T(
                "The id “{key}” stands in line {line} already: give each its own.", key=shown(key), line=first.line
            )
            self.add(at, sentence)

    def raise_if_any(self, table: ImportedTable | None = None) -> None:
        """Raises `ImportRefused` with all of them, and with what was read all the same."""
        if self._problems:
            raise ImportRefused(self._problems, table)
