"""YAML as a tree of text in which every piece knows where it stands.

Dates, numbers and yes/no stay the text that was written until their field reads them. Whatever could be used to make
a small file large, or to make objects of it, is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from bot.model.text import Sentence, T
from handlers.imports.complaints import Complaints, shown
from handlers.imports.records import ImportRefused, Where

LARGEST = 2 * 1024 * 1024  # bytes
DEEPEST = 20  # levels
MOST_NODES = 100_000

_PREFIX = "tag:yaml.org,2002:"
_TAGS = {None, "!", *(_PREFIX + name for name in ("str", "null", "bool", "int", "float", "timestamp", "seq", "map"))}
_NULL = _PREFIX + "null"


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as text. `empty` when it is null or not there."""

    at: Where
    text: str
    empty: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    at: Where
    items: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under a key; `at` is where the key stands."""

    at: Where
    value: "Tree"


@dataclass(frozen=True, slots=True)
class Table:
    """Values by key, in the order of the file."""

    at: Where
    entries: Mapping[str, Entry]


Tree = Scalar | Sequence | Table


def load(content: bytes) -> Table:
    """The table that a YAML file holds. Raises `ImportRefused`, and nothing else, whatever the bytes."""
    complaints = Complaints()
    tree = _tree(_composed(_text(content)), complaints)
    complaints.raise_if_any()
    if not isinstance(tree, Table):
        raise ImportRefused.because(T("The file must begin with keys, such as “programme:”."), tree.at)
    return tree


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise ImportRefused.because(T("The file is larger than 2 MB; divide it into smaller ones."))
    try:
        text = content.decode("utf-8").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    except UnicodeDecodeError as trouble:
        sentence = T("The file is not UTF-8 from byte {offset} on; save it as UTF-8.", offset=trouble.start)
        raise ImportRefused.because(sentence, _end_of(_decoded_before(content, trouble.start))) from None
    if unprintable := yaml.reader.Reader.NON_PRINTABLE.search(text):
        sentence = T("Here stands an invisible character that YAML does not allow; take it out.")
        raise ImportRefused.because(sentence, _end_of(text[: unprintable.start()]))
    return text


def _decoded_before(content: bytes, offset: int) -> str:
    return content[:offset].decode("utf-8").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def _end_of(text: str) -> Where:
    """Where the next character would stand."""
    lines = f"{text}.".splitlines()
    return Where(len(lines), len(lines[-1]))


class _Composer(yaml.SafeLoader):
    """Composes nodes, and stops at what could grow without bound; it never makes objects of them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0
        self._nodes = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """One node and all below it. Raises ImportRefused."""
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        at = _where(event.start_mark)
        if event.anchor is not None:
            sentence = T("Aliases and anchors are not read; write it out, or put the text in quotation marks.")
            raise ImportRefused.because(sentence, at)
        if event.tag not in _TAGS:
            sentence = T("The tag “{tag}” is not read; take it out.", tag=shown(str(event.tag)))
            raise ImportRefused.because(sentence, at)
        self._depth += 1
        self._nodes += 1
        if self._depth > DEEPEST:
            raise ImportRefused.because(T("This is nested more than {n} levels deep.", n=DEEPEST), at)
        if self._nodes > MOST_NODES:
            sentence = T("The file holds more than {n} values; divide it into smaller ones.", n=MOST_NODES)
            raise ImportRefused.because(sentence, at)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def _composed(text: str) -> yaml.Node:
    composer = _Composer(text)
    try:
        node = composer.get_single_node()
    except yaml.MarkedYAMLError as trouble:
        raise ImportRefused.because(*_explained(trouble)) from None
    except (yaml.YAMLError, ValueError, OverflowError):  # such as an escape beyond the last letter of Unicode
        sentence = T("This text cannot be read; check what stands after a backslash.")
        raise ImportRefused.because(sentence, _where(composer.get_mark())) from None
    finally:
        composer.dispose()
    if node is None:
        raise ImportRefused.because(T("The file is empty."))
    return node


def _explained(trouble: yaml.MarkedYAMLError) -> tuple[Sentence, Where]:
    problem = trouble.problem or ""
    at = _where(trouble.problem_mark or trouble.context_mark)
    began = _where(trouble.context_mark or trouble.problem_mark)
    if "another document" in problem:
        return T("A second document begins here; put each into a file of its own."), at
    if "'\\t'" in problem:
        return T("A tab stands here; YAML wants spaces."), at
    if "unexpected end of stream" in problem:
        return T("The quotation mark that opens here is never closed."), began
    if "stream end" in problem and "flow" in (trouble.context or ""):
        return T("The bracket that opens here is never closed."), began
    if "mapping values are not allowed" in problem:
        return T(
            "A colon cannot stand here; put a text that holds one in quotation marks, or check the indentation."
        ), at
    return T(
        "From here on this is not YAML; check indentation, quotation marks and brackets here and a line above."
    ), at


def _tree(node: yaml.Node, complaints: Complaints) -> Tree:
    at = _where(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return _table(node, at, complaints)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(at, tuple(_tree(item, complaints) for item in node.value))
    return Scalar(at, node.value, node.tag == _NULL)


def _table(node: yaml.MappingNode, at: Where, complaints: Complaints) -> Table:
    entries: dict[str, Entry] = {}
    for key, value in node.value:
        key_at = _where(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            complaints.add(key_at, T("A key must be a word, not a list or a table."))
        elif key.value in entries:
            line = entries[key.value].at.line
            sentence = T("The key “{key}” stands in line {line} already; keep one.", key=shown(key.value), line=line)
            complaints.add(key_at, sentence)
        else:
            entries[key.value] = Entry(key_at, _tree(value, complaints))
    return Table(at, entries)


def _where(mark: Any) -> Where:
    return Where(mark.line + 1, mark.column + 1)
