"""Ideas of people without a phone: typed by the host of their table, or by a facilitator from a pile of paper."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.form import Complaint, Field, Form, Kind, Sheet
from bot.model.personal import names_somebody
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import N, T, Text
from bot.model.values import CafeState, Naming, Role, RoundState
from handlers.cafe.collecting import question_of
from handlers.cafe.reading import is_an_idea
from handlers.cafe.routes import SAID, known, router
from handlers.shared.search import folded
from storage import cafe_plans, cafe_room, collecting, directory
from storage.cafes import CafeRow
from storage.ideas import IdeaRow
from storage.people import OrganisationRow

BEHALF, TYPED = "cafe.behalf", "cafe.typed"
PAPER = "paper"
_CARD = re.compile(r"\D*(\d{1,3})\D+(\d{1,3})\D*")


class Behalf(Press, name="idea.behalf"):
    """An idea of somebody who can not write it here."""

    cafe: int


class Another(Press, name="idea.another"):
    """One more, of the same table and round as this one."""

    idea: int


class Done(Press, name="idea.done"):
    """That was the last one."""

    cafe: int


def behalf_button(cafe: int) -> Button:
    """For hosts and facilitators."""
    return Button(T("➕ An idea from someone without a phone"), Behalf(cafe))


async def behalf_rows(look: Look, cafe: int) -> list[Row]:
    """The same as a row of its own, as long as it works."""
    row = await cafe_plans.cafe(look.db, cafe)
    return [(behalf_button(cafe),)] if row is not None and row.state is CafeState.OPEN else []


async def _place(look: Look | Ctx, cafe: CafeRow, person: int | None) -> tuple[int, int] | None:
    """Table and round of a host: their table, the round that began last. None for a facilitator, who says which.

    Raises Sorry for anybody else, and before there was a question to answer.
    """
    number = cafe.id or 0
    if cafe.state is CafeState.OVER:
        raise Sorry(T("The café is over; what was said stands as it is."))
    begun = [one.number for one in await cafe_plans.rounds(look.db, number) if one.state is not RoundState.WAITING]
    table = await cafe_room.table_hosted(look.db, number, person)
    if table is None and not await _facilitates(look, number):
        raise Sorry(T("Only hosts, and those who run the café, write ideas for others."))
    if not begun:
        raise Sorry(T("No round has begun yet, so there is no question to answer."))
    return None if table is None else (table, max(begun))


async def _facilitates(look: Look | Ctx, cafe: int) -> bool:
    if isinstance(look, Ctx):
        return await look.may(look.person, Role.FACILITATOR, "cafe", cafe)
    return await look.may(Role.FACILITATOR, "cafe", cafe)


@router.press(Behalf, who=Role.KNOWN, about="cafe")
async def behalf(ctx: Ctx, press: Behalf) -> Form:
    """What did they say?"""
    await _place(ctx, await known(ctx.db, press.cafe), ctx.my_id)
    return Form(BEHALF, (press.cafe, 0))


@router.press(Another, who=Role.KNOWN, about="idea")
async def another(ctx: Ctx, press: Another) -> Form:
    """The same again, without asking for table and round."""
    row = await collecting.idea(ctx.db, press.idea)
    if row is None or row.by_id != ctx.my_id:
        raise Sorry(T("This button belongs to somebody else's list."))
    await _place(ctx, await known(ctx.db, row.cafe_id), ctx.my_id)
    return Form(BEHALF, (row.cafe_id, press.idea))


async def sheet(look: Look, cafe: int, like: int) -> Sheet:
    """The words, and for whom they speak if that matters; from a pile of paper also where they were written."""
    row = await known(look.db, cafe)
    place = await _place(look, row, look.person_id)
    same = await _same(look, cafe, like, look.person_id)
    where = Field(
        "where",
        T("Which table and round?"),
        read=_read_card(len(row.tasks[0]), len(row.tasks)),
        hint=T("As it stands on the card: T4-R2 is table 4, round 2."),
    )
    organisations = await directory.organisations(look.db, [row.programme_id])
    fields: tuple[Field, ...] = (
        *(() if place or same else (where,)),
        Field("text", T("What did they say?"), Kind.PROSE, limit=4000),
        Field(
            "organisation",
            T("For which organisation?"),
            read=_read_organisation(organisations),
            optional=True,
            hint=T("Only if they want it to be named."),
        ),
    )
    if row.naming is Naming.ANONYMOUS:
        fields = tuple(one for one in fields if one.name != "organisation")
    return Sheet(T("➕ An idea from someone without a phone"), fields, T("Save"))


async def _same(look: Look | Ctx, cafe: int, like: int, person: int | None) -> IdeaRow | None:
    """The idea that was typed before this one, by the same person."""
    row = await collecting.idea(look.db, like) if like else None
    return row if row is not None and row.by_id == person and row.cafe_id == cafe else None


def _read_card(tables: int, rounds: int) -> Callable[[str], tuple[int, int]]:
    def read(written: str) -> tuple[int, int]:
        found = _CARD.fullmatch(written)
        table, number = (int(found[1]), int(found[2])) if found else (0, 0)
        if not (1 <= table <= tables and 1 <= number <= rounds):
            raise Complaint(
                T(
                    "Please write table and round as on the card, T1-R1 to T{tables}-R{rounds}.",
                    tables=tables,
                    rounds=rounds,
                )
            )
        return table, number

    return read


def _read_organisation(known_ones: list[OrganisationRow]) -> Callable[[str], int]:
    def read(written: str) -> int:
        wanted = folded(written)
        found = [one for one in known_ones if folded(one.name) == wanted]
        found = found or [one for one in known_ones if wanted in folded(one.name)]
        if not found:
            raise Complaint(T("I know no organisation called {name}; you may leave it out.", name=written[:60]))
        if len(found) > 1:
            several = T("Several organisations have {name} in their names; please write more of it.", name=written[:60])
            raise Complaint(several)
        return found[0].id or 0

    return read


@router.form(BEHALF, who=Role.KNOWN, sheet=sheet, about="cafe")
async def typed(ctx: Ctx, values: Mapping[str, Any], cafe: int, like: int) -> Show:
    """Kept with who typed it, never with who said it."""
    row = await known(ctx.db, cafe)
    place = await _place(ctx, row, ctx.my_id)
    same = await _same(ctx, cafe, like, ctx.my_id)
    table, number = values.get("where") or place or ((same.table_number, same.round_number) if same else (1, 1))
    one = await cafe_plans.rounds(ctx.db, cafe)
    if one[number - 1].state is RoundState.WAITING:
        raise Sorry(T("Round {n} has not begun yet.", n=number))
    nobodys = row.naming is Naming.ANONYMOUS
    idea = IdeaRow(
        programme_id=row.programme_id,
        event_id=row.event_id,
        cafe_id=cafe,
        question=question_of(row, number, table),
        table_number=table,
        round_number=number,
        number=0,
        organisation_id=None if nobodys else values.get("organisation"),
        by_id=ctx.my_id,
        language=ctx.reader.language,
        channel=ctx.account.platform if place else PAPER,
        text=values["text"],
        counts=is_an_idea(values["text"]),
        anonymous=nobodys,
        at=ctx.now.replace(second=0, microsecond=0) if nobodys else ctx.now,
    )
    kept = await collecting.keep(ctx.db, idea)
    await ctx.touch(SAID, cafe)
    return Show(TYPED, kept)


@router.view(TYPED)
async def kept(look: Look, number: int) -> Card | None:
    """Kept, and on to the next one."""
    row = await collecting.idea(look.db, number)
    if row is None or row.by_id is None or row.by_id != look.person_id:
        return None
    said = T("✔️ Saved for question {q}, for somebody without an account (no name is kept).", q=row.question)
    lines: list[Text] = [said]
    if names_somebody(row.text):
        lines.append(
            T("⚠️ It seems to contain personal data (phone or e-mail); the wall and the page to print leave them out.")
        )
    again = Button(T("➕ Another one"), Another(number))
    return card(*lines, rows=[(again, Button(T("✅ Done"), Done(row.cafe_id)))])


@router.press(Done, who=Role.KNOWN, about="cafe")
async def done(ctx: Ctx, press: Done) -> Card:
    """How many there are by now."""
    await known(ctx.db, press.cafe)
    ideas = await cafe_room.typed_by(ctx.db, press.cafe, ctx.my_id)
    return card(N("✅ You have written {n} idea for others.", "✅ You have written {n} ideas for others.", ideas))
