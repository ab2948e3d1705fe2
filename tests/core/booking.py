"""A feature that asks: a form of three questions, the last one optional; the answers are kept as a mark."""

from collections.abc import Mapping
from typing import Any

from bot.core import NOT_MINE, Ctx, Look, Router
from bot.model.card import Card, card
from bot.model.form import Complaint, Field, Form, Kind, Repair, Sheet
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.update import Said
from bot.model.values import Role
from storage.people import MARK


class BookAgain(Press, name="t.book"):
    """Ask once more."""


def seats(written: str) -> int:
    """A number of seats; a word is mended into the number of its letters."""
    if not written.isdecimal():
        raise Complaint(T("Please write a number."), Repair(T("As in {word}", word=written), str(len(written))))
    return int(written)


def not_too_many(values: Mapping[str, Any]) -> Mapping[str, Complaint]:
    """The balcony has three seats; the complaint is about the seats, whenever it is found."""
    if values.get("where") == "b" and values.get("seats", 0) > 3:
        return {"seats": Complaint(T("The balcony has three seats."), Repair("Three", "3"))}
    return {}


async def questions(_look: Look, *about: int) -> Sheet:
    """How many, where, anything else."""
    return Sheet(
        T("Seats {about}", about=sum(about)),
        (
            Field("seats", T("How many seats?"), read=seats, hint=T("A number.")),
            Field("where", T("Where?"), Kind.CHOICE, options=(("w", T("At the window")), ("b", T("On the balcony")))),
            Field("note", T("Anything else?"), optional=True, initial="no"),
        ),
        T("Book"),
        not_too_many,
    )


router = Router("booking")


@router.command("book", who=Role.ANYONE, help=T("book seats"))
async def book(_ctx: Ctx, words: tuple[str, ...]) -> Form:
    """Ask."""
    return Form("booking", tuple(int(word) for word in words))


@router.press(BookAgain, who=Role.ANYONE)
async def again(_ctx: Ctx, _press: BookAgain) -> Form:
    """Ask."""
    return Form("booking")


@router.form("booking", who=Role.ANYONE, sheet=questions)
async def booked(ctx: Ctx, values: Mapping[str, Any], *about: int) -> Card:
    """Keep the answers, unless the house is full."""
    if values["seats"] == 99:
        raise Sorry(T("The house is full."))
    name = f"{values['seats']} {values['where']} {values['note']} {list(about)}"
    await ctx.db.execute(MARK.insert(), {"name": f"{name} {ctx.update_id}", "value": {}})
    return card(T("Booked: {what}", what=name))


@router.command("ping", who=Role.ANYONE, help=T("are you there?"))
async def ping(_ctx: Ctx, _words: tuple[str, ...]) -> Card:
    """A command like any other."""
    return card(T("pong"))


@router.said(who=Role.ANYONE)
async def chatter(_ctx: Ctx, said: Said) -> Card | object:
    """Anything that nobody else wanted, but words in Latin."""
    return NOT_MINE if said.text.startswith("Lorem") else card(T("You said {text}", text=said.text))
