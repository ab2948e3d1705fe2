"""rich_text: text without mark-up, in which only elements act; judged and read (Block Kit reference, "Rich text")."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack_elements import judge_url
from tests.fakes.slack_errors import Json
from tests.fakes.slack_judge import Judge
from tests.fakes.slack_text import Names, Reading

_PARTS = {
    "rich_text_section": "elements",
    "rich_text_quote": "elements border",
    "rich_text_preformatted": "elements border language",
    "rich_text_list": "elements style indent offset border",
}
_LEAVES = {
    "text": "text style",
    "link": "url text unsafe style",
    "user": "user_id style",
    "usergroup": "usergroup_id style",
    "channel": "channel_id style",
    "broadcast": "range",
    "emoji": "name unicode skin_tone",
    "date": "timestamp format url fallback",
    "color": "value",
}
_STYLES = "bold italic strike code underline highlight client_highlight unlink"


def judge_rich(judge: Judge, block: Json, at: str) -> None:
    """A block of sections, lists, quotes and preformatted parts."""
    judge.needs(block, "elements", at)
    for index, part in enumerate(judge.items(block, "elements", at, 1000, 0)):
        _part(judge, part, f"{at}/elements/{index}")


def _part(judge: Judge, part: Any, at: str) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in _PARTS:
        judge.complain(f"unsupported type: {kind}", f"{at}/type")
        return
    judge.known(part, f"type {_PARTS[kind]}", at)
    for index, leaf in enumerate(judge.items(part, "elements", at, 1000, 0)):
        where = f"{at}/elements/{index}"
        _part(judge, leaf, where) if kind == "rich_text_list" else _leaf(judge, leaf, where)


def _leaf(judge: Judge, leaf: Any, at: str) -> None:
    kind = leaf.get("type") if isinstance(leaf, dict) else None
    if kind not in _LEAVES:
        judge.complain(f"unsupported type: {kind}", f"{at}/type")
        return
    judge.known(leaf, f"type {_LEAVES[kind]}", at)
    style = leaf.get("style", {})
    if not isinstance(style, dict) or not all(isinstance(value, bool) for value in style.values()):
        judge.complain("must be an object of booleans", f"{at}/style")
    else:
        judge.known(style, _STYLES, f"{at}/style")
    if kind == "text":
        judge.needs(leaf, "text", at)
    if kind == "link":
        judge.needs(leaf, "url", at)
        judge_url(judge, leaf, "url", at)
    judge.string(leaf, "text", at, 12_000)
    judge.length += len(str(leaf.get("text", "")))


def read_rich(block: Json, names: Names) -> Reading:
    """What a person reads in it, and what acts."""
    together = Reading()
    for part in block["elements"]:
        if part["type"] == "rich_text_list":
            together += read_rich(part, names)
            continue
        words, mentions, broadcasts, links = "", [], [], []
        for leaf in part["elements"]:
            match leaf["type"]:
                case "text":
                    words += leaf["text"]
                case "link":
                    words += leaf.get("text") or leaf["url"]
                    links.append((leaf["url"], leaf.get("text") or leaf["url"]))
                case "user" | "channel":
                    who = leaf[f"{leaf['type']}_id"]
                    mentions.append(who)
                    words += "@#"[leaf["type"] == "channel"] + names(who)
                case "broadcast":
                    broadcasts.append(leaf["range"])
                    words += f"@{leaf['range']}"
                case "emoji":
                    words += f":{leaf['name']}:"
        together += Reading(words, tuple(mentions), tuple(broadcasts), tuple(links))
    return together
