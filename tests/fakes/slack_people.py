"""The people: their verbs do what clients do, refuse what none can do, and return what is on its way to the app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.slack_blocks import Element
from tests.fakes.slack_channels import Place
from tests.fakes.slack_delivery import Delivery
from tests.fakes.slack_errors import Json, SlackError
from tests.fakes.slack_forms import complete, fill, filled, found, obey, values
from tests.fakes.slack_hub import Hub
from tests.fakes.slack_members import Member
from tests.fakes.slack_params import Params
from tests.fakes.slack_things import Channel, Message
from tests.fakes.slack_view import View
from tests.fakes.slack_writing import Writing


class Person(Writing):
    """A person of the workspace. `errors` is what Slack itself told them, when the app did not answer well."""

    def __init__(self, hub: Hub, member: Member) -> None:
        super().__init__(hub, member)
        self.errors: list[str] = []

    @property
    def modal(self) -> View | None:
        """The modal on top."""
        stack = self.hub.views.stacks.get(self.id)
        return stack[-1] if stack else None

    @property
    def stack(self) -> list[View]:
        """All open modals, the oldest first."""
        return list(self.hub.views.stacks.get(self.id, []))

    @property
    def home(self) -> View | None:
        """The app's home, once published."""
        return self.hub.views.homes.get(self.id)

    def command(self, command: str, text: str = "", *, in_channel: Place | None = None) -> Delivery:
        """Type a slash command, in the IM unless told."""
        channel = self._room(in_channel)

        def answered(body: Any) -> None:
            if body:
                self._answered(channel, {"text": body} if isinstance(body, str) else body)

        return self.hub.command(self.member, (command, text), channel, answered, self._failed(command))

    def _answered(self, channel: Channel, body: Json) -> None:
        path = self.hub.responses.new(channel, self.id).removeprefix(self.hub.world.url())
        try:
            self.hub.responses.take(path, Params(body))
        except SlackError as error:
            self.errors.append("invalid_command_response")
            self.hub.blame(f"a command was acknowledged wrongly: {error}")

    def presses(self, label: str, *, on: Message | View | None = None) -> Delivery:
        """Press the button with that label (or block_id or action_id).

        Without `on` it is the one in the open modal, else under the newest message with it, else on the App Home.
        """
        place, one = self._finds(label, on, "button")
        node = one.element
        action: Json = {"text": node["text"]} | {name: node[name] for name in ("value", "style", "url") if name in node}
        return self._acts(place, one, action)

    def presses_value(self, value: str, on: Message) -> Delivery:
        """Press a button that the message does not offer: an old one, or a forged one."""
        button: Json = {"type": "button", "action_id": "press:0", "text": {"type": "plain_text", "text": "?"}}
        return self._acts(on, Element({"block_id": "forged"}, button), {"text": button["text"], "value": value})

    def chooses(self, name: str, value: Any, *, on: Message | View | None = None) -> Delivery:
        """Choose in a menu, tick a box or pick a date; `name` is its block_id, action_id, label or placeholder."""
        place, one = self._finds(name, on)
        state = filled(one, value)
        if isinstance(place, View):
            place.values.setdefault(one.block["block_id"], {})[one.element["action_id"]] = state
        return self._acts(place, one, state)

    def sends_action(self, action_id: str, value: str, *, on: Message) -> Delivery:
        """Press a button that is no longer, or never was, under a message: what an old screen can still do."""
        node: Json = {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": action_id}}
        one = Element({"type": "actions", "block_id": "old"}, node | {"value": value})
        return self._acts(on, one, {"text": node["text"], "value": value})

    def _finds(self, name: str, on: Message | View | None, kind: str = "") -> tuple[Message | View, Element]:
        places: list[Message | View] = [on] if on is not None else [self.modal] if self.modal else self._visible()
        for place in places:
            if any(name in one.names and (not kind or one.element["type"] == kind) for one in place.elements):
                return place, found((e for e in place.elements if not kind or e.element["type"] == kind), name)
        raise LookupError(f"{self.name} sees no {name!r}")

    def _visible(self) -> list[Message | View]:
        messages = [message for message in self.hub.world.all_messages() if self._sees(message)]
        messages.sort(key=lambda message: message.ts, reverse=True)
        return [*messages, *([self.home] if self.home else [])]

    def _acts(self, place: Message | View, one: Element, action: Json) -> Delivery:
        ids: Json = {"action_id": one.element["action_id"], "block_id": one.block["block_id"]}
        full = ids | {"type": one.element["type"], "action_ts": self.hub.world.ts()} | action
        payload: Json = {"type": "block_actions", "actions": [full]}
        if isinstance(place, View):
            place.values = values(place.elements, place.values)
            payload |= {"container": {"type": "view", "view_id": place.id}, "view": place.wire()}
        else:
            payload |= self._under(place)
        return self.hub.interact(self.member, payload, lambda _: None, self._failed("the app"))

    def _under(self, message: Message) -> Json:
        channel = message.channel
        container: Json = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload: Json = {
            "container": container | {"is_ephemeral": message.only_for is not None},
            "channel": {"id": channel.id, "name": channel.name},
            "state": {"values": values(message.elements, {})},
            "response_url": self.hub.responses.new(channel, self.id, message),
        }
        return payload | ({"message": message.wire()} if message.only_for is None else {})

    def fills(self, named: Mapping[str, Any] | None = None, **fields: Any) -> None:
        """Put values into the open modal; fields by block_id or action_id, in `named` also by label."""
        fill(self._open(), dict(named or {}) | fields)

    def submits(self, named: Mapping[str, Any] | None = None, **fields: Any) -> Delivery:
        """Fill in and submit the open modal; the answer shows in `modal`."""
        view = self._open()
        fill(view, dict(named or {}) | fields)
        complete(view)
        payload: Json = {"type": "view_submission", "view": view.wire(), "response_urls": []}

        def answered(body: Any) -> None:
            try:
                obey(self.hub.views, view, body)
            except SlackError as error:
                self.errors.append("We had some trouble connecting. Try again?")
                self.hub.blame(f"view_submission was acknowledged wrongly: {error}")

        return self.hub.interact(self.member, payload, answered, self._failed("We had some trouble connecting."))

    def closes(self, *, everything: bool = False) -> Delivery | None:
        """Close the modal on top, or the whole stack; the app hears of it when it has asked for notify_on_close."""
        view = self._open()
        cleared = everything or view.sent.get("clear_on_close", False)
        close = self.hub.views.clear if cleared else self.hub.views.pop
        close(self.id)
        if not view.sent.get("notify_on_close"):
            return None
        payload: Json = {"type": "view_closed", "view": view.wire(), "is_cleared": cleared}
        return self.hub.interact(self.member, payload, lambda _: None, lambda _: None)

    def _open(self) -> View:
        if (view := self.modal) is None:
            raise RuntimeError(f"{self.name} has no open modal")
        return view

    def opens_home(self, tab: str = "home") -> Delivery:
        """Look at the app: its home, or its messages."""
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.state.id, "tab": tab}
        view = {"view": self.home.wire()} if self.home and tab == "home" else {}
        return self.hub.happens(event | view | {"event_ts": self.hub.world.ts()})

    def shortcut(self, callback_id: str) -> Delivery:
        """Use a global shortcut."""
        payload: Json = {"type": "shortcut", "callback_id": callback_id, "action_ts": self.hub.world.ts()}
        return self.hub.interact(self.member, payload, lambda _: None, self._failed(callback_id))

    def message_shortcut(self, callback_id: str, message: Message) -> Delivery:
        """Use a shortcut of a message."""
        payload: Json = {
            "type": "message_action",
            "callback_id": callback_id,
            "action_ts": self.hub.world.ts(),
            "message_ts": message.ts,
            "channel": {"id": message.channel.id, "name": message.channel.name},
            "message": message.wire(),
            "response_url": self.hub.responses.new(message.channel, self.id),
        }
        return self.hub.interact(self.member, payload, lambda _: None, self._failed(callback_id))

    def _failed(self, what: str) -> Any:
        def fail(reason: str) -> None:
            word = "operation_timeout" if "timeout" in reason else "dispatch_failed"
            self.errors.append(f'{what} failed with the error "{word}"')

        return fail
