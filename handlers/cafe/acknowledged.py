"""What somebody said, acknowledged: where it belongs, what is wrong with it, and what can still be done about it."""

from bot.core import Look
from bot.model.card import Button, Card, Row, card
from bot.model.personal import names_somebody
from bot.model.text import N, T, Text
from bot.model.values import RoundState
from handlers.cafe.collecting import question_of, shortened
from handlers.cafe.reading import several
from handlers.cafe.routes import (
    MINE,
    NOTED,
    ONE,
    AllBelong,
    Belongs,
    Correct,
    Mine,
    Split,
    TakeNameAway,
    Withdraw,
    WrongQuestion,
    router,
)
from handlers.shared.presses import MyIdeas
from storage import cafe_plans, cafe_rounds, collecting
from storage.ideas import IdeaRow
from storage.tx import Tx

MOST_SPLITS, IN_A_LABEL = 5, 20
NOBODYS = T("Nobody, not even we, can link this answer to you any more; it can no longer be changed.")
WITHDRAWN = T("🗑 Withdrawn.")


@router.view(MINE, watches=(NOTED,))
async def mine(look: Look, first: int) -> Card | None:
    """What the reader said just now, acknowledged in one message, with what can still be done about it."""
    rows = [row for row in await collecting.noted(look.db, first) if row.person_id == look.person_id]
    stand = [row for row in rows if row.withdrawn_at is None]
    if not rows:
        return card(NOBODYS)
    if not stand:
        # Counted, for of those that are nobody's now nothing is left here: they were not withdrawn.
        said = N("🗑 {n} idea withdrawn.", "🗑 {n} ideas withdrawn.", len(rows))
        return card(said, rows=await others(look.db, look.person_id))
    if len(stand) > 1:
        return await _together(look, first, stand)
    (row,) = stand
    lines: list[Text] = [_acknowledged(row)]
    if row.changed_at is not None:
        lines.append(T("Now it says: {text}", text=shortened(row.text)))
    if row.late:
        lines.append(T("It came after the gong, so it belongs to the round that has just ended."))
    if names_somebody(row.text):
        lines.append(T("⚠️ Your message seems to contain personal data (phone or e-mail). Keep it?"))
    return card(*lines, rows=await buttons(look, row))


def _acknowledged(row: IdeaRow) -> Text:
    if row.what == "photo":
        return T("✔️ Your photo is saved for question {q}.", q=row.question)
    if row.what == "voice":
        return T("✔️ Your voice message is saved for question {q}.", q=row.question)
    if not row.counts:
        return T("✔️ Saved for question {q}; it is not counted as an idea.", q=row.question)
    return T("✔️ Saved for question {q}.", q=row.question)


async def _together(look: Look, first: int, stand: list[IdeaRow]) -> Card:
    """Several: each under its question, with whatever would be said of it by itself."""
    lines: list[Text] = []
    for asked in dict.fromkeys(row.question for row in stand):
        lines += _for_question(asked, [row for row in stand if row.question == asked])
    late = [row for row in stand if row.late]
    if late:
        lines.append(
            N(
                "{n} of them came after the gong, so it belongs to the round that has just ended.",
                "{n} of them came after the gong, so they belong to the round that has just ended.",
                len(late),
            )
        )
    named = sum(names_somebody(row.text) for row in stand)
    if named:
        lines.append(
            N(
                "⚠️ {n} of them seems to contain personal data (phone or e-mail). Keep it?",
                "⚠️ {n} of them seem to contain personal data (phone or e-mail). Keep them?",
                named,
            )
        )
    rows: list[Row] = []
    if late and (now := await _asked_now(look, late[0])):
        label = T("➡️ What came late is for round {n}, question {q}", n=now[0], q=now[1])
        rows.append((Button(label, AllBelong(late[0].id or 0, now[1])),))
    rows.append((Button(T("✏️ Change one of them"), Mine(stand[0].id or 0)),))
    rows += [one for row in stand for one in _split(row, shortened(row.text, IN_A_LABEL))][:MOST_SPLITS]
    return card(*lines, rows=rows)


