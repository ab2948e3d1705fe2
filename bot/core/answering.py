"""What a handler's answer becomes: deliveries to the place where it was asked, and a Now for whoever waits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core import dialogue
from bot.core.desk import LITERAL, Ctx, Show, subject_text
from bot.core.forms import Filled, draw_form
from bot.core.pack import packed
from bot.core.routes import Misrouted
from bot.model.card import Button, Card
from bot.model.form import DrawnForm, Form
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.update import Now
from bot.model.values import Lane
from storage import outbox
from storage.dialogues import FormRow

Effect = Show | Card | Form | None


async def answer(ctx: Ctx, effect: Effect, *, native_forms: bool) -> Now:
    """Carry out a handler's answer inside its transaction; what is returned is told after the commit."""
    match effect:
        case Show():
            await show(ctx, effect)
        case Card():
            await reply(ctx, effect)
        case Form():
            row = await dialogue.begin(ctx, effect)
            if native_forms:
                return await open_native(ctx, row)
            question = {"kind": dialogue.QUESTION, "subject": subject_text((row.id or 0, 0)), "live": True}
            await _stage(ctx, question)
        case None:
            pass
        case _:
            raise Misrouted(f"a handler answered {type(effect).__name__}")
    return Now(toast=ctx.words(ctx.toast) if ctx.toast else "")


async def show(ctx: Ctx, effect: Show) -> None:
    """The pressed message becomes the view; without one, the view is a new message here."""
    route = ctx.house.routes.views.get(effect.view)
    if route is None:
        raise Misrouted(f"no view is called {effect.view!r}")
    about = subject_text(effect.subject)
    if ctx.pressed and ctx.place.private:
        standing = await outbox.standing_at(ctx.db, ctx.place.id or 0, ctx.pressed)
        if standing is not None:
            person_id = ctx.person.id if ctx.person else None
            await outbox.turn_into(ctx.db, standing.id, effect.view, about, live=route.live, person_id=person_id)
            return
    reader = ctx.person.id if ctx.person else None
    if ctx.in_group and route.live and await outbox.stands(ctx.db, reader, effect.view, about):
        return  # it is drawn again where it stands
    await _stage(ctx, {"kind": effect.view, "subject": about, "live": route.live})


async def reply(ctx: Ctx, card: Card, cause: str = "") -> None:
    """A literal card, as a new message here; with a cause it can be found again."""
    await _stage(ctx, {"kind": LITERAL, "card": packed(card), "live": False, "cause": cause})


async def sorry(ctx: Ctx, refusal: Sorry) -> Now:
    """The refusal as a message of its own, and a toast where there is one: it never eats the pressed card.

    A group is not told of it.
    """
    buttons = tuple((button,) for button in refusal.buttons)
    if ctx.in_chat:
        await reply(ctx, Card((refusal.text,), buttons))
    return Now(toast=ctx.words(refusal.text) if ctx.pressed or ctx.group_message else "")


async def _stage(ctx: Ctx, values: Mapping[str, Any]) -> None:
    to = {"place_id": ctx.place.id, "person_id": ctx.person.id if ctx.person else None}
    when = {"lane": int(Lane.INTERACTIVE), "due": ctx.now, "vital": True}
    await outbox.stage(ctx.db, {**to, **when, **values})


async def open_native(ctx: Ctx, row: FormRow, written: Mapping[str, str] | None = None) -> Now:
    """The form for whoever waits; when nobody does, a card with a button that opens it."""
    if not ctx.awaited:
        await reply(
            ctx, Card((T("Your form is ready."),), ((Button(T("Open the form"), dialogue.Resume(row.id or 0)),),))
        )
        return Now()
    return Now(form=await native(ctx, row, written or {}, Filled()))


async def complain(ctx: Ctx, row: FormRow, written: Mapping[str, str], filled: Filled) -> Now:
    """The form with what is wrong beside its fields; the first complaint as a card when nobody waits any more."""
    if ctx.awaited:
        return Now(form=await native(ctx, row, written, filled))
    again = Button(T("Open the form"), dialogue.Resume(row.id or 0))
    return await sorry(ctx, Sorry(next(iter(filled.complaints.values())).text, again))


async def native(ctx: Ctx, row: FormRow, written: Mapping[str, str], filled: Filled) -> DrawnForm:
    """The open form drawn for a platform that shows forms by itself."""
    sheet = await dialogue.sheet_of(dialogue.glance(ctx), row)
    drawn = draw_form(sheet, str(row.id), ctx.reader, written, filled)
    subject = f"{row.form}:{subject_text(row.about)}"
    return replace(drawn, subject=subject, leave=dialogue.Cancel(row.id or 0).pack())
