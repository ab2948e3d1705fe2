"""Telephone numbers and e-mail addresses in what people write: noticed, and kept from what everybody reads."""

import re

_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\W\d_]{2,}")
_PHONE = re.compile(r"(?<!\d)(?:\+|00)?\d(?:[ ./()-]{0,2}\d){8,13}(?!\d)")
MASK = "•••"


def names_somebody(text: str) -> bool:
    """Whether it seems to hold a telephone number or an e-mail address."""
    return bool(_EMAIL.search(text) or _PHONE.search(text))


def masked(text: str) -> str:
    """The same without them: for a wall, and for a page that is handed out."""
    return _PHONE.sub(MASK, _EMAIL.sub(MASK, text))
