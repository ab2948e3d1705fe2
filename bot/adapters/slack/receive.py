"""Everything that Slack brings: stored first, then acknowledged, then answered where an answer cannot wait.

It is Bolt's last global middleware: signature, self-made events and address checks are behind it, and no listener
follows, because what a listener raises comes after the acknowledgement. Nothing is answered 404: what is not for us is
acknowledged too.
"""

import asyncio
import logging
from asyncio import Future, Task
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.response import BoltResponse

from bot.adapters.slack import forms
from bot.adapters.slack.directory import Directory
from bot.adapters.slack.hear import heard
from bot.adapters.slack.marks import Marks
from bot.adapters.slack.people import Facts
from bot.adapters.slack.problems import INBOX, TOKEN, Trouble
from bot.adapters.slack.screen import Screen
from bot.adapters.slack.who import Heard
from bot.core.ports import Inbox
from bot.model.address import Place
from bot.model.update import Edited, Envelope, Now, Placed, Pressed, Said, Submitted

logger = logging.getLogger(__name__)

PATIENCE = 2.5  # seconds from arrival until the acknowledgement must leave, or a form must be opened
AFTERWARDS = 60.0  # seconds that a form is still waited for, to be offered by a button, or a toast
CALM = 15.0  # seconds without another failure until what is heard is taken to be kept again: Slack may be silent
NOT_TAKEN = (
    "What people write on Slack cannot be taken in just now; Slack sends messages again, commands and presses have to"
    " be repeated."
)
UNINSTALLED = "The Slack app was uninstalled or its tokens were revoked; install it again and copy its tokens."
HELD_BACK = "Slack holds back events for a minute: there were more than it brings to one app."

_DONE = {"response_action": "clear"}


