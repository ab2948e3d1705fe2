"""One's own idea: said better, taken back, split, moved to another question, made nobody's."""

from collections.abc import Mapping
from typing import Any

from bot.core import NOT_MINE, Ctx, Effect, Look, Show
from bot.model.card import Button, Card, card
from bot.model.form import Field, Form, Kind, Sheet
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.update import Edited
from bot.model.values import CafeState, Role, RoundState
from handlers.cafe.acknowledged import NOBODYS, asked_so_far, others
from handlers.cafe.collecting import corrected, question_of, shortened
from handlers.cafe.reading import is_an_idea, several
from handlers.cafe.routes import (
    ASIDE,
    CORRECT,
    MINE,
    NOTED,
    ONE,
    SAID,
    WRONG,
    AllBelong,
    Belongs,
    Correct,
    Mine,
    NobodysNow,
    Split,
    TakeNameAway,
    TheOne,
    Withdraw,
    WrongQuestion,
    router,
)
from storage import cafe_plans, collecting
from storage.ideas import IdeaRow


async def own(ctx: Ctx | Look, number: int, person: int | None) -> IdeaRow:
    """One's own idea, while it can be changed. Raises Sorry for anybody else's, and when it is too late."""
    row = await collecting.idea(ctx.db, number)
    if row is None or row.person_id is None or row.person_id != person or row.withdrawn_at is not None:
        raise Sorry(T("This idea can not be changed (any more)."))
    cafe = await cafe_plans.cafe(ctx.db, row.cafe_id)
    if cafe is None or cafe.state is CafeState.OVER:
        raise Sorry(T("The café is over; what was said stands as it is."))
    return row


@router.press(Correct, who=Role.KNOWN, about="idea")
async def correct(ctx: Ctx, press: Correct) -> Form:
    """What should it say?"""
    await own(ctx, press.idea, ctx.my_id)
    return Form(CORRECT, (press.idea,))


async def sheet(look: Look, idea: int) -> Sheet:
    """The idea as it stands, to be said better."""
    row = await own(look, idea, look.person_id)
    asked = Field("text", T("What should it say?"), Kind.PROSE, limit=4000, initial=row.text)
    return Sheet(T("Idea for question {q}", q=row.question), (asked,), T("Save"))


@router.form(CORRECT, who=Role.KNOWN, sheet=sheet, about="idea")
async def said_better(ctx: Ctx, values: Mapping[str, Any], idea: int) -> Show:
    """Kept in its place."""
    row = await own(ctx, idea, ctx.my_id)
    await corrected(ctx, row, values["text"])
    return Show(MINE, row.noted_id)


@router.when_edited
async def edited(ctx: Ctx, change: Edited) -> Effect | object:
    """A message that is an idea says something else now, until the café is over; one that is deleted is withdrawn."""
    rows = []
    if ctx.person is not None and change.message:
        rows = await collecting.written_in(ctx.db, ctx.place.id or 0, change.message)
    rows = [await own(ctx, row.id or 0, ctx.my_id) for row in rows if row.person_id == ctx.my_id]
    if not rows:
        return NOT_MINE
    if not change.gone:
        await corrected(ctx, rows[0], change.text)
        return None
    for row in rows:
        await collecting.withdraw(ctx.db, row, ctx.now)
        await _changed(ctx, row)
    return None


@router.press(Withdraw, who=Role.KNOWN, about="idea")
async def withdraw(ctx: Ctx, press: Withdraw) -> Show:
    """Taken back: nobody reads it any more."""
    row = await own(ctx, press.idea, ctx.my_id)
    await collecting.withdraw(ctx.db, row, ctx.now)
    await _changed(ctx, row)
    return Show(MINE, row.noted_id)


@router.press(TakeNameAway, who=Role.KNOWN, about="idea")
async def ask_whether(ctx: Ctx, press: TakeNameAway) -> Show:
    """Said before it is done: it can not be taken back."""
    await own(ctx, press.idea, ctx.my_id)
    return Show(ASIDE, press.idea)


@router.view(ASIDE, watches=(NOTED,))
async def aside(look: Look, idea: int) -> Card | None:
    """What it means to take one's name away."""
    row = await collecting.idea(look.db, idea)
    if row is None:
        return card(NOBODYS)
    if row.person_id != look.person_id:
        return None
    lines = (
        T("🙈 Without your name: {text}", text=shortened(row.text)),
        T("Afterwards nobody, not even we, can link this answer to you; it can no longer be changed."),
    )
    back = Button(T("Leave it with my name"), TheOne(idea))
    return card(*lines, rows=[(Button(T("🙈 Take my name away"), NobodysNow(idea)),), (back,)])


@router.press(NobodysNow, who=Role.KNOWN, about="idea")
async def nobodys(ctx: Ctx, press: NobodysNow) -> Card:
    """It stays where it was said, and is nobody's."""
    row = await own(ctx, press.idea, ctx.my_id)
    await collecting.make_nobodys(ctx.db, row)
    await _changed(ctx, row)
    done = T("🙈 Done: your name is taken away, and the answer stays.")
    return card(done, NOBODYS, rows=await others(ctx.db, ctx.my_id))


