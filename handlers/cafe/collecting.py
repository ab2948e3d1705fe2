"""Collecting: while a round runs, whatever somebody who sits in it writes is an idea to the question of their table."""

from datetime import timedelta

from bot.core import NOT_MINE, Ctx, Effect, Look, Show, Terms, lone_stop
from bot.model.card import Button, Card, Row, card
from bot.model.problems import Sorry
from bot.model.text import N, T, Text
from bot.model.update import Said
from bot.model.values import Lane, Naming, Role, RoundState
from handlers.cafe.reading import is_an_idea, names_somebody, several
from handlers.cafe.routes import (
    HIDDEN,
    MINE,
    NOTED,
    ONE,
    SAID,
    Correct,
    Mine,
    Split,
    TakeNameAway,
    Withdraw,
    WrongQuestion,
    router,
)
from storage import cafe_plans, cafe_rounds, collecting
from storage.cafe_rounds import Sitting
from storage.cafes import CafeRow
from storage.ideas import IdeaRow

TOGETHER = timedelta(seconds=20)
MOST_SHOWN = 120  # characters of an idea on a card


@router.said(who=Role.ANYONE)
async def idea(ctx: Ctx, said: Said) -> Effect | object:
    """Kept without a tap. Above it stand only commands, a lone STOP, and a form that waits."""
    sitting = None if ctx.person is None or lone_stop(said.text) else await sits_in(ctx)
    if sitting is None:
        return NOT_MINE
    if said.what != "text":
        raise Sorry(T("I can not keep this as an idea. Please write it in words."))
    return await keep(ctx, sitting, said.text, message=said.message)


async def sits_in(ctx: Ctx) -> Sitting | None:
    """What a person writes now belongs there: to the round that has just ended, as long as its grace lasts; else to
    the one that runs."""
    found = await cafe_rounds.sittings(ctx.db, ctx.my_id)
    late = [one for one in found if one.state is RoundState.LATE and one.late_until and one.late_until > ctx.now]
    running = [one for one in found if one.state in (RoundState.RUNNING, RoundState.PAUSED)]
    return next(iter([*late, *running]), None)


async def keep(ctx: Ctx, sitting: Sitting, text: str, *, message: str) -> Effect:
    """The one way in which what somebody says for themselves is kept."""
    cafe = await cafe_plans.cafe(ctx.db, sitting.cafe)
    assert cafe is not None, "somebody sits in it"
    nobodys = cafe.naming is Naming.ANONYMOUS
    row = IdeaRow(
        programme_id=sitting.programme,
        event_id=sitting.event,
        cafe_id=sitting.cafe,
        question=question_of(cafe, sitting.round_number, sitting.table_number),
        table_number=sitting.table_number,
        round_number=sitting.round_number,
        number=0,
        organisation_id=None if nobodys else await cafe_plans.organisation_in(ctx.db, sitting.cafe, ctx.my_id),
        person_id=None if nobodys else ctx.my_id,
        language=ctx.reader.language,
        channel=ctx.account.platform,
        text=text,
        counts=is_an_idea(text),
        anonymous=nobodys,
        late=sitting.state is RoundState.LATE,
        at=ctx.now.replace(second=0, microsecond=0) if nobodys else ctx.now,
        place_id=None if nobodys else ctx.place.id,
        message="" if nobodys else message,
    )
    number = await collecting.keep(ctx.db, row, within=TOGETHER)
    await ctx.touch(SAID, sitting.cafe)
    if nobodys:
        # Nothing may lead from their chat to the idea: one sentence for all they say within a minute.
        cause = f"cafe:{sitting.cafe}:noted:{row.question}:{ctx.now:%d%H%M}"
        terms = Terms(lane=Lane.INTERACTIVE, vital=True)
        await ctx.send(HIDDEN, row.question, to=ctx.my_id, cause=cause, terms=terms, place=ctx.place.id)
        return None
    if row.noted_id != number:
        await ctx.touch(NOTED, row.noted_id)
        return None
    return Show(MINE, number)


