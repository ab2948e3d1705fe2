"""The table of personal links: the one export that holds them, made for those who hand them out."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select

from bot.core import House
from storage import personal_links
from storage.personal_links import PersonalLink
from storage.tx import Tx

COLUMNS = ("person", "organisation", "name", "link", "code", "state")


async def link_rows(tx: Tx, house: House, people: Select[Any], now: datetime) -> list[tuple[str, ...]]:
    """A row for each of these people (one column: person ids) who has a link; ids are external keys.

    A revoked link opens nothing, so it is not shown. The code is what somebody types after `/start`, on Slack, where
    no address leads to us, after `/sfat start`.
    """
    return [_row(house, one) for one in await personal_links.personal_links(tx, people, now)]


def _row(house: House, one: PersonalLink) -> tuple[str, ...]:
    state = "revoked" if one.revoked else "opened" if one.opened else "unused"
    link = "" if one.revoked else house.links.personal(one.number, one.generation)
    code = "" if one.revoked else house.links.typed(one.number, one.generation)
    return (one.person, " ".join(one.organisations), one.name, link, code, state)
