"""Links that open nothing, and tokens that are kept nowhere."""

import pytest

from storage import linkage
from storage.deliveries import DELIVERY
from storage.people import ACTIVITY, LINK, PERSON
from tests.handlers.entrance_steps import CLOSED, code, token_of
from tests.handlers.steps import found, owner
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def revoked(lab: Lab) -> str:
    """A link that was taken back."""
    token = await token_of(lab, "ana")
    await lab.room.write(lambda tx: linkage.revoke_links(tx, lab.people["ana"], MONDAY))
    return token


async def older_generation(lab: Lab) -> str:
    """A link of before it was made anew."""
    token = await token_of(lab, "ana")
    await lab.room.write(lambda tx: tx.execute(LINK.update().values(generation=2)))
    return token


async def erased(lab: Lab) -> str:
    """The link of somebody who is no longer kept."""
    token = await token_of(lab, "ana")
    await lab.room.write(
        lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["ana"]).values(erased_at=MONDAY))
    )
    return token


async def tampered(lab: Lab) -> str:
    """A link for another number with the same signature."""
    token = await token_of(lab, "ana")
    return token.replace("p1_", "p2_", 1)


async def another_kind(lab: Lab) -> str:
    """A personal token that is signed for the number of a claim."""
    await code(lab)
    (row,) = await found(lab, LINK)
    return await lab.room.token("p", row.id)


async def wrong_door(lab: Lab) -> str:
    """The token of a browser's session."""
    await token_of(lab, "ana")
    return await lab.room.token("s", 1)


async def unknown(lab: Lab) -> str:
    """A genuine token of a link that does not exist."""
    return await lab.room.token("p", 999)


async def malformed(lab: Lab) -> str:
    """Anything."""
    return "p1_1_';drop"


@pytest.mark.parametrize(
    "make", [revoked, older_generation, erased, tampered, another_kind, wrong_door, unknown, malformed]
)
async def test_what_opens_nothing(lab: Lab, make: object) -> None:
    """A link that is revoked, old, forged, unknown or of another kind says so and makes nobody."""
    token = await make(lab)  # type: ignore[operator]
    seat = lab.room.seat("seat", language="en")

    await seat.says(f"/start {token}")

    assert CLOSED == seat.sees
    assert None is await owner(lab, "seat")
    assert len(lab.people) == len(await found(lab, PERSON))


async def test_no_token_is_kept(lab: Lab) -> None:
    """Neither a link's token nor a code stands in the inbox or the log once it was used."""
    token, made = await token_of(lab, "ana"), await code(lab)
    await lab.room.seat("ana").says(f"/start {token}")
    await lab.room.seat("seat").says(f"/start {made}")

    kept = [repr(tuple(row)) for table in (ACTIVITY, DELIVERY, LINK) for row in await found(lab, table)]

    assert not any(secret in row for row in kept for secret in (token, made))
