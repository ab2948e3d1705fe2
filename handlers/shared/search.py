"""Names as people write them: tidied, and found without diacritics, with old and new letters, in any case."""

import unicodedata

ANYWAY = "!"
"""Behind a name that is meant as it stands, by whoever was asked whether it is."""


def folded(text: str) -> str:
    """`Șerban Țintaru`, `Şerban Ţintaru` and `serban  tintaru` are one."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def tidy(written: str) -> str:
    """One line in composed letters, without what can not be seen."""
    seen = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", written))
    return " ".join(seen.split())
