"""After a join: whatever still leads to the one leads to the other, whose preferences stay."""

from datetime import time

import pytest

from bot.model.values import Going
from handlers.shared.presses import Answer
from storage import linkage
from storage.answers import RSVP
from storage.people import ACCOUNT, LINK, PERSON
from tests.handlers.joining_steps import joins, organisations, pair
from tests.handlers.steps import found, owner
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def test_preferences_stay_as_on_the_old_account(lab: Lab) -> None:
    """Language, zone, channel, quiet hours and silence are Ana's, whatever the other had chosen."""
    ana, dan = await pair(lab)
    chosen = {"zone": "Asia/Tokyo", "channel": "native", "quiet_from": time(1), "quiet_until": time(2)}
    own = {"zone": "Europe/London", "channel": "", "quiet_from": time(20), "quiet_until": time(9)}
    others = {"language": "ro", "stopped_at": MONDAY, **chosen}
    for name, values in (("ana", {"language": "en", **own}), ("dan", others)):
        changed = PERSON.update().where(PERSON.c.id == lab.people[name]).values(**values)
        await lab.room.write(lambda tx, changed=changed: tx.execute(changed))

    await joins(lab, ana, dan)

    (row,) = [row for row in await found(lab, PERSON) if row.id == lab.people["ana"]]
    assert {"language": "en", "stopped_at": None, **own} == {
        name: getattr(row, name) for name in ("language", "stopped_at", *own)
    }


async def test_the_link_of_the_one_opens_the_other(lab: Lab) -> None:
    """A personal link that was given to the one is the other's from now on."""
    ana, dan = await pair(lab)
    link = await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people["dan"], MONDAY))
    await lab.room.write(lambda tx: tx.execute(LINK.update().where(LINK.c.id == link.id).values(opened_at=None)))
    token = await lab.room.token("p", link.id)
    await joins(lab, ana, dan)

    third = lab.room.seat("third", language="en")
    await third.says(f"/start {token}")

    assert lab.people["ana"] == await owner(lab, "third")
    await dan.says(f"/start {token}")
    assert "somebody else's" not in dan.sees


async def test_all_accounts_of_the_one_come_along(lab: Lab) -> None:
    """Whoever had two accounts is one person with all of them."""
    ana, dan = await pair(lab)
    await joins(lab, dan, lab.room.seat("third", language="en"))

    await joins(lab, ana, dan)

    assert {lab.people["ana"]} == {await owner(lab, user) for user in ("ana", "dan", "third")}


async def test_joined_twice(lab: Lab) -> None:
    """Radu is Dan, and Dan is Ana: all of it is Ana's, and both numbers lead to her."""
    ana, dan = await pair(lab)
    radu = await lab.arrives("radu")
    await radu.forges(Answer(lab.event, Going.MAYBE).pack())
    await joins(lab, dan, radu)

    await joins(lab, ana, dan)

    mine = lab.people["ana"]
    assert [mine] == [row.person_id for row in await found(lab, RSVP)]
    assert [mine, mine] == [row.joined_to_id for row in await found(lab, PERSON) if row.joined_to_id]
    assert ["Atelierul Nord", "Hubul Oxid & Co"] == await organisations(ana)


async def test_what_was_read_before_the_join_is_hers_all_the_same(lab: Lab) -> None:
    """An update that found its account's person just before another process joined them is worked as Ana's."""
    ana, dan = await pair(lab)
    await joins(lab, ana, dan)
    back = ACCOUNT.update().where(ACCOUNT.c.user == "dan").values(person_id=lab.people["dan"])
    await lab.room.write(lambda tx: tx.execute(back))

    await dan.forges(Answer(lab.event, Going.YES).pack())

    assert [lab.people["ana"]] == [row.person_id for row in await found(lab, RSVP)]
