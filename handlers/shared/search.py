"""Finding names as people write them: without diacritics, with old and new letters, in any case."""

import unicodedata


def folded(text: str) -> str:
    """`Șerban Țintaru`, `Şerban Ţintaru` and `serban  tintaru` are one."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
