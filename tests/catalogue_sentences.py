"""The sentences of the code, and the Romanian catalogue as it is."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.core.catalogue import FOLDER, sentences

ROOT = Path(__file__).parents[1]
PO = FOLDER / "ro" / "LC_MESSAGES" / "sfat.po"

SPEAKING = ("bot", "handlers")

PLACEHOLDER = re.compile(r"\{[a-z_0-9]+\}")


@cache
def said() -> dict[str, set[str]]:
    """Every sentence of the code by its msgid, with the plurals under which it occurs ("" for none)."""
    found: dict[str, set[str]] = {}
    for package in SPEAKING:
        for _, _, message, _, _ in extract_from_dir(ROOT / package, keywords={"T": (1,), "N": (1, 2)}):
            singular, plural = (message, "") if isinstance(message, str) else (message[0], message[1])
            found.setdefault(singular, set()).add(plural)
    return found


@cache
def catalogue() -> Catalog:
    """The file as it is, with what the program would not read from it."""
    with PO.open("rb") as file:
        return read_po(file, locale="ro")


def pairs() -> Iterator[tuple[str, str, str]]:
    """Msgid, the English a form translates, and the form; all forms of the counting sentences."""
    for message in catalogue():
        if isinstance(message.id, list | tuple):
            for number, form in enumerate(message.string or ()):
                yield message.id[0], message.id[min(number, 1)], form
        elif message.id:
            assert isinstance(message.string, str), "a sentence that counts nothing has one form"
            yield message.id, message.id, message.string


def counting() -> dict[str, tuple[str, ...]]:
    """The three forms of each sentence that counts."""
    return {msgid: forms for msgid, forms in sentences("ro").items() if isinstance(forms, tuple)}


@cache
def modules() -> dict[Path, ast.Module]:
    """What is collected from, parsed."""
    paths = [path for package in SPEAKING for path in sorted((ROOT / package).rglob("*.py"))]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of a function or class of this name."""
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield path, node
