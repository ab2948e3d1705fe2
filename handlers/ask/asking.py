"""Asking: about an event by its button, about the programme by /ask; the question goes to those who manage it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.core import Ctx, Effect, Look, Show
from bot.model.card import Button, card
from bot.model.form import Field, Form, Kind, Sheet
from bot.model.problems import Sorry
from bot.model.text import N, T, Text, join
from bot.model.values import Role, Words
from handlers.ask.routes import (
    ASK,
    ASKED,
    LONGEST,
    MINE,
    UNANSWERED,
    asked_question,
    managers,
    readers,
    router,
    somebody_answers,
)
from handlers.shared.events import known_event, short
from handlers.shared.naming import events_named, which_of
from handlers.shared.presses import AskAbout, AskTeam
from handlers.shared.roles import duty
from storage import accounts, asking, events, programmes, roster
from storage.events import EventRow
from storage.questions import QuestionRow
from storage.tx import add

PATIENCE = timedelta(hours=48)
DRAFTS_KEPT = timedelta(hours=24)  # as long as an open form
MOST_OFFERED = 20


async def questions(look: Look, number: int = 0) -> Sheet:
    """One field: the question; beside it what it is about and who reads it."""
    event = await events.event(look.db, number) if number else None
    about = T("About {title}.", title=event.title) if event else ""
    hint = join(about, await _whom(look, event))
    text = Field("text", T("What would you like to know?"), Kind.PROSE, limit=LONGEST, hint=hint)
    return Sheet(T("Question to the organisers"), (text,), T("📤 Send"))


async def _whom(look: Look, event: EventRow | None) -> Text:
    """The contact person by role only; "" when the programme names none."""
    reader = None if event else await accounts.person(look.db, look.person_id)
    number = event.programme_id if event else reader.programme_id if reader else None
    programme = None if number is None else await programmes.programme(look.db, number)
    role = (programme.contact or {}).get("role") if programme else None
    return T("Contact person: {role}.", role=Words(role["texts"], role["original"])) if role else ""


@router.press(AskAbout, who=Role.KNOWN, about="event")
async def about_event(ctx: Ctx, press: AskAbout) -> Form:
    """Ask about an event."""
    return await open_form(ctx, await known_event(ctx.db, press.event))


@router.press(AskTeam, who=Role.KNOWN)
async def about_programme(ctx: Ctx, press: AskTeam) -> Form:
    """Ask about no event in particular."""
    return await open_form(ctx, None)


async def open_form(ctx: Ctx, event: EventRow | None) -> Form:
    """The form, when there is somebody to answer: nobody types in vain."""
    await refuse_in_vain(ctx, event)
    return Form(ASK, () if event is None else (event.id or 0,))


async def refuse_in_vain(ctx: Ctx, event: EventRow | None) -> None:
    """Raise Sorry when nobody but the asker could answer."""
    if await somebody_answers(ctx, event):
        return
    if await asking.anybody(ctx.db, managers(ctx, event, ctx.me.programme_id)):
        raise Sorry(T("You are the only organiser here, so your question would reach nobody else."))
    raise Sorry(T("There is no organiser here yet who could answer. Please ask again later."))


@router.command("ask", "intreaba", who=Role.KNOWN, help=T("ask the organisers"))
async def ask(ctx: Ctx, words: tuple[str, ...]) -> Effect:
    """`/ask EVENT` asks about an event; other words are the question itself; nothing is asked by buttons."""
    named = await events_named(ctx, words[0], Role.KNOWN) if words else []
    if len(named) > 1:
        return await which_of(ctx, named, AskAbout)
    if named:
        return await (offer(ctx, " ".join(words[1:]), named[0]) if words[1:] else open_form(ctx, named[0]))
    mine = await roster.my_events(ctx.db, ctx.my_id, ctx.now)
    only = mine[0] if len(mine) == 1 else None
    if words:
        return await offer(ctx, " ".join(words), only)
    if len(mine) < 2:
        return await open_form(ctx, only)
    rows = [(Button(short(one), AskAbout(one.id or 0)),) for one in mine[:MOST_OFFERED]]
    return card(T("What is your question about?"), rows=[*rows, (Button(T("Something else"), AskTeam()),)])


@router.form(ASK, who=Role.KNOWN, sheet=questions, about="event")
async def asked(ctx: Ctx, values: Mapping[str, Any], number: int = 0) -> Show:
    """The question is kept and passed on."""
    event = await known_event(ctx.db, number) if number else None
    await refuse_in_vain(ctx, event)
    question = await _keep(ctx, values["text"], event, asking.OPEN)
    await pass_on(ctx, question)
    return Show(MINE, question)


async def offer(ctx: Ctx, text: str, event: EventRow | None) -> Show:
    """Keep what was written as a draft, and offer to send it."""
    _fitting(text)
    await refuse_in_vain(ctx, event)
    await asking.drop_old(ctx.db, ctx.my_id, ctx.now - DRAFTS_KEPT)
    return Show(MINE, await _keep(ctx, text, event, asking.DRAFT))


def _fitting(text: str) -> None:
    """Raise Sorry, with the limit, for a text that is longer than a question may be."""
    over = len(text) - LONGEST
    if over > 0:
        raise Sorry(
            N(
                "This is {n} character too long; at most {limit} fit.",
                "This is {n} characters too long; at most {limit} fit.",
                over,
                limit=LONGEST,
            )
        )


async def _keep(ctx: Ctx, text: str, event: EventRow | None, state: str) -> int:
    row = QuestionRow(
        programme_id=event.programme_id if event else ctx.me.programme_id,
        event_id=event.id if event else None,
        person_id=ctx.my_id,
        place_id=ctx.place.id,
        text=text,
        language=ctx.reader.language,
        state=state,
        asked_at=ctx.now,
    )
    return await add(ctx.db, row)


async def pass_on(ctx: Ctx, number: int) -> None:
    """The managers see the question now, and once more when nobody has answered for two days."""
    question = await asked_question(ctx, number)
    terms = duty(programme=question.programme_id, event=question.event_id)
    await ctx.send_all(ASKED, number, to=await readers(ctx, question), cause=f"question:{number}", terms=terms)
    await ctx.schedule(UNANSWERED, number, times=[(ctx.now + PATIENCE, None)])
