"""One view, modal or home: judged as strictly as Slack does, read as a person does."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack_blocks import Element, elements, judge_blocks
from tests.fakes.slack_errors import Json, wrong
from tests.fakes.slack_judge import Judge
from tests.fakes.slack_members import APP, BOT, TEAM
from tests.fakes.slack_text import Reading

VIEW_BLOCKS = 100
_MODAL = "type title blocks close submit private_metadata callback_id clear_on_close notify_on_close external_id"
_HOME = "type blocks private_metadata callback_id external_id"


@dataclass(eq=False)
class View:
    """One modal or home. `values` is what was filled in, by block_id and action_id; `errors` stand at their fields."""

    id: str
    user: str
    sent: Json
    blocks: list[Json]
    hash: str
    read: Reading
    root: str = ""
    previous: str | None = None
    values: dict[str, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(self.sent.get("title", {}).get("text", ""))

    @property
    def plain(self) -> str:
        """What a person reads in it, buttons left out."""
        return self.read.plain

    @property
    def elements(self) -> list[Element]:
        """What can be pressed, chosen or filled in, from top to bottom."""
        return list(elements(self.blocks))

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons."""
        return [one.label for one in self.elements if one.element["type"] == "button"]

    @property
    def fields(self) -> list[str]:
        """The labels of what is to be filled in."""
        return [one.label for one in self.elements if one.block["type"] == "input"]

    def wire(self) -> Json:
        """The view as Slack writes it."""
        parts: Json = {
            "id": self.id,
            "team_id": TEAM,
            "type": self.sent["type"],
            "blocks": self.blocks,
            "private_metadata": self.sent.get("private_metadata", ""),
            "callback_id": self.sent.get("callback_id", ""),
            "external_id": self.sent.get("external_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            "clear_on_close": self.sent.get("clear_on_close", False),
            "notify_on_close": self.sent.get("notify_on_close", False),
            "root_view_id": self.root or self.id,
            "previous_view_id": self.previous,
            "app_id": APP,
            "bot_id": BOT,
            "app_installed_team_id": TEAM,
        }
        named = {name: self.sent.get(name) for name in ("title", "close", "submit")}
        return parts | named


def judged(view: Any, *kinds: str) -> Json:
    """A view that Slack would take. Raises invalid_arguments, view_too_large."""
    if not isinstance(view, dict):
        raise wrong("invalid_arguments", "[ERROR] must be an object [json-pointer:/view]")
    judge = Judge("/view")
    judge.one_of(view, "type", "", " ".join(kinds))
    modal = view.get("type") == "modal"
    judge.known(view, _MODAL if modal else _HOME, "")
    judge.needs(view, "type title blocks" if modal else "type blocks", "")
    for name in ("title", "close", "submit"):
        judge.text(view, name, "", 24, "plain_text")
    judge.string(view, "private_metadata", "", 3000, 0)
    judge.string(view, "callback_id", "", 255, 0)
    judge.string(view, "external_id", "", 255, 0)
    blocks = view.get("blocks")
    if isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks) and modal:
        judge.needs(view, "submit", "")
    problems = judge.problems
    if blocks is not None:
        problems += judge_blocks(blocks, VIEW_BLOCKS, "/view", markdown=False).problems
    if problems:
        raise wrong("invalid_arguments", *problems)
    if len(json.dumps(view)) > 250_000:
        raise wrong("view_too_large")
    return view
