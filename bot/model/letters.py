"""Romanian letters as they are shown: with a comma below, whichever keyboard they came from."""

# Turkish writes ş with a cedilla, rightly, and never ţ; these are letters that Romanian has no use for.
_TURKISH = frozenset("ğĞıİçÇöÖüÜyY")
_ROMANIAN = frozenset("ăĂîÎțȚţŢșȘ")
_COMMA_BELOW = str.maketrans("şŞţŢ", "șȘțȚ")
_CEDILLAS = frozenset("şŞţŢ")


def with_commas(text: str) -> str:
    """A name or a text with ș and ț for ş and ţ; unchanged when its letters say that it is Turkish.

    Old keyboards and tables have only the letters with a cedilla (Unicode, 7.1 "Latin Extended-B: Additions for
    Romanian"). What is stored stays as it was typed.
    """
    letters = frozenset(text)
    if not letters & _CEDILLAS or (letters & _TURKISH and not letters & _ROMANIAN):
        return text
    return text.translate(_COMMA_BELOW)
