"""Answering: by the first manager who does; nobody's answer is sent twice."""

from collections.abc import Mapping
from typing import Any

from bot.core import Ctx, Desk, Effect, Look, Show, Terms
from bot.model.card import card
from bot.model.form import Field, Form, Kind, Sheet
from bot.model.text import T
from bot.model.values import Role
from handlers.ask.routes import (
    AGAIN,
    ANSWER,
    ANSWERED,
    LONGEST,
    SETTLED,
    UNANSWERED,
    Elsewhere,
    Reply,
    asked_question,
    readers,
    router,
)
from storage import asking
from storage.questions import QuestionRow


async def questions(look: Look, number: int) -> Sheet:
    """One field: the answer. The question itself stands on the card above."""
    hint = T("It goes to the person who asked, into their chat.")
    text = Field("text", T("What is your answer?"), Kind.PROSE, limit=LONGEST, hint=hint)
    return Sheet(T("Answer to a question"), (text,), T("📤 Send"))


@router.press(Reply, who=Role.MANAGER, about="question")
async def reply(ctx: Ctx, press: Reply) -> Form | Show:
    """Ask for the answer, while there is none."""
    question = await asked_question(ctx, press.question)
    return Form(ANSWER, (press.question,)) if question.state == asking.OPEN else Show(SETTLED, press.question)


@router.form(ANSWER, who=Role.MANAGER, sheet=questions, about="question")
async def answered(ctx: Ctx, values: Mapping[str, Any], number: int) -> Effect:
    """The first answer goes to whoever asked; who comes later is shown it."""
    question = await asked_question(ctx, number)
    if not await asking.close(ctx.db, number, asking.ANSWERED, by=ctx.my_id, now=ctx.now, answer=values["text"]):
        return Show(SETTLED, number)
    await _closed(ctx, question, "answer question")
    return card(T("Thank you. Your answer has been passed on."))


@router.press(Elsewhere, who=Role.MANAGER, about="question")
async def elsewhere(ctx: Ctx, press: Elsewhere) -> Effect:
    """The question needs no answer here any more."""
    question = await asked_question(ctx, press.question)
    if not await asking.close(ctx.db, press.question, asking.ELSEWHERE, by=ctx.my_id, now=ctx.now):
        return Show(SETTLED, press.question)
    await _closed(ctx, question, "question handled elsewhere")
    ctx.toast = T("Noted. I tell the person who asked.")
    return None


async def _closed(ctx: Ctx, question: QuestionRow, done: str) -> None:
    """Every manager's card shows it, nobody is reminded, and the asker hears of it where they asked."""
    number, programme = question.id or 0, question.programme_id
    await ctx.schedule(UNANSWERED, number, times=[])
    await ctx.touch("question", number)
    await ctx.send(
        ANSWERED,
        number,
        to=question.person_id,
        cause=f"question:{number}:answered",
        terms=Terms(vital=True, event=question.event_id, programme=programme),
        place=question.place_id,
    )
    await ctx.record(done, f"question {number}", by=ctx.my_id, role=Role.MANAGER, programme=programme)


@router.due(UNANSWERED)
async def bring_up(desk: Desk, number: int) -> None:
    """Nobody has answered for two days: the managers see the question once more."""
    question = await asking.question(desk.db, number)
    if question is None or question.state != asking.OPEN:
        return
    terms = Terms(vital=True, quiet=True, event=question.event_id, programme=question.programme_id)
    await desk.send_all(AGAIN, number, to=await readers(desk, question), cause=f"question:{number}:again", terms=terms)