def question_of(cafe: CafeRow, number: int, table: int) -> int:
    """The ordinal of what is asked at a table in a round."""
    return cafe.tasks[number - 1][table - 1]


@router.view(HIDDEN)
async def hidden(_look: Look, question: int) -> Card:
    """Noted, for somebody of whom nothing is noted."""
    return card(T("✔️ Saved for question {q}.", q=question))


@router.view(MINE, watches=(NOTED,))
async def mine(look: Look, first: int) -> Card | None:
    """What the reader said just now, acknowledged in one message, with what can still be done about it."""
    rows = [row for row in await collecting.noted(look.db, first) if row.person_id == look.person_id]
    if not rows:
        return card(T("From now on nobody, not even we, can link this answer to you; it can no longer be changed."))
    stand = [row for row in rows if row.withdrawn_at is None]
    if not stand:
        return card(T("🗑 Withdrawn."))
    lines: list[Text] = [_acknowledged(stand)]
    if len(stand) > 1:
        lines += [T("{n}. {text}", n=row.number, text=shortened(row.text)) for row in stand]
        return card(*lines, rows=[(Button(T("✏️ Change one of them"), Mine(first)),)])
    (row,) = stand
    if row.changed_at is not None:
        lines.append(T("Now it says: {text}", text=shortened(row.text)))
    if row.late:
        lines.append(T("It came after the gong, so it belongs to the round that has just ended."))
    if names_somebody(row.text):
        lines.append(T("⚠️ Your message seems to contain personal data (phone or e-mail). Keep it?"))
    return card(*lines, rows=await buttons(look, row))


@router.view(ONE, watches=(NOTED,))
async def one_of_several(look: Look, number: int) -> Card | None:
    """One idea by itself, with what can be done about it."""
    row = await collecting.idea(look.db, number)
    if row is None or row.person_id != look.person_id or row.withdrawn_at is not None:
        return None
    return card(T("Question {q}: {text}", q=row.question, text=shortened(row.text)), rows=await buttons(look, row))


def _acknowledged(stand: list[IdeaRow]) -> Text:
    if len(stand) == 1:
        (row,) = stand
        if not row.counts:
            return T("✔️ Saved for question {q}; it is not counted as an idea.", q=row.question)
        return T("✔️ Saved for question {q}.", q=row.question)
    return N(
        "✔️ {n} idea saved for question {q}:", "✔️ {n} ideas saved for question {q}:", len(stand), q=stand[0].question
    )


def shortened(text: str) -> str:
    """As much of an idea as a card shows."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_SHOWN else f"{line[: MOST_SHOWN - 1].rstrip()}…"


async def buttons(look: Look, row: IdeaRow) -> list[Row]:
    """What can be done about one's own idea."""
    number = row.id or 0
    cafe = await cafe_plans.cafe(look.db, row.cafe_id)
    rows: list[Row] = [
        (Button(T("✏️ Correct"), Correct(number)), Button(T("🗑 Withdraw"), Withdraw(number))),
        (Button(T("🙈 Without my name"), TakeNameAway(number)),),
    ]
    if (parts := several(row.text)) and row.what == "text":
        rows.append((Button(N("✂️ Split into {n} idea", "✂️ Split into {n} ideas", len(parts)), Split(number)),))
    others = {one for asked in (cafe.tasks if cafe else []) for one in asked} - {row.question}
    if others:
        rows.append((Button(T("It was for another question"), WrongQuestion(number)),))
    return rows


async def corrected(ctx: Ctx, row: IdeaRow, text: str) -> None:
    """Until the café is over an idea may be said better."""
    if not text.strip():
        raise Sorry(T("There is nothing in it. To take it back, press “Withdraw”."))
    await collecting.change(ctx.db, row, text, counts=is_an_idea(text), now=ctx.now)
    await ctx.touch(NOTED, row.noted_id)
    await ctx.touch(SAID, row.cafe_id)
