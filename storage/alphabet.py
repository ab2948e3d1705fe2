"""The order of names in lists: the Romanian alphabet, whichever database keeps them."""

import unicodedata

_LETTERS = "aăâbcdefghiîjklmnopqrsștțuvwxyz"
_CEDILLAS = str.maketrans("şţ", "șț")  # of older keyboards
_PLACES = {letter: chr(0xF0000 + place) for place, letter in enumerate(_LETTERS)}  # behind figures and signs
_STROKES = {"đ": "d", "ð": "d", "ł": "l", "ø": "o"}  # letters of their own to Unicode, which does not take them apart


def by_name(name: str) -> tuple[str, str]:
    """What names are sorted by: `ă` and `â` after `a`, `ș` after `s`; other marks and capitals decide nothing.

    Equal ones keep one order by how they are written.
    """
    written = unicodedata.normalize("NFC", name).casefold().translate(_CEDILLAS)
    return "".join(_place(letter) for letter in written), name


def _place(letter: str) -> str:
    if letter in _PLACES:
        return _PLACES[letter]
    base = _STROKES.get(letter) or unicodedata.normalize("NFD", letter)[0]
    return _PLACES.get(base, letter)
