"""Text in rows and cells: encodings, and quoting as in RFC 4180, with the place of every cell."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.text import Sentence, T
from handlers.imports.records import ImportRefused, Where

DELIMITERS = (",", ";", "\t", "|")

MOST_CELLS = 1_000  # in a row

_LINE_END = re.compile(r"\r\n|\r|\n")
_BINARY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

_OLD = ("cp852", "cp1250")
_ROMANIAN = "ĂăÂâÎîŞşŢţ"
_ROMANIAN_852, _ROMANIAN_1250 = (frozenset(_ROMANIAN.encode(page)) for page in _OLD)
_NOT_IN_1250 = 0x83  # â of code page 852
_NO_LETTERS_1250 = {0xAD, 0xB8}  # ş and Ş of code page 852: a soft hyphen and a lone cedilla


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, as written; `at` is the line in which it begins and its number in the row, from 1.

    `wrong` is what is wrong with it whatever it should be: a spreadsheet shows an error there.
    """

    text: str
    at: Where
    wrong: Sentence | None = None


class BadRow(Exception):
    """Nobody can say where the cells of the rest end: `sentence` says why, `at` where."""

    def __init__(self, at: Where, sentence: Sentence) -> None:
        super().__init__(at, sentence)
        self.at = at
        self.sentence = sentence


def decode(content: bytes) -> tuple[str, str]:
    """The text and the encoding it was in: what its mark says, else UTF-8, else one of older spreadsheets.

    Raises `ImportRefused` when the bytes are no text in that encoding.
    """
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as trouble:
        sentence = T("The file is no text from byte {offset} on; save it as CSV in UTF-8.", offset=trouble.start)
        raise ImportRefused.because(sentence) from None
    if _BINARY.search(text) if encoding in _OLD else "\0" in text:
        raise ImportRefused.because(T("The file is no text; save it as CSV in UTF-8."))
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"), encoding


def _encoding(content: bytes) -> str:
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp852" if _surely_of_dos(content) else "cp1250"
    return "utf-8"


def _surely_of_dos(content: bytes) -> bool:
    """Whether it makes Romanian in the code page of DOS (852) and can be none in that of Windows (1250).

    Alone, a byte may be a hyphen in a word or somebody's Ç; two such together, or one that Windows has not, are not.
    """
    letters = {byte for byte in content if byte > 127}
    if not letters <= _ROMANIAN_852:
        return False
    odd = letters - _ROMANIAN_1250
    return _NOT_IN_1250 in odd or (len(odd) > 1 and bool(odd & _NO_LETTERS_1250))


def rows(text: str, delimiter: str) -> Iterator[list[Cell]]:
    """The rows in order, blank ones too. Raises `BadRow` where the rest cannot be divided."""
    scanner = _Scanner(text, delimiter)
    while not scanner.at_end:
        yield scanner.row()


class _Scanner:
    """Walks through the text once."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._text = text
        self._delimiter = delimiter
        self._plain = re.compile(f'[^{re.escape(delimiter)}\r\n"]*')
        self._position = 0
        self._line = 1

    @property
    def at_end(self) -> bool:
        return self._position >= len(self._text)

    def row(self) -> list[Cell]:
        cells: list[Cell] = []
        while True:
            cells.append(self._cell(Where(self._line, len(cells) + 1)))
            if self._text.startswith(self._delimiter, self._position):
                self._position += 1
                if len(cells) == MOST_CELLS:
                    raise BadRow(cells[-1].at, T("This row has more than {n} cells; correct it.", n=MOST_CELLS))
                continue
            if end := _LINE_END.match(self._text, self._position):
                self._position = end.end()
                self._line += 1
            return cells

    def _cell(self, at: Where) -> Cell:
        return Cell(self._quoted(at) if self._text.startswith('"', self._position) else self._unquoted(at), at)

    def _unquoted(self, at: Where) -> str:
        match = self._plain.match(self._text, self._position)
        assert match is not None, "the pattern matches the empty text"
        self._position = match.end()
        if self._text.startswith('"', self._position):
            sentence = T(
                "A quotation mark inside a cell: put the whole cell in quotation marks and double those inside."
            )
            raise BadRow(at, sentence)
        return match[0]

    def _quoted(self, at: Where) -> str:
        begin = self._position + 1
        end = self._text.find('"', begin)
        while end >= 0 and self._text.startswith('""', end):
            end = self._text.find('"', end + 2)
        if end < 0:
            raise BadRow(at, T("The quotation mark that opens this cell is never closed; close it."))
        inside = self._text[begin:end]
        self._position = end + 1
        self._line += len(_LINE_END.findall(inside))
        ends_here = self.at_end or self._text[self._position] in (self._delimiter, "\r", "\n")
        if not ends_here:
            sentence = T("There is text behind the closing quotation mark of this cell; double the marks inside it.")
            raise BadRow(at, sentence)
        return inside.replace('""', '"')
