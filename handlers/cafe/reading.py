"""What can be told of an idea from its words: whether it is one, and whether it is several."""

import re
import unicodedata

_LIKE_THE_ONE_BEFORE = re.compile(r"(?:la fel|idem|ibidem|same|ditto|acelasi lucru)\b.{0,12}", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪]|\(?\d{1,2}[.)])\s+")
FEWEST = 2
SHORT = 60  # characters of a line that nobody has broken because it had grown too long
_GOES_ON = (",", ":", "-", "–", "—", "(")


def is_an_idea(text: str) -> bool:
    """Whether it counts: "idem", "?", "-" and a lone emoji are kept, but say nothing of their own."""
    letters = [one for one in text if unicodedata.category(one)[0] in "LN"]
    if len(letters) < FEWEST:
        return False
    plain = "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one)).strip()
    return _LIKE_THE_ONE_BEFORE.fullmatch(plain.strip(" .!?…")) is None


def several(text: str) -> list[str]:
    """The ideas of a message that holds more than one, as a list, in paragraphs or line by line; empty when it holds
    one.

    Not a word of it is left out: what stands before a list is an idea too, or the beginning of the first one if it ends
    in a colon; what stands below an item belongs to it.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    listed = [line for line in lines if _BULLET.match(line)]
    if len(listed) >= 2 and len(listed) >= len(lines) - 1:
        return _listed(lines)
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    if len(paragraphs) >= 2:
        return paragraphs
    return [line.strip() for line in lines] if _line_by_line(lines) else []


def _line_by_line(lines: list[str]) -> bool:
    """Three lines or more, each of which may stand alone: no sentence runs on from one into the next."""
    return (
        len(lines) >= 3
        and not any(line.rstrip().endswith(_GOES_ON) for line in lines[:-1])
        and (all(len(line) <= SHORT for line in lines) or not any(line.lstrip()[0].islower() for line in lines))
    )


def _listed(lines: list[str]) -> list[str]:
    parts: list[str] = []
    for number, line in enumerate(lines):
        item = _BULLET.match(line) is not None
        heading = number == 1 and not _BULLET.match(lines[0]) and lines[0].rstrip().endswith(":")
        words = _BULLET.sub("", line).strip()
        if number and (heading or not item):
            parts[-1] += f"{' ' if item else chr(10)}{words}"
        else:
            parts.append(words)
    return parts
