"""Block Kit blocks: judged as strictly as Slack does, read as a person does, searched for what can be pressed."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack_elements import IN_ACTIONS, IN_INPUT, IN_SECTION, judge_element, judge_image
from tests.fakes.slack_errors import Json, wrong
from tests.fakes.slack_judge import Judge
from tests.fakes.slack_rich import judge_rich, read_rich
from tests.fakes.slack_text import Names, Reading, read

BLOCKS_TOGETHER = 13_000  # characters; not documented, seen at about 13,200 (bolt-js issue 2509)
_FIELDS = {
    "section": "text fields accessory expand",
    "header": "text",
    "divider": "",
    "actions": "elements",
    "context": "elements",
    "input": "label element hint optional dispatch_action",
    "image": "image_url slack_file alt_text title",
    "markdown": "text",
    "rich_text": "elements",
}
_generated = itertools.count(1)


@dataclass(frozen=True)
class Element:
    """Something to press or to fill in, and the block it stands in."""

    block: Json
    element: Json

    @property
    def label(self) -> str:
        """The words on a button, above an input, or in an empty menu."""
        words = self.element.get("text") or self.block.get("label") or self.element.get("placeholder") or {}
        return str(words.get("text", ""))

    @property
    def names(self) -> tuple[str, str, str]:
        """What a test may call it: block_id, action_id, label."""
        return self.block["block_id"], self.element["action_id"], self.label


def judge_blocks(blocks: Any, most: int, root: str = "", *, markdown: bool = True) -> Judge:
    """Judge a list of blocks; `markdown` blocks stand in messages only. Raises invalid_blocks_format for no list."""
    judge = Judge(root)
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise wrong("invalid_blocks_format")
    judge.items({"blocks": blocks}, "blocks", "", most, 0)
    written = 0
    for index, block in enumerate(blocks):
        at, kind = f"/blocks/{index}", str(block.get("type"))
        if kind not in _FIELDS or (kind == "markdown" and not markdown):
            judge.complain(f"unsupported type: {kind}", f"{at}/type")
            continue
        judge.known(block, f"type block_id {_FIELDS[kind]}", at)
        judge.unique(block, "block_id", at)
        _RULES.get(kind, _free)(judge, block, at)
        written += len(str(block.get("text"))) if kind == "markdown" else 0
    if written > 12_000:
        judge.complain("markdown blocks may hold no more than 12000 characters together", "/blocks")
    return judge


def _free(judge: Judge, block: Json, at: str) -> None:
    """A block without rules of its own: the divider."""


def _section(judge: Judge, block: Json, at: str) -> None:
    if block.get("text") is None and not block.get("fields"):
        judge.complain("missing required field: text or fields", at)
    judge.text(block, "text", at, 3000)
    for index, field in enumerate(judge.items(block, "fields", at, 10)):
        judge.text_object(field, f"{at}/fields/{index}", 2000)
    if block.get("accessory") is not None:
        judge_element(judge, block["accessory"], f"{at}/accessory", IN_SECTION)


def _header(judge: Judge, block: Json, at: str) -> None:
    judge.needs(block, "text", at)
    judge.text(block, "text", at, 150, "plain_text")


def _actions(judge: Judge, block: Json, at: str) -> None:
    judge.needs(block, "elements", at)
    for index, element in enumerate(judge.items(block, "elements", at, 25)):
        judge_element(judge, element, f"{at}/elements/{index}", IN_ACTIONS)


def _context(judge: Judge, block: Json, at: str) -> None:
    judge.needs(block, "elements", at)
    for index, element in enumerate(judge.items(block, "elements", at, 10)):
        where = f"{at}/elements/{index}"
        if isinstance(element, dict) and element.get("type") == "image":
            judge_element(judge, element, where, frozenset({"image"}))
        else:
            judge.text_object(element, where, 3000)


def _input(judge: Judge, block: Json, at: str) -> None:
    judge.needs(block, "label element", at)
    judge.text(block, "label", at, 2000, "plain_text")
    judge.text(block, "hint", at, 2000, "plain_text")
    judge_element(judge, block.get("element"), f"{at}/element", IN_INPUT)


def _image(judge: Judge, block: Json, at: str) -> None:
    judge_image(judge, block, at)
    judge.text(block, "title", at, 2000, "plain_text")


def _markdown(judge: Judge, block: Json, at: str) -> None:
    judge.needs(block, "text", at)
    judge.string(block, "text", at, 250_000)
    judge.length += len(str(block.get("text", "")))


_RULES: dict[str, Callable[[Judge, Json, str], None]] = {
    "section": _section,
    "header": _header,
    "actions": _actions,
    "context": _context,
    "input": _input,
    "image": _image,
    "markdown": _markdown,
    "rich_text": judge_rich,
}


def completed(blocks: list[Json]) -> list[Json]:
    """The blocks as the server keeps them: what came without block_id or action_id has been given one."""
    kept = copy.deepcopy(blocks)
    for block in kept:
        block.setdefault("block_id", f"b{next(_generated):04x}")
        for element in _elements(block):
            if element.get("type") != "image":
                element.setdefault("action_id", f"a{next(_generated):04x}")
    return kept


def _elements(block: Json) -> list[Json]:
    if block["type"] == "section":
        return [block["accessory"]] if block.get("accessory") else []
    if block["type"] == "input":
        return [block["element"]]
    return list(block["elements"]) if block["type"] == "actions" else []


def elements(blocks: list[Json]) -> Iterator[Element]:
    """Everything in completed blocks that can be pressed, chosen or filled in."""
    for block in blocks:
        for element in _elements(block):
            if element.get("type") != "image":
                yield Element(block, element)


def reading(blocks: list[Json], names: Names) -> Reading:
    """What a person reads in blocks, buttons left out, and what in it acts."""
    read_so_far = Reading()
    for block in blocks:
        read_so_far += read_rich(block, names) if block["type"] == "rich_text" else _read_block(block, names)
    return read_so_far


def _read_block(block: Json, names: Names) -> Reading:
    read_so_far = Reading()
    for text in _texts(block):
        if text.get("type") == "plain_text":
            read_so_far += Reading(str(text["text"]))
        else:
            read_so_far += read(str(text["text"]), names, verbatim=text.get("verbatim") is True)
    return read_so_far


def _texts(block: Json) -> list[Json]:
    if block["type"] == "markdown":
        return [{"type": "mrkdwn", "text": block["text"]}]
    if block["type"] == "context":
        return [element for element in block["elements"] if "text" in element]
    if block["type"] == "image":
        return [block.get("title") or {"type": "plain_text", "text": block["alt_text"]}]
    return [
        text for text in (block.get("text"), *block.get("fields", []), block.get("label"), block.get("hint")) if text
    ]