@router.press(Split, who=Role.KNOWN, about="idea")
async def split(ctx: Ctx, press: Split) -> Show:
    """Each part is an idea of its own, said at the same time at the same table."""
    row = await own(ctx, press.idea, ctx.my_id)
    parts = several(row.text)
    if not parts:
        raise Sorry(T("I see one idea in it. You can write the others as messages of their own."))
    await collecting.change(ctx.db, row, parts[0], counts=is_an_idea(parts[0]), now=ctx.now)
    for part in parts[1:]:
        another = row.model_copy(update={"id": None, "text": part, "counts": is_an_idea(part), "message": ""})
        await collecting.keep(ctx.db, IdeaRow(**another.model_dump()), within=ctx.now - row.at)
    await _changed(ctx, row)
    return Show(MINE, row.noted_id)


@router.press(Mine, who=Role.KNOWN, about="idea")
async def which(ctx: Ctx, press: Mine) -> Effect:
    """Which of several?"""
    one = await collecting.idea(ctx.db, press.idea)
    rows = [] if one is None else await collecting.noted(ctx.db, one.noted_id)
    stand = [row for row in rows if row.person_id == ctx.my_id and row.withdrawn_at is None]
    if not stand:
        raise Sorry(T("This idea can not be changed (any more)."))
    return card(
        T("Which one?"),
        rows=[(Button(shortened(row.text, 40), TheOne(row.id or 0)),) for row in stand],
    )


@router.press(TheOne, who=Role.KNOWN, about="idea")
async def the_one(ctx: Ctx, press: TheOne) -> Show:
    """One of them by itself."""
    await own(ctx, press.idea, ctx.my_id)
    return Show(ONE, press.idea)


@router.press(WrongQuestion, who=Role.KNOWN, about="idea")
async def wrong(ctx: Ctx, press: WrongQuestion) -> Show:
    """To which question does it belong?"""
    await own(ctx, press.idea, ctx.my_id)
    return Show(WRONG, press.idea)


@router.view(WRONG, watches=(NOTED,))
async def other_questions(look: Look, idea: int) -> Card | None:
    """The other questions that have been asked so far, and a way back."""
    row = await collecting.idea(look.db, idea)
    cafe = None if row is None else await cafe_plans.cafe(look.db, row.cafe_id)
    if row is None or cafe is None or row.person_id != look.person_id:
        return None
    asked = await asked_so_far(look, row.cafe_id) - {row.question}
    rows = [
        (Button(T("{q}. {words}", q=one.ordinal, words=one.words), Belongs(idea, one.ordinal)),)
        for one in await cafe_plans.questions(look.db, row.cafe_id)
        if one.ordinal in asked
    ]
    rows.append((Button(T("↩️ Leave it where it is"), TheOne(idea)),))
    return card(T("To which question does it belong?"), T("“{text}”", text=shortened(row.text)), rows=rows)


@router.press(Belongs, who=Role.KNOWN, about="idea")
async def belongs(ctx: Ctx, press: Belongs) -> Show:
    """It is moved to where that question is asked: in the round that runs, else where it was asked last."""
    row = await own(ctx, press.idea, ctx.my_id)
    await _move(ctx, row, press.asked)
    return Show(MINE, row.noted_id)


@router.press(AllBelong, who=Role.KNOWN, about="idea")
async def all_belong(ctx: Ctx, press: AllBelong) -> Show:
    """The same for all that came late of what one message acknowledges."""
    one = await own(ctx, press.idea, ctx.my_id)
    for row in await collecting.noted(ctx.db, one.noted_id):
        if row.late and row.withdrawn_at is None:
            await _move(ctx, row, press.asked)
    return Show(MINE, one.noted_id)


async def _move(ctx: Ctx, row: IdeaRow, asked: int) -> None:
    cafe = await cafe_plans.cafe(ctx.db, row.cafe_id)
    assert cafe is not None, "an idea has its café"
    begun = [one.number for one in await cafe_plans.rounds(ctx.db, row.cafe_id) if one.state is not RoundState.WAITING]
    seats = {one.round_number: one.table_number for one in await cafe_plans.seats_of(ctx.db, row.cafe_id, ctx.my_id)}
    own_table = [
        (n, t) for n, t in sorted(seats.items(), reverse=True) if n in begun and question_of(cafe, n, t) == asked
    ]
    anywhere = [
        (number, table)
        for number in reversed(begun)
        for table, question in enumerate(cafe.tasks[number - 1], 1)
        if question == asked
    ]
    places = [*own_table, *anywhere]
    if not places:
        raise Sorry(T("Question {q} has not been asked yet.", q=asked))
    await collecting.move(ctx.db, row, asked, *places[0])
    await _changed(ctx, row)


async def _changed(ctx: Ctx, row: IdeaRow) -> None:
    await ctx.touch_all(NOTED, {row.noted_id, row.id or 0})  # where it stands among others, and by itself
    await ctx.touch(SAID, row.cafe_id)
