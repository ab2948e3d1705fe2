"""Events by the ids that people type. Two programmes may use the same one: then one's own is meant, or it is asked."""

from collections.abc import Callable, Sequence

from bot.core import Ctx
from bot.model.card import Button, Card, card
from bot.model.press import Press
from bot.model.problems import Refusal, Sorry
from bot.model.text import Joined, T, Text
from bot.model.values import Role
from handlers.shared.events import short
from storage import events, programmes
from storage.events import EventRow

LONGEST = 64  # characters of what was typed that are said back


async def events_named(ctx: Ctx, word: str, role: Role) -> list[EventRow]:
    """The events with this id on which whoever asks may act as `role`; if any is of their own programme, that one.

    Several are to be told apart by `which_of`. Empty when they may act on none.
    """
    found = [
        event
        for event in await events.events_by_key(ctx.db, word)
        if await ctx.may(ctx.person, role, "event", event.id or 0)
    ]
    own = None if ctx.person is None else ctx.person.programme_id
    return [event for event in found if event.programme_id == own] or found


async def events_managed_as(ctx: Ctx, word: str, action: str) -> list[EventRow]:
    """The same for managers. Raises Sorry when there is none, Refusal (recorded) when they are others' to manage."""
    found = await events_named(ctx, word, Role.MANAGER)
    if found:
        return found
    others = await events.events_by_key(ctx.db, word)
    if not others:
        raise no_event(word)
    sentence = T("Only the organisers can do this. Your request was noted, and nothing was changed.")
    raise Refusal(sentence, action=action, about=f"event {others[0].id}")


def no_event(word: str) -> Sorry:
    """That nothing is known under this id."""
    return Sorry(T("I know no event {key}. /events lists what is coming.", key=word[:LONGEST]))


async def which_of(ctx: Ctx, found: Sequence[EventRow], press: Callable[[int], Press]) -> Card:
    """A button for each of the events, with its programme."""
    titles: dict[int | None, Text] = {row.id: row.title for row in await programmes.all_programmes(ctx.db)}
    rows = [
        (Button(Joined((short(event), titles.get(event.programme_id, "")), " · "), press(event.id or 0)),)
        for event in found
    ]
    return card(T("Which event is it about?"), rows=rows)
