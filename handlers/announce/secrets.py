"""What an announcement must not hold: meeting links and passcodes go only to those who come."""

import re
from collections.abc import Callable, Sequence

from bot.model.form import Complaint
from bot.model.text import T
from storage.announcing import Kept

# Shorter ones would be found in every house number.
SHORTEST_PASSCODE = 4
_PASSCODE_IN_LINK = re.compile(r"\bpwd\s*=", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z]+://(www\.)?")


def public_reader(secrets: Sequence[Kept]) -> Callable[[str], str]:
    """Reads a text for everybody. Raises Complaint when it holds a meeting link or a passcode."""

    def read(written: str) -> str:
        text = written.strip()
        if _PASSCODE_IN_LINK.search(text):
            raise Complaint(
                T("This text holds a passcode (pwd=). Announcements are public: please take the link and passcode out.")
            )
        for secret in secrets:
            if _has_link(text, secret.link):
                raise Complaint(
                    T(
                        "This text holds the meeting link of “{title}”. Those who come get it by themselves: please "
                        "take it out.",
                        title=secret.title,
                    )
                )
            if _has_passcode(text, secret.passcode):
                raise Complaint(
                    T(
                        "This text holds the passcode of “{title}”. Those who come get it by themselves: please take "
                        "it out.",
                        title=secret.title,
                    )
                )
        return text

    return read


def _has_link(text: str, link: str) -> bool:
    """Whether the link stands in the text, with or without its scheme and what follows its path."""
    whole = _SCHEME.sub("", link.strip().casefold())
    path = re.split(r"[?#]", whole, maxsplit=1)[0].rstrip("/")
    told = path if "/" in path else whole
    return bool(told) and re.search(rf"{re.escape(told)}(?![\w-])", text.casefold()) is not None


def _has_passcode(text: str, passcode: str) -> bool:
    if len(passcode) < SHORTEST_PASSCODE:
        return False
    return re.search(rf"(?<!\w){re.escape(passcode)}(?!\w)", text, re.IGNORECASE) is not None
