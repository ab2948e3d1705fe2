"""Where what happens becomes what is delivered: who may hear of which event, and the frame around every payload."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from tests.fakes.slack_delivery import COMMANDS, EVENTS, INTERACTIVE, Carrier, Delivery
from tests.fakes.slack_errors import Json
from tests.fakes.slack_members import APP, BOT_USER, TEAM, TEAM_DOMAIN, Member
from tests.fakes.slack_responses import Responses
from tests.fakes.slack_things import Channel, Message
from tests.fakes.slack_views import Views
from tests.fakes.slack_world import World

_PLURAL = {"channel": "channels", "group": "groups", "im": "im"}
_SCOPES = {
    "app_mention": "app_mentions:read",
    "file_shared": "files:read",
    "team_join": "users:read",
    "user_change": "users:read",
}
VERIFICATION_TOKEN = "deprecated-verification-token"


class Hub:
    """The hands of everybody but the bot. `subscribed` are the manifest's bot_events, None means all."""

    def __init__(self, carrier: Carrier, subscribed: Collection[str] | None, echo: bool) -> None:
        self.carrier = carrier
        self.subscribed = subscribed
        self.echo = echo
        self.unwanted: list[Delivery] = []
        self.blame: Callable[[str], None] = lambda _: None
        self.world: World
        self.views: Views
        self.responses: Responses

    def framed(self, event: Json, channel: Channel | None = None) -> Json:
        """An event in the frame that every event has."""
        event_id, at = self.world.new_id("Ev"), int(self.world.clock.wall())
        authorization = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": TEAM,
            "context_team_id": TEAM,
            "context_enterprise_id": None,
            "api_app_id": APP,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": at,
            "authorizations": [authorization | {"is_enterprise_install": False}],
            "is_ext_shared_channel": channel is not None and channel.shared,
            "event_context": f"4-{event_id}",
        }

    def happens(self, event: Json, channel: Channel | None = None, message: Message | None = None) -> Delivery:
        """Deliver an event to an app that has subscribed to it and may see it."""
        delivery = Delivery(EVENTS, event["type"], self.framed(event, channel), message)
        if self._wanted(event, channel):
            return self.carrier.send(delivery)
        delivery.unwanted = True
        delivery.over()
        self.unwanted.append(delivery)
        return delivery

    def _wanted(self, event: Json, channel: Channel | None) -> bool:
        kind, own = event["type"], event.get("user") == BOT_USER or event.get("message", {}).get("user") == BOT_USER
        name, scope = kind, _SCOPES.get(kind, "")
        if kind == "message" and channel is not None:
            name, scope = f"message.{_PLURAL[channel.kind]}", f"{_PLURAL[channel.kind]}:history"
            if not channel.has_bot or (own and not self.echo):
                return False
        elif kind.startswith(("member_", "channel_", "group_")) and channel is not None:
            scope = f"{_PLURAL[channel.kind]}:read"
            if channel.kind == "group" and not channel.has_bot and not own and kind != "group_left":
                return False
        if self.subscribed is not None and name not in self.subscribed:
            return False
        if scope and scope not in self.world.scopes:
            return False
        self.world.used_scopes |= {scope} if scope else set()
        return True

    def interact(
        self, who: Member, payload: Json, apply: Callable[[Any], None], fail: Callable[[str], None]
    ) -> Delivery:
        """Deliver an interaction; every one brings a trigger, except that a view was closed."""
        frame: Json = {
            "team": {"id": TEAM, "domain": TEAM_DOMAIN},
            "user": who.short(),
            "api_app_id": APP,
            "token": VERIFICATION_TOKEN,
            "enterprise": None,
            "is_enterprise_install": False,
        }
        if payload["type"] != "view_closed":
            frame["trigger_id"] = self.views.trigger(who.id)
        delivery = Delivery(INTERACTIVE, payload["type"], frame | payload, apply=apply, fail=fail)
        return self.carrier.send(delivery)

    def command(
        self,
        who: Member,
        words: tuple[str, str],
        channel: Channel,
        apply: Callable[[Any], None],
        fail: Callable[[str], None],
    ) -> Delivery:
        """Deliver a slash command; all of it is text."""
        if "commands" not in self.world.scopes:
            raise RuntimeError("an app without the scope commands has none")
        payload: Json = {
            "token": VERIFICATION_TOKEN,
            "team_id": TEAM,
            "team_domain": TEAM_DOMAIN,
            "channel_id": channel.id,
            "channel_name": "privategroup" if channel.kind == "group" else channel.name,
            "user_id": who.id,
            "user_name": who.handle,
            "command": words[0],
            "text": words[1],
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": self.responses.new(channel, who.id),
            "trigger_id": self.views.trigger(who.id),
        }
        self.world.used_scopes.add("commands")
        return self.carrier.send(Delivery(COMMANDS, words[0], payload, apply=apply, fail=fail))