class Receiver:
    """Takes payloads as long as there is an `inbox`. `passed_over` counts what was not for us."""

    def __init__(self, directory: Directory, screen: Screen, marks: Marks, trouble: Trouble) -> None:
        self.inbox: Inbox | None = None
        self.passed_over = 0
        self._failures = 0
        self._directory = directory
        self._screen = screen
        self._marks = marks
        self._trouble = trouble
        self._tasks: set[Task[None]] = set()

    async def take(self, body: Mapping[str, Any]) -> BoltResponse:
        """Take one payload; whatever but 200 asks Slack to bring it again."""
        arrived = asyncio.get_running_loop().time()
        if self.inbox is None:
            return BoltResponse(status=503)
        told = self._read(body)
        if told is not None and told.to_be_asked and not await self._stands_in(told):
            told = None
        if told is None:
            self.passed_over += 1
            return BoltResponse(status=200)
        envelope = await self._envelope(told)
        beside = [replace(envelope, source=f"{told.source}:{n}", update=one) for n, one in enumerate(told.beside, 2)]
        now = await self._hear(envelope, *beside)
        if now is None:
            return BoltResponse(status=500)
        if isinstance(told.update, Submitted):
            return await self._settle(now, envelope, body["view"], arrived + PATIENCE)
        if told.trigger:
            self._later(self._show(now, told, envelope, arrived + PATIENCE))
        if isinstance(told.update, Pressed) and not told.place.private:
            self._later(self._whisper(now, told, arrived + AFTERWARDS))
        if isinstance(told.update, Said) and not told.place.private:
            self._later(self._mark(now, told.place, told.update, arrived + AFTERWARDS))
        return BoltResponse(status=200)

    async def close(self) -> None:
        """Give up what is still waited for."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _read(self, body: Mapping[str, Any]) -> Heard | None:
        """What a payload says. What is only to be learnt, or is done in a form that stands open, is not heard."""
        try:
            kind = body.get("event", {}).get("type") or body.get("type")
            if kind == "user_change":
                self._directory.learn_person(body["event"]["user"])
            elif kind in ("app_uninstalled", "tokens_revoked"):
                self._trouble.say(TOKEN, UNINSTALLED)
            elif kind == "app_rate_limited":
                logger.warning(HELD_BACK)
            elif kind == "block_actions" and forms.is_repair(body["actions"][0]):
                self._later(self._screen.replace(body["view"], self._screen.mended(body["view"], body["actions"][0])))
                return None
            told = heard(body, self._directory.me)
            if told is not None and told.channel and told.place.private:
                self._directory.learn_chat(told.user, told.channel)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            return None  # not as Slack describes it; sent again it would be the same
        else:
            return told

    async def _hear(self, *envelopes: Envelope) -> "Future[Now] | None":
        """Store what came together, and return what the first tells; None when that fails: then nothing is
        acknowledged."""
        if self.inbox is None:
            return None
        try:
            now, *_ = await self.inbox.hear(envelopes)
        except Exception:
            # The database's, whichever that is. Its text may quote what people wrote, so it is not logged.
            self._trouble.say(INBOX, NOT_TAKEN)
            self._failures += 1
            self._later(self._calm(self._failures))
            return None
        self._trouble.over(INBOX)
        return now

    async def _calm(self, failure: int) -> None:
        """Whether the database is well again, it tells itself: where nobody writes, nothing here would ever say so."""
        await asyncio.sleep(CALM)
        if failure == self._failures:
            self._trouble.over(INBOX)

    async def _stands_in(self, told: Heard) -> bool:
        """Whether we are in a channel that something is told of; when in doubt we are not."""
        room = await self._directory.channel(told.place.chat)
        return room is not None and room.ours

    async def _envelope(self, told: Heard) -> Envelope:
        about, update = Facts(), told.update
        if isinstance(update, Placed) and update.open:
            room = None if update.title else await self._directory.channel(told.place.chat)
            update = Placed(True, room.title if room else update.title, hears=self._directory.may_listen)
        elif not isinstance(update, Placed) and not _is_talk(told):
            about = await self._directory.person(told.user)
        return Envelope(
            told.source,
            told.account,
            told.place,
            update,
            about.name,
            about.language,
            waits=bool(told.trigger),
            profile=about.profile,
        )

    async def _settle(
        self, now: "Future[Now]", envelope: Envelope, view: Mapping[str, Any], until: float
    ) -> BoltResponse:
        """Answer a form in the acknowledgement: closed when it is done, else it stays with what is wrong."""
        found = await _within(now, until)
        if found is None:
            self._later(self._offer_again(now, envelope, until))
            return BoltResponse(status=200)
        if found.form is None:
            return _answer(_DONE)
        wrong = forms.errors(found.form, view)
        if wrong is not None:
            return _answer({"response_action": "errors", "errors": wrong})
        return _answer({"response_action": "update", "view": self._screen.modal(found.form)})

    async def _show(self, now: "Future[Now]", told: Heard, envelope: Envelope, until: float) -> None:
        """Open the form an update asks for while its trigger lives; else see that it is offered by a button."""
        found = await _within(now, until)
        if found is None or (found.form is not None and not await self._screen.show(found.form, told.trigger)):
            await self._offer_again(now, envelope, until)

    async def _whisper(self, now: "Future[Now]", told: Heard, until: float) -> None:
        """Slack has no toasts, and what a press in a channel does shows in private: so it is said where they look."""
        found = await _within(now, until)
        if found is not None and found.toast:
            await self._screen.whisper(told.place, told.user, found.toast)

    async def _mark(self, now: "Future[Now]", place: Place, said: Said, until: float) -> None:
        """What was said in a channel, and is kept, is marked there."""
        found = await _within(now, until)
        if found is not None and found.kept:
            await self._marks.mark(place.chat, said.message)

    async def _offer_again(self, now: "Future[Now]", envelope: Envelope, since: float) -> None:
        """Hear an update once more, as one that can be shown nothing: what it wants to ask then comes as a card.

        Only where a form was wanted: whoever asks has changed nothing yet, and what was written wrongly was not kept.
        A form that follows one that was done is left to whoever opens it again.
        """
        found = await _within(now, since + AFTERWARDS)
        if found is None or found.form is None:
            return
        if isinstance(envelope.update, Submitted) and envelope.update.key != found.form.key:
            return
        await self._hear(replace(envelope, source=f"{envelope.source}:again", waits=False))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _is_talk(told: Heard) -> bool:
    """What people say to each other in a channel: nobody is looked up for that, most of it is dropped."""
    return isinstance(told.update, Said | Edited) and not told.place.private


async def _within(now: "Future[Now]", until: float) -> Now | None:
    """What is told until that moment of the loop's clock; None when nothing is."""
    await asyncio.wait([now], timeout=max(0.0, until - asyncio.get_running_loop().time()))
    return now.result() if now.done() and not now.cancelled() and now.exception() is None else None


def _answer(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=body, headers={"content-type": "application/json"})
