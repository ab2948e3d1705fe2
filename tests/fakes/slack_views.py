"""views.*: modals on a stack of three, App Home, the triggers that open them and the hashes that guard them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.slack_blocks import completed, reading
from tests.fakes.slack_errors import Json, luck, wrong
from tests.fakes.slack_params import Params
from tests.fakes.slack_view import View, judged
from tests.fakes.slack_world import World

TRIGGER_LIVES = 3.0  # seconds
STACK = 3


@dataclass
class Trigger:
    """The right to open one modal for `user`, until used or three seconds old."""

    user: str
    at: float
    used: bool = False


class Views:
    """All open modals, by person, the homes, and the triggers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.gone: set[str] = set()
        self.changed: Callable[[], None] = lambda: None

    def trigger(self, user: str) -> str:
        """A new trigger_id."""
        name = f"{next(self.world.ids)}.{next(self.world.ids)}.{next(self.world.ids):032x}"
        self.triggers[name] = Trigger(user, self.world.clock.now())
        return name

    def _exchange(self, params: Params) -> str:
        """The person whose trigger a request spends."""
        trigger = self.triggers.get(params.needed("trigger_id"))
        if trigger is None:
            raise wrong("invalid_trigger_id")
        if trigger.used:
            raise wrong("exchanged_trigger_id")
        if self.world.clock.now() - trigger.at > TRIGGER_LIVES:
            raise luck("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def open(self, world: World, params: Params) -> Json:
        """views.open; what was open before is gone."""
        sent = self._sent(params, "modal")
        user = self._exchange(params)
        self.clear(user)
        return {"view": self._put(user, sent).wire()}

    def push(self, world: World, params: Params) -> Json:
        """views.push: on top of an open modal, up to three."""
        sent = self._sent(params, "modal")
        user = self._exchange(params)
        return {"view": self.stack_on(user, sent).wire()}

    def stack_on(self, user: str, sent: Json) -> View:
        """Put a judged view on top of the open ones. Raises not_found when none is open, push_limit_reached."""
        stack = self.stacks.get(user, [])
        if not stack:
            raise luck("not_found")
        if len(stack) >= STACK:
            raise wrong("push_limit_reached")
        return self._put(user, sent)

    def update(self, world: World, params: Params) -> Json:
        """views.update by view_id or external_id; `hash` refuses when somebody else was faster."""
        view = self._find(params)
        sent = self._sent(params, str(view.sent["type"]), view)
        self._guard(view, params)
        self.replace(view, sent)
        return {"view": view.wire()}

    def publish(self, world: World, params: Params) -> Json:
        """views.publish: a person's App Home."""
        member = world.member(Params({"user": params.needed("user_id")}))
        home = self.homes.get(member.id)
        sent = self._sent(params, "home", home)
        if home is None:
            home = self.homes[member.id] = self._new(member.id, sent)
        else:
            self._guard(home, params)
            self.replace(home, sent)
        self.changed()
        return {"view": home.wire()}

    def _sent(self, params: Params, kind: str, replaced: View | None = None) -> Json:
        sent = judged(params.tree("view", "invalid_arguments"), kind)
        own = sent.get("external_id")
        if own and any(view.sent.get("external_id") == own for view in self.all() if view is not replaced):
            raise wrong("duplicate_external_id")
        return sent

    def _guard(self, view: View, params: Params) -> None:
        if params.text("hash") and params.text("hash") != view.hash:
            raise luck("hash_conflict")

    def all(self) -> list[View]:
        """Every open modal and every home."""
        return [*(view for stack in self.stacks.values() for view in stack), *self.homes.values()]

    def _find(self, params: Params) -> View:
        asked, own = params.text("view_id"), params.text("external_id")
        if not asked and not own:
            raise wrong("invalid_arguments", "[ERROR] missing required field: view_id [json-pointer:/]")
        for view in self.all():
            if view.id == asked or (own and view.sent.get("external_id") == own):
                return view
        raise luck("not_found") if asked in self.gone or own in self.gone else wrong("not_found")

    def _new(self, user: str, sent: Json) -> View:
        blocks = completed(sent["blocks"])
        return View(self.world.new_id("V"), user, sent, blocks, self._hash(), reading(blocks, self.world.name_of))

    def _hash(self) -> str:
        return f"{int(self.world.clock.wall())}.{next(self.world.ids):08x}"

    def _put(self, user: str, sent: Json) -> View:
        stack, view = self.stacks.setdefault(user, []), self._new(user, sent)
        view.root = stack[0].id if stack else view.id
        view.previous = stack[-1].id if stack else None
        stack.append(view)
        self.changed()
        return view

    def replace(self, view: View, sent: Json) -> None:
        """Show other blocks in the same view; what was typed stays where block_id and action_id are the same."""
        view.sent, view.blocks = sent, completed(sent["blocks"])
        view.read, view.hash, view.errors = reading(view.blocks, self.world.name_of), self._hash(), {}
        kept = {(one.block["block_id"], one.element["action_id"]) for one in view.elements}
        view.values = {
            block: {action: value for action, value in actions.items() if (block, action) in kept}
            for block, actions in view.values.items()
            if any((block, action) in kept for action in actions)
        }
        self.changed()

    def pop(self, user: str) -> None:
        """Close the modal on top."""
        view = self.stacks[user].pop()
        self.gone |= {view.id, str(view.sent.get("external_id") or view.id)}
        self.changed()

    def clear(self, user: str) -> None:
        """Close all of a person's modals."""
        while self.stacks.get(user):
            self.pop(user)
