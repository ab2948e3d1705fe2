"""An idea in an anonymous café, acknowledged: counted with those just before it, and naming none of them.

How much somebody wrote, and that it held a telephone number, would lead to their ideas for good: both are forgotten
when the grace of the round is over.
"""

from datetime import timedelta

from bot.core import Ctx, Desk, Look, Terms
from bot.core.desk import subject_numbers, subject_text
from bot.model.card import Card, card
from bot.model.personal import names_somebody
from bot.model.text import N, T, Text
from bot.model.values import Lane
from handlers.cafe.routes import HIDDEN, router
from storage import acknowledging
from storage.cafes import CafeRow
from storage.ideas import IdeaRow

TOGETHER = timedelta(minutes=1)


@router.view(HIDDEN)
async def hidden(
    _look: Look, _cafe: int, _number: int, question: int, many: int = 1, counted: int = 1, named: int = 0
) -> Card:
    """So many messages are kept, of which so many count as ideas, and whether one seems to name somebody."""
    lines: list[Text] = [T("✔️ Saved for question {q}.", q=question)]
    if many == 1 and not counted:
        lines = [T("✔️ Saved for question {q}; it is not counted as an idea.", q=question)]
    elif many > 1:
        if counted:
            lines = [
                N("✔️ {n} idea saved for question {q}.", "✔️ {n} ideas saved for question {q}.", counted, q=question)
            ]
        if rest := many - counted:
            lines.append(N("{n} message is not counted as an idea.", "{n} messages are not counted as ideas.", rest))
    if named:
        lines.append(
            T(
                "⚠️ What you wrote seems to contain personal data (phone or e-mail). It stands there without your name,"
                " so you can not take it back; those who run the café can hide it from the wall: /ask"
            )
        )
    return card(*lines)


async def acknowledge(ctx: Ctx, row: IdeaRow) -> None:
    """In the message before, while that is the last one in the chat, of this round and not older than a minute."""
    about = (row.cafe_id, row.round_number, row.question)
    many, counted, named = 1, int(row.counts), int(names_somebody(row.text))
    last = await acknowledging.last_to(ctx.db, ctx.my_id)
    if last is not None and last.kind == HIDDEN and last.place_id == ctx.place.id and ctx.now - last.due < TOGETHER:
        *before, so_many, so_counted, so_named = (*subject_numbers(last.subject), 0, 0, 0)[:6]
        if tuple(before) == about and so_many:
            subject = (*about, so_many + many, so_counted + counted, so_named or named)
            await acknowledging.say_anew(ctx.db, last.id, subject_text(subject))
            return
    terms = Terms(lane=Lane.INTERACTIVE, vital=True)
    await ctx.send(HIDDEN, *about, many, counted, named, to=ctx.my_id, cause=None, terms=terms, place=ctx.place.id)


async def forget(desk: Desk, cafe: CafeRow, number: int) -> None:
    """The round is over: of its acknowledgements no more is known than that there were some to its questions."""
    asked = dict.fromkeys(cafe.tasks[number - 1])
    await acknowledging.forget(desk.db, HIDDEN, [subject_text((cafe.id or 0, number, one)) for one in asked])
