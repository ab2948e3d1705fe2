"""What the text of one field may be. Each check returns the value or raises `Wrong`; texts come back in NFC."""

import functools
import re
import unicodedata
import zoneinfo
from collections.abc import Callable

from bot.model.text import Sentence, T
from bot.model.values import Mode, Naming
from handlers.imports.complaints import shown
from handlers.shared.weekdays import folded

_KEY = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+\.[^\s@<>\"(),:;\\\[\].]{2,}")
_LINK = re.compile(r"https?://[^\s<>\"/?#.][^\s<>\"/?#]*(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,6}")
_WORD = re.compile(r"[^\s;,|]{1,64}")
_BETWEEN_WORDS = re.compile(r"[\s;,|]+")

AROUND = " \t\r\n\N{NO-BREAK SPACE}"
"""What says nothing at the edges of a value; whoever reads one takes it off before the check."""

MOST_SEATS = 999_999
"""Of a venue or an event."""

CHANNELS = ("telegram", "slack", "email", "paper", "web")
_YES = {"yes", "da", "1", "true", "x"}
_NO = {"no", "nu", "0", "false", ""}

# Not to be seen, yet they act: controls, half letters, line separators, and what turns the direction of the line.
_ACTING = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Wrong(Exception):
    """The text is not what the field takes; `sentence` says why, and what would be."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def line(longest: int) -> Callable[[str], str]:
    """A check for one line of at most so many characters, kept as typed but for spaces around it."""

    def check(text: str) -> str:
        if _acts(text):
            raise Wrong(T("“{text}” holds a control character or a line break; take it out.", text=shown(text)))
        typed = unicodedata.normalize("NFC", text.strip())
        if len(typed) > longest:
            sentence = T(
                "“{text}” is longer than {longest} characters; shorten it.", text=shown(typed), longest=longest
            )
            raise Wrong(sentence)
        return typed

    return check


def name(text: str) -> str:
    """What somebody or something is called: 1 to 200 characters, of which one at least can be seen."""
    typed = line(200)(text)
    if all(unicodedata.category(letter) in ("Zs", "Cf") for letter in typed):
        raise Wrong(T("This name shows nothing; write one that can be seen."))
    return typed


def _acts(text: str) -> bool:
    return any(unicodedata.category(letter) in _ACTING or letter in _TURNING for letter in text)


def key(text: str) -> str:
    """An id of the file: 1 to 64 of `A-Z a-z 0-9 . _ -`."""
    if not _KEY.fullmatch(text):
        raise Wrong(T("“{text}” is no id; use 1 to 64 of the characters A-Z a-z 0-9 . _ -", text=shown(text)))
    return text


def language(text: str) -> str:
    """A language code of two or three letters, made small."""
    if not _LANGUAGE.fullmatch(text):
        raise Wrong(T("“{text}” is no language code; write two or three letters, such as ro or en.", text=shown(text)))
    return text.lower()


def email(text: str) -> str:
    """An e-mail address by its shape; whether it exists is another matter."""
    if len(text) > 254 or not _EMAIL.fullmatch(line(254)(text)):
        raise Wrong(T("“{text}” is no e-mail address; write it like name@example.org.", text=shown(text)))
    return unicodedata.normalize("NFC", text)


def channel(text: str) -> str:
    """A way to reach a person; empty when none is chosen."""
    if text and text.lower() not in CHANNELS:
        known = ", ".join(CHANNELS)
        raise Wrong(
            T("“{text}” is no channel; choose among {known}, or leave it empty.", text=shown(text), known=known)
        )
    return text.lower()


def mode(text: str) -> Mode:
    """How an event takes place."""
    if text not in tuple(Mode):
        known = ", ".join(Mode)
        raise Wrong(T("“{text}” is no way of meeting; choose among {known}.", text=shown(text), known=known))
    return Mode(text)


def naming(text: str) -> Naming:
    """Who learns whose idea it is."""
    if text not in tuple(Naming):
        known = ", ".join(Naming)
        sentence = T(
            "“{text}” does not say who sees names beside ideas; choose among {known}.", text=shown(text), known=known
        )
        raise Wrong(sentence)
    return Naming(text)


def yes(text: str) -> bool:
    """Yes or no, in Romanian or English, or a mark; empty means no."""
    answer = folded(text)
    if answer not in _YES | _NO:
        raise Wrong(T("“{text}” is neither yes nor no; write yes, or leave it empty.", text=shown(text)))
    return answer in _YES


def number(most: int) -> Callable[[str], int]:
    """A check for a whole number from 1 to `most`."""

    def check(text: str) -> int:
        if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= most:
            sentence = T(
                "“{text}” is not a whole number from 1 to {most}; write one in digits.", text=shown(text), most=most
            )
            raise Wrong(sentence)
        return int(text)

    return check


def tag(text: str) -> str:
    """One word to choose organisations by."""
    if not _WORD.fullmatch(line(64)(text)):
        raise Wrong(T("“{text}” is no tag; write one word of at most 64 characters, with hyphens.", text=shown(text)))
    return unicodedata.normalize("NFC", text)


def tags(text: str) -> tuple[str, ...]:
    """Several tags in one text, divided by `;`, `|`, commas or spaces; each is kept once."""
    return tuple(dict.fromkeys(tag(word) for word in _BETWEEN_WORDS.split(text) if word))


def link(text: str) -> str:
    """A web address that leads somewhere: an empty target is a dead link in an invitation.

    It may be a secret, as a passcode is, so a complaint does not repeat it.
    """
    if len(text) > 2000 or not _LINK.fullmatch(text) or _acts(text):
        raise Wrong(T("The address leads nowhere; write the whole of it, beginning with https://"))
    return text


def passcode(text: str) -> str:
    """What opens a meeting beside its link."""
    if len(text) > 100 or _acts(text):
        raise Wrong(T("The passcode has a control character or more than 100 characters; correct it."))
    return text


def zone(text: str) -> str:
    """A time zone by its IANA name."""
    if text not in _zones():
        raise Wrong(T("“{text}” is no time zone; write one like Europe/Bucharest.", text=shown(text)))
    return text


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones()) - {"localtime", "Factory"}
