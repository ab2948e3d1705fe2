"""Dispatch: one update, one transaction, one effect. The way from what was heard to who answers it."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core import answering, dialogue, groups
from bot.core.answering import Effect
from bot.core.desk import Ctx, House, Show
from bot.core.files import Fetched, kept_file
from bot.core.forms import Filled, fill
from bot.core.guard import guard, object_of, object_of_form
from bot.core.identity import meet
from bot.core.overhearing import overheard
from bot.core.ports import Capabilities, Clock
from bot.core.routing import Route
from bot.model.press import Press, Retired, unpack
from bot.model.problems import Refusal, Sorry
from bot.model.text import Slash, T
from bot.model.update import (
    Command,
    Continues,
    Edited,
    Envelope,
    Now,
    Placed,
    Pressed,
    Reached,
    Said,
    Submitted,
)
from bot.model.values import Role
from storage import inbox, outbox
from storage.dialogues import FormRow, form, save_form
from storage.tx import Tx

log = logging.getLogger(__name__)

NOT_MINE = object()
STOPS = frozenset({"stop"})
_NUMBER = re.compile(r"[0-9]{1,9}")  # nine digits fit every database's integers
_RETIRED = T("This button is no longer in use. /help lists what I can do.")
_REDRAWN = T("This button is no longer in use. The message it stood under shows how things are today.")


@dataclass(frozen=True)
class Dispatch:
    """Carries updates to the features."""

    house: House
    clock: Clock
    platforms: Mapping[str, Capabilities]

    async def run(self, tx: Tx, row: int, envelope: Envelope, *, awaited: bool, fetched: Fetched | None = None) -> Now:
        """The effect of one update, its staged deliveries and its done mark, in the caller's transaction.

        `fetched` is what came of its file. A refusal is undone alone: its mark and its reply stand. What somebody else
        has done meanwhile is left alone.
        """
        if not await inbox.finish(tx, row, self.clock.real()):
            return Now()
        now = self.clock.now()
        platform = self.platforms[envelope.account.platform]
        account, place, person, opened = await meet(tx, envelope, now, writes_first=platform.writes_first)
        pressed = envelope.update.message if isinstance(envelope.update, Pressed) else ""
        heard = envelope.heard or now
        ctx = Ctx(tx, now, self.house, account, place, person, heard, row, pressed, awaited and envelope.waits)
        ctx.profile, ctx.prefix = envelope.profile, platform.command_prefix
        await groups.find_home(ctx)
        for handler in self.house.routes.open_again if opened else ():
            await handler(ctx)
        try:
            async with tx.savepoint():
                told = await self._effect(ctx, envelope, fetched, native_forms=platform.native_forms)
        except dialogue.Complained as complaint:
            await save_form(tx, complaint.row)
            told = await answering.sorry(ctx, complaint)
        except Sorry as refusal:
            if isinstance(refusal, Refusal):
                await ctx.record(refusal.action, refusal.about, by=person.id if person else None, done=False)
            told = await answering.sorry(ctx, refusal)
        await groups.redraw_page(ctx)
        return told

    async def apologise(self, tx: Tx, envelope: Envelope) -> Now:
        """What is said when an update can not be worked at all."""
        now = self.clock.now()
        ctx = Ctx(tx, now, self.house, *(await meet(tx, envelope, now))[:3], now)
        return await answering.sorry(
            ctx, Sorry(T("Something went wrong; nothing was lost. Please try again in a minute."))
        )

    async def _effect(self, ctx: Ctx, envelope: Envelope, fetched: Fetched | None, *, native_forms: bool) -> Now:
        match envelope.update:
            case Command() as command:
                effect = await self._command(ctx, command, native_forms=native_forms)
            case Pressed() as pressed:
                return await self._pressed(ctx, pressed, native_forms=native_forms)
            case Submitted() as submitted:
                return await self._submitted(ctx, submitted, native_forms=native_forms)
            case Said() as said if not ctx.in_chat:
                return Now(kept=await overheard(ctx, said, fetched))
            case Said() as said:
                effect = await self._said(ctx, said, fetched, native_forms=native_forms)
            case Reached() | Placed() | Continues():
                await self._noticed(ctx, envelope.update)
                effect = None
            case Edited() as edited:
                effect = await self._edited(ctx, edited)
        return await answering.answer(ctx, effect, native_forms=native_forms)

    async def _noticed(self, ctx: Ctx, update: Reached | Placed | Continues) -> None:
        """The platform tells what nobody asked for; the features that care hear of it."""
        for router in self.house.routes.routers:
            told = {Reached: router.reached, Placed: router.placed}
            for handler in told.get(type(update), ()):
                await handler(ctx)

    async def _command(self, ctx: Ctx, command: Command, *, native_forms: bool) -> Effect:
        route, words = self.house.routes.command(command.name, command.words)
        if not ctx.in_chat and not (route and route.public) and not groups.turn_home(ctx):
            await groups.show_the_way(ctx)
            return None
        if route is None and command.text:
            return await self._said(ctx, Said(command.text), None, native_forms=native_forms)
        if route is None:
            unknown = Slash(command.name[:40])
            raise Sorry(T("I do not know the command {command}. /help lists what I can do.", command=unknown))
        await guard(ctx, route, None)
        effect: Effect = await route.handler(ctx, words)
        return effect

    async def _pressed(self, ctx: Ctx, pressed: Pressed, *, native_forms: bool) -> Now:
        try:
            press = unpack(pressed.payload)
        except Retired:
            return await self._retired(ctx)
        if isinstance(press, dialogue.Resume):
            return await answering.open_native(ctx, await dialogue.mine(ctx, press.form))
        if isinstance(press, dialogue.Pick | dialogue.Mend | dialogue.Skip):
            effect = await self._answered(ctx, *await _as_written(ctx, press))
        else:
            route = self.house.routes.presses.get(type(press))
            if route is None:
                return await self._retired(ctx)
            if not ctx.in_chat and not route.public:
                if ctx.person is None and route.who is not Role.ANYONE:
                    return await groups.keep_press(ctx, route, pressed.payload, native_forms=native_forms)
                if not groups.turn_home(ctx):
                    return groups.point_home(ctx)
            await guard(ctx, route, object_of(route, press))
            effect = await route.handler(ctx, press)
        return await answering.answer(ctx, effect, native_forms=native_forms)

    async def _retired(self, ctx: Ctx) -> Now:
        """An old or forged button: it says so, and the card it stood under is drawn as it is today."""
        standing = await outbox.standing_at(ctx.db, ctx.place.id or 0, ctx.pressed) if ctx.pressed else None
        if standing is None:
            return await answering.sorry(ctx, Sorry(_RETIRED))
        await outbox.redraw(ctx.db, standing.id)
        return await answering.sorry(ctx, Sorry(_REDRAWN))

    async def _said(self, ctx: Ctx, said: Said, fetched: Fetched | None, *, native_forms: bool) -> Effect:
        """A lone STOP stands above an open dialogue; it takes other words; then the features, in their order.

        A file that was fetched goes to the feature that takes such files, any other is offered like words.
        """
        row = None if lone_stop(said.text) or native_forms else await dialogue.waiting(ctx)
        if row is not None:
            if said.what != "text":
                raise await dialogue.in_words(ctx, row)
            return await self._answered(ctx, row, said.text)
        if fetched is not None:
            return await self._received(ctx, fetched, said)
        for route in [route for router in self.house.routes.routers for route in router.words]:
            await guard(ctx, route, None)
            effect = await route.handler(ctx, said)
            if effect is not NOT_MINE:
                found: Effect = effect
                return found
        raise Sorry(T("I did not understand this. /help lists what I can do."))

    async def _edited(self, ctx: Ctx, edited: Edited) -> Effect:
        for handler in [one for router in self.house.routes.routers for one in router.edited]:
            effect = await handler(ctx, edited)
            if effect is not NOT_MINE:
                found: Effect = effect
                return found
        if edited.gone:
            return None
        raise Sorry(T("I do not read edited messages. Please write it again as a new message."))

    async def _received(self, ctx: Ctx, fetched: Fetched, said: Said) -> Effect:
        """A file is kept, and handed to the feature that takes it."""
        if not isinstance(fetched.taker, Route):
            raise Sorry(fetched.refusal)
        await guard(ctx, fetched.taker, None)
        effect: Effect = await fetched.taker.handler(ctx, await kept_file(ctx, fetched, said))
        return effect

    async def _answered(self, ctx: Ctx, row: FormRow, written: str) -> Effect:
        """The next question of a dialogue, or what its handler makes of the last answer."""
        route = self.house.routes.forms[row.form]
        await guard(ctx, route, object_of_form(route, row))
        step = await dialogue.answer(ctx, row, written)
        return step if isinstance(step, Show) else await self._finished(ctx, route, row, step)

    async def _finished(self, ctx: Ctx, route: Route, row: FormRow, filled: Filled) -> Effect:
        effect: Effect = await route.handler(ctx, filled.values, *row.about)
        return effect

    async def _submitted(self, ctx: Ctx, submitted: Submitted, *, native_forms: bool) -> Now:
        groups.turn_home(ctx)
        row = await form(ctx.db, int(submitted.key)) if _NUMBER.fullmatch(submitted.key) else None
        if row is None or row.account_id != ctx.account.id or row.state != "open" or dialogue.outlived(ctx, row):
            raise Sorry(T("This form is closed. Please open it again."))
        route = self.house.routes.forms[row.form]
        await guard(ctx, route, object_of_form(route, row))
        sheet = await dialogue.sheet_of(dialogue.glance(ctx), row)
        filled = fill(sheet, submitted.values)
        if filled.complaints:
            return await answering.complain(ctx, row, submitted.values, filled)
        row.state = "done"
        await save_form(ctx.db, row)
        effect = await self._finished(ctx, route, row, filled)
        return await answering.answer(ctx, effect, native_forms=native_forms)


def lone_stop(text: str) -> bool:
    """Whether somebody wrote STOP and nothing else: it stands above whatever waits for their words."""
    return text.strip(" \n.!").casefold() in STOPS


async def _as_written(ctx: Ctx, press: Press) -> tuple[FormRow, str]:
    """A tap in a dialogue, as if its value had been typed."""
    match press:
        case dialogue.Pick():
            row = await dialogue.mine(ctx, press.form, press.step)
            sheet = await dialogue.sheet_of(dialogue.glance(ctx), row)
            options = sheet.fields[row.step].options if row.step < len(sheet.fields) else ()
            return row, _offered([value for value, _ in options], press.option)
        case dialogue.Mend():
            row = await dialogue.mine(ctx, press.form, press.step)
            if press.repair < 0:
                sheet = await dialogue.sheet_of(dialogue.glance(ctx), row)
                kept = sheet.fields[row.step]
                return row, row.answers.get(kept.name, kept.initial)
            return row, _offered(row.repairs, press.repair)
        case dialogue.Skip():
            return await dialogue.mine(ctx, press.form, press.step), ""
    raise TypeError(f"{type(press).__name__} is no answer")


def _offered(values: Sequence[str], number: int) -> str:
    """What a button meant. Raises Sorry when it is no longer offered: nothing is guessed."""
    if not 0 <= number < len(values):
        raise Sorry(dialogue.CLOSED)
    return values[number]
