"""`FakeSlack`: a workspace with the hands to play everybody else, to order faults and to let time pass."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from typing import Any

from tests.fakes.slack_channels import Place
from tests.fakes.slack_delivery import Delivery
from tests.fakes.slack_errors import Json
from tests.fakes.slack_faults import Fault
from tests.fakes.slack_members import BOT, BOT_USER, OTHER_TEAM, Member
from tests.fakes.slack_people import Person
from tests.fakes.slack_server import Call
from tests.fakes.slack_text import read
from tests.fakes.slack_things import Channel, Message
from tests.fakes.slack_workspace import Workspace

_OTHER_BOT = "B0OTHERBOT"


class FakeSlack(Workspace):
    """`async with FakeSlack() as slack:`; see Workspace for what can be set."""

    def called(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def person(self, name: str, **about: Any) -> Person:
        """The person with that name, made when new. `about`: tz, locale, email, email_confirmed, team, restricted…"""
        if name not in self._people:
            member = Member(self.world.new_id("U"), name, **about)
            self.world.members[member.id] = member
            self._people[name] = Person(self.hub, member)
        return self._people[name]

    def guest(self, name: str, **about: Any) -> Person:
        """A guest of the workspace."""
        return self.person(name, restricted=True, **about)

    def stranger(self, name: str, **about: Any) -> Person:
        """Somebody from another workspace, seen where a channel is shared."""
        return self.person(name, team=OTHER_TEAM, **about)

    def channel(
        self,
        name: str,
        *people: Person,
        private: bool = False,
        archived: bool = False,
        shared: bool = False,
        bot: bool = True,
    ) -> Place:
        """The channel with that name, made when new, with these people and the bot in it."""
        if name not in self._places:
            kind = "group" if private else "channel"
            channel = Channel(self.world.new_id("C"), name, kind, int(self.clock.wall()))
            channel.archived, channel.shared = archived, shared
            self.world.channels[channel.id] = channel
            self._places[name] = Place(self.hub, channel)
        members = {person.id for person in people} | ({BOT_USER} if bot else set())
        self._places[name].state.members |= members
        return self._places[name]

    def posts_to(self, url: str) -> None:
        """Deliver by signed HTTP posts to this address instead of by sockets."""
        self.posts.url = url
        self.carrier.transport = self.posts

    def framed(self, event: Json, channel: Place | Person | None = None) -> Json:
        """An event as it would go over the wire, for `posts.unsigned(…)` and its like."""
        return self.hub.framed({"event_ts": self.world.ts(), **event}, None if channel is None else channel.state)

    def happens(self, event: Json, channel: Place | Person | None = None) -> Delivery:
        """Any event at all: unknown types, unknown subtypes; what an event must have is added."""
        state = None if channel is None else channel.state
        place: Json = {"channel": state.id, "channel_type": state.kind} if state else {}
        return self.hub.happens({"event_ts": self.world.ts(), **place, **event}, state)

    def bot_says(self, text: str, channel: Place | Person, *, own: bool = True) -> Delivery:
        """A message of the bot that no call of this process made, or one of another bot."""
        room = channel.state
        bot, user = (BOT, BOT_USER) if own else (_OTHER_BOT, "U0OTHERBOT")
        message = Message(self.world.ts(), room, user, text, read(text, self.world.name_of), bot_id=bot)
        room.messages[message.ts] = message
        return self.hub.happens(message.event() | ({} if own else {"subtype": "bot_message"}), room, message)

    def fail(self, method: str, times: int = 1, status: int = 500, **how: Any) -> None:
        """Let the next calls of a method ("*": any) fail: see `Fault` for what can be said of how.

        500 and 503 answer with a page; `skip=2` lets two calls pass first; `after_effect=True` does the work and then
        fails; `cut=True` closes the connection; `hang=True` never answers; `error="fatal_error"` answers 200 with it.
        """
        self.server.faults.order(method, Fault(status, times=times, **how))

    def delay(self, method: str, seconds: float) -> None:
        """Let every call of a method ("*": any) wait before it does anything, until told 0."""
        self.server.faults.delay(method, seconds)

    def passes(self, seconds: float) -> None:
        """Let time pass at Slack's: triggers die, rates recover, unacknowledged events are sent again."""
        self.clock.passes(seconds)
        self.changed()

    def expire_triggers(self) -> None:
        """Make every trigger_id so far too old, as if the app had taken more than three seconds."""
        for trigger in self.hub.views.triggers.values():
            trigger.at = float("-inf")

    def revokes(self) -> Delivery:
        """The token is revoked: token_revoked from now on."""
        self.server.dead = "token_revoked"
        return self.happens({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}})

    def uninstalls(self) -> Delivery:
        """The app is removed from the workspace: account_inactive from now on."""
        self.server.dead = "account_inactive"
        return self.happens({"type": "app_uninstalled"})

    def reinstalls(self) -> None:
        """The token is good again."""
        self.server.dead = ""

    def deliver_many(self, presses: Iterable[tuple[Person, str]]) -> list[Delivery]:
        """Press (person, label) for all before anything can be carried."""
        return [person.presses(label) for person, label in presses]

    async def until(self, condition: Callable[[], object], seconds: float = 5.0) -> None:
        """Wait until a condition holds, looked at after each call and delivery, and now and then between.

        Raises TimeoutError after `seconds`.
        """
        async with asyncio.timeout(seconds):
            while not condition():
                self.happened.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.happened.wait(), 0.02)
