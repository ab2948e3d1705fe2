"""One table of a programme file, read key by key; every complaint says where."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from bot.model.text import Code, Sentence, T
from bot.model.values import Words
from handlers.imports import checks
from handlers.imports.checks import Wrong
from handlers.imports.complaints import Complaints, shown
from handlers.imports.records import Where
from handlers.imports.safe_yaml import Scalar, Sequence, Table, Tree

V = TypeVar("V")

_LONGEST_TITLE = 500  # characters


@dataclass
class Page:
    """What is gathered while a file is read: complaints, and the keys left alone, by level."""

    complaints: Complaints = field(default_factory=Complaints)
    ignored: Counter[str] = field(default_factory=Counter)


class Fields:
    """The values of one table. Each is asked for by its key; `close` then complains of what nobody asked for.

    A wrong value is complained of and something harmless returned, so that reading goes on to the next complaint.
    """

    def __init__(self, table: Table, page: Page, level: str) -> None:
        self.at = table.at
        self.page = page
        self._entries = table.entries
        self._level = level
        self._asked: set[str] = set()

    def needed(self, key: str, check: Callable[[str], str]) -> str:
        """A text that must be there; when it is wrong, it comes back as it stands."""
        found = self.scalar(key)
        if found is None:
            self.must_be_there(key)
            return ""
        return self._checked(found, check, found.text)

    def given(self, key: str, check: Callable[[str], V], otherwise: V) -> V:
        """A value, or `otherwise` when there is none."""
        found = self.scalar(key)
        return otherwise if found is None else self._checked(found, check, otherwise)

    def each(self, key: str, check: Callable[[str], V]) -> tuple[V, ...] | None:
        """The values of a list, or a single one; None when the key is not there."""
        found = self._value(key)
        if found is None:
            return None
        items = found.items if isinstance(found, Sequence) else (found,)
        values = []
        for item in items:
            if not isinstance(item, Scalar) or item.empty:
                self._complain(item, T("Here belongs a value in words or figures."))
            elif (value := self._checked(item, check, None)) is not None:
                values.append(value)
        return tuple(values)

    def words(self, prefix: str, original: str) -> Words | None:
        """The texts under `prefix` and a language code, such as `title_ro`; None when there is none.

        The original is the one in the language `original`, else the first of the file.
        """
        keys = [key for key in self._entries if re.fullmatch(f"{prefix}[a-z]{{2,3}}", key) and key not in self._asked]
        found = {key.removeprefix(prefix): self.given(key, checks.line(_LONGEST_TITLE), "") for key in keys}
        texts = {language: text for language, text in found.items() if text}
        self._asked.add(prefix + original)
        return Words(texts, original if original in texts else next(iter(texts))) if texts else None

    def needed_words(self, prefix: str, original: str) -> Words:
        """The same for words that must be there."""
        found = self.words(prefix, original)
        if found is None:
            self._missing(prefix + original)
        return found or Words({}, original)

    def table(self, key: str) -> "Fields | None":
        """The table under a key; None when there is none."""
        found = self._value(key)
        if found is None or isinstance(found, Table):
            return None if found is None else Fields(found, self.page, self._below(key))
        self._complain(found, T("Under {key} belong keys and values.", key=Code(key)))
        return None

    def rows(self, key: str) -> Iterator["Fields"]:
        """The tables in the list under a key; none when it is not there."""
        found = self._value(key)
        if found is None:
            return
        if not isinstance(found, Sequence):
            self._complain(found, T("Under {key} belongs a list: lines that begin with a hyphen.", key=Code(key)))
            return
        for item in found.items:
            if isinstance(item, Table):
                yield Fields(item, self.page, self._below(key))
            else:
                self._complain(item, T("Each of {key} has keys and values, such as id.", key=Code(key)))

    def scalar(self, key: str) -> Scalar | None:
        """The value under a key as it stands, without spaces around it; None when there is none or it is empty."""
        found = self._value(key)
        if found is None:
            return None
        if isinstance(found, Scalar):
            text = found.text.strip(checks.AROUND)
            return Scalar(found.at, text, False) if text else None
        self._complain(found, T("Under {key} belongs one value, not a list or a table.", key=Code(key)))
        return None

    def must_be_there(self, key: str) -> None:
        """Complain when there is nothing under a key."""
        found = self._value(key)
        if found is None or (isinstance(found, Scalar) and not found.text.strip(checks.AROUND)):
            self._missing(key)

    def where(self, key: str) -> Where:
        """Where the value of a key stands, or the table when there is none."""
        entry = self._entries.get(key)
        return self.at if entry is None else entry.value.at

    def marked(self, key: str) -> bool:
        """Whether there is anything but null or no under a key."""
        found = self._value(key)
        return found is not None and not (isinstance(found, Scalar) and found.text.lower() in ("false", "no", ""))

    def close(self, later: Collection[str] = ()) -> None:
        """Count the keys of `later` features, and complain of every other that nobody asked for."""
        for key, entry in self._entries.items():
            if key in self._asked:
                continue
            if key in later:
                self.page.ignored[self._below(key)] += 1
            else:
                self._unknown(key, entry.at)

    def _unknown(self, key: str, at: Where) -> None:
        close = [] if self.page.complaints.many else get_close_matches(key[:64], sorted(self._asked), 1)
        if close:
            sentence = T("The key “{key}” is not known here; was {near} meant?", key=shown(key), near=Code(close[0]))
        else:
            sentence = T("The key “{key}” is not known here; take it out.", key=shown(key))
        self.page.complaints.add(at, sentence)

    def _value(self, key: str) -> Tree | None:
        self._asked.add(key)
        entry = self._entries.get(key)
        if entry is None or (isinstance(entry.value, Scalar) and entry.value.empty):
            return None
        return entry.value

    def _checked(self, found: Scalar, check: Callable[[str], V], otherwise: V) -> V:
        try:
            return check(found.text.strip(checks.AROUND))
        except Wrong as wrong:
            self._complain(found, wrong.sentence)
            return otherwise

    def _missing(self, key: str) -> None:
        self.page.complaints.add(self.where(key), T("{key} is missing here; add it.", key=Code(key)))

    def _complain(self, found: Tree, sentence: Sentence) -> None:
        self.page.complaints.add(found.at, sentence)

    def _below(self, key: str) -> str:
        return f"{self._level}.{key}" if self._level else key
