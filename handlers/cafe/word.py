"""A word to all tables: everybody who sits in the round that runs reads it at once, also in the tables' groups."""

from collections.abc import Mapping
from typing import Any

from bot.core import Ctx, Look
from bot.model.card import Button, Card, card
from bot.model.form import Field, Form, Kind, Sheet
from bot.model.press import Press
from bot.model.text import N, T
from bot.model.values import Role, RoundState
from handlers.cafe.routes import Console, in_session, router, session
from storage import cafe_places, cafe_plans, cafe_room, cafe_seats

WORD = "cafe.word"


class Word(Press, name="caf.word"):
    """Something to say to everybody in the room."""

    cafe: int


@router.press(Word, who=Role.FACILITATOR, about="cafe")
async def ask(ctx: Ctx, press: Word) -> Form:
    """What is to be said?"""
    await in_session(ctx.db, press.cafe)
    return Form(WORD, (press.cafe,))


async def sheet(_look: Look, _cafe: int) -> Sheet:
    """The words."""
    asked = Field("text", T("What do you want to say to all tables?"), Kind.PROSE, limit=1000)
    return Sheet(T("📢 A word to all tables"), (asked,), T("Send"))


@router.form(WORD, who=Role.FACILITATOR, sheet=sheet, about="cafe")
async def said(ctx: Ctx, values: Mapping[str, Any], cafe: int) -> Card:
    """Sent before reminders and broadcasts, to those too who asked for silence: they sit in the room."""
    row = await in_session(ctx.db, cafe)
    begun = [one.number for one in await cafe_plans.rounds(ctx.db, cafe) if one.state is not RoundState.WAITING]
    chosen = cafe_seats.seated(cafe, max(begun)) if begun else cafe_seats.in_the_room(cafe)
    people = await cafe_room.people(ctx.db, chosen)
    told = card(T("📢 *{name}:* {words}", name=ctx.me.name, words=values["text"]))
    cause = f"cafe:{cafe}:word:{ctx.update_id}"
    for person in people:
        await ctx.say(told, to=person, cause=cause, terms=session(row))
    for place in (await cafe_places.told(ctx.db, cafe)).values():
        await ctx.say_in(told, place=place, cause=cause, terms=session(row))
    await ctx.record("say to all tables", f"cafe {cafe}", by=ctx.my_id, role="facilitator", programme=row.programme_id)
    sent = N("📢 {n} person reads it now.", "📢 {n} people read it now.", len(people))
    return card(sent, rows=[(Button(T("‹ Back"), Console(cafe)),)])