def _for_question(asked: int, rows: list[IdeaRow]) -> list[Text]:
    counted = sum(row.counts for row in rows)
    head: Text = T("✔️ Saved for question {q}:", q=asked)
    if counted:
        head = N("✔️ {n} idea saved for question {q}:", "✔️ {n} ideas saved for question {q}:", counted, q=asked)
    said = [(row.counts, shortened(row.text)) for row in rows]
    items = [T("• {text}", text=t) if counts else T("• {text} (not counted as an idea)", text=t) for counts, t in said]
    return [head, *items]


@router.view(ONE, watches=(NOTED,))
async def one_of_several(look: Look, number: int) -> Card | None:
    """One idea by itself, with what can be done about it."""
    row = await collecting.idea(look.db, number)
    if row is None:
        return card(NOBODYS)
    if row.person_id != look.person_id:
        return None
    if row.withdrawn_at is not None:
        return card(WITHDRAWN, rows=await others(look.db, look.person_id))
    said = T("Question {q}: {text}", q=row.question, text=shortened(row.text))
    return card(said, rows=[*await buttons(look, row), *await others(look.db, look.person_id)])


async def others(tx: Tx, person: int | None) -> list[Row]:
    """The way to all of somebody's ideas that can still be changed, while there are any."""
    return [(Button(T("💡 My ideas"), MyIdeas(0)),)] if await collecting.own(tx, person or 0, most=1) else []


async def buttons(look: Look, row: IdeaRow) -> list[Row]:
    """What can be done about one's own idea."""
    number = row.id or 0
    rows: list[Row] = [
        *await _of_this_round(look, row),
        (Button(T("✏️ Correct"), Correct(number)), Button(T("🗑 Withdraw"), Withdraw(number))),
        (Button(T("🙈 Without my name"), TakeNameAway(number)),),
        *_split(row),
    ]
    if await asked_so_far(look, row.cafe_id) - {row.question}:
        rows.append((Button(T("It was for another question"), WrongQuestion(number)),))
    return rows


def _split(row: IdeaRow, words: str = "") -> list[Row]:
    """The offer to split an idea that seems to be several; with its beginning where it stands among others."""
    parts = several(row.text) if row.what == "text" else []
    if not parts:
        return []
    label = N("✂️ Split into {n} idea", "✂️ Split into {n} ideas", len(parts))
    if words:
        label = N("✂️ Split “{text}” into {n} idea", "✂️ Split “{text}” into {n} ideas", len(parts), text=words)
    return [(Button(label, Split(row.id or 0)),)]


async def asked_so_far(look: Look, cafe: int) -> set[int]:
    """The questions of the rounds that have begun: to no other can an idea belong."""
    found = await cafe_plans.cafe(look.db, cafe)
    begun = [one.number for one in await cafe_plans.rounds(look.db, cafe) if one.state is not RoundState.WAITING]
    return set() if found is None else {one for number in begun for one in found.tasks[number - 1]}


async def _of_this_round(look: Look, row: IdeaRow) -> list[Row]:
    """What came late belongs to the round that was over; one tap says that it was meant for the one that runs."""
    now = await _asked_now(look, row) if row.late else None
    if now is None:
        return []
    label = T("➡️ It is for round {n}, question {q}", n=now[0], q=now[1])
    return [(Button(label, Belongs(row.id or 0, now[1])),)]


async def _asked_now(look: Look, row: IdeaRow) -> tuple[int, int] | None:
    """The round that runs or is paused, and what its writer's table is asked in it."""
    found = await cafe_rounds.sittings(look.db, row.person_id or 0, look.now)
    now = next((one for one in found if one.cafe == row.cafe_id and not one.late), None)
    cafe = None if now is None else await cafe_plans.cafe(look.db, now.cafe)
    if now is None or cafe is None:
        return None
    return now.round_number, question_of(cafe, now.round_number, now.table_number)
