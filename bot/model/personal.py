"""Telephone numbers and e-mail addresses in what people write: noticed, and kept from what everybody reads."""

import re

# As long as the two parts of an address may be (RFC 5321, 4.5.3.1): without an end a long word would be looked through
# from each of its letters on.
_EMAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}\.[^\W\d_]{2,63}")
_PHONE = re.compile(r"(?<!\d)(?:\+|00)?\d(?:[ ./()-]{0,2}\d){8,13}(?!\d)")
MASK = "•••"


def names_somebody(text: str) -> bool:
    """Whether it seems to hold a telephone number or an e-mail address."""
    return bool(_EMAIL.search(text) or _PHONE.search(text))


def masked(text: str) -> str:
    """The same without them: for a wall, and for a page that is handed out."""
    return _PHONE.sub(MASK, _EMAIL.sub(MASK, text))
