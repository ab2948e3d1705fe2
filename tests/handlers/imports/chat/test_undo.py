"""An import is taken back within its hour, and all is as it was."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.model.values import Going
from storage import linkage
from storage.answers import RSVP
from storage.deadlines import DUE
from storage.jobs import JOB
from storage.people import AFFILIATION, LINK, PERSON
from tests.handlers.export_steps import answer
from tests.handlers.imports.chat.steps import GROUPS, HEAD, MIXED, NEW, everything, imported, log, people, speaking
from tests.handlers.steps import found
from tests.room import MONDAY, Seat
from tests.seeds import Lab


async def test_after_the_hour_the_button_is_gone(lab: Lab, ilinca: Seat) -> None:
    """And a press on it says why; what could have been restored is forgotten."""
    await ilinca.sends_file("people.csv", MIXED.encode())
    await ilinca.presses("📤 Import")
    data = ilinca.messages[-1].data("↩️ Undo")
    await lab.room.until(MONDAY + timedelta(hours=1, seconds=1))
    assert ([], "Imported" in ilinca.sees) == (ilinca.labels, True)
    assert "that hour is over" in await ilinca.forges(data)
    (job,) = await found(lab, JOB)
    assert (False, None, "P-1" in await people(lab)) == ("journal" in job.outcome, job.undo_until, True)


async def test_undo_twice_is_undo_once(lab: Lab, ilinca: Seat) -> None:
    """The second tap finds it taken back."""
    await ilinca.sends_file("people.csv", NEW.encode())
    await ilinca.presses("📤 Import")
    data, message = ilinca.messages[-1].data("↩️ Undo"), ilinca.messages[-1].id
    await ilinca.forges(data, message)
    await ilinca.forges(data, message)
    assert ("Taken back" in ilinca.sees, 1) == (True, sum(row.action == "undo import" for row in await log(lab)))
    assert ["replaced"] * 2 == sorted(row.state for row in await found(lab, DUE) if row.kind.startswith("import"))[-2:]


async def test_a_link_that_was_handed_out_opens_nobody_elses_door(lab: Lab, ilinca: Seat) -> None:
    """It is revoked, and its number is not given again."""
    new = await imported(lab, ilinca)
    (link,) = [row for row in await found(lab, LINK) if row.person_id == new["P-1"]]
    token = await lab.room.token("p", link.id)
    await ilinca.presses("↩️ Undo")
    again = await imported(lab, ilinca)
    stranger = lab.room.seat("stranger")
    await stranger.says(f"/start {token}")
    assert new["P-1"] not in again.values() and "Ioana" not in stranger.all_text
    async with lab.room.read() as tx:
        kept = await linkage.link(tx, link.id)
    assert kept is not None and (None, True) == (kept.person_id, kept.revoked_at is not None)


@pytest.mark.parametrize("seed_of_it", range(6))
async def test_whatever_was_imported_is_taken_back(lab: Lab, ilinca: Seat, seed_of_it: int) -> None:
    """Tables of known and new people, moved, renamed, with other languages: afterwards all is as it was."""
    dice = random.Random(seed_of_it)
    keys = [*(row.key for row in await found(lab, PERSON) if row.key), *(f"P-{number}" for number in range(6))]
    chosen = dice.sample(keys, 6)
    rows = [
        f"{key},{dice.choice(['NORD', 'BEGA', 'OXID'])},{dice.choice('ABC')},{dice.choice(['ro', 'en', ''])},"
        f"{dice.choice(['', 'slack'])},{dice.choice(['', 'a@example.org'])},{dice.choice(['', 'da'])}\n"
        for key in chosen
    ]
    before = await everything(lab)
    await imported(lab, ilinca, "id,org,name,language,channel,email,lead\n" + "".join(rows))
    assert before != await everything(lab)
    await ilinca.presses("↩️ Undo")
    assert before == await everything(lab)


async def test_a_move_to_another_organisation_is_taken_back(lab: Lab, ilinca: Seat) -> None:
    """The first affiliation stands again, the second is gone."""
    before = await speaking(lab)
    await imported(lab, ilinca, f"{HEAD}ANA,BEGA,Ana Câmpeanu,ro,\n")
    assert {("ANA", "BEGA")} == await speaking(lab) - before
    await ilinca.presses("↩️ Undo")
    assert before == await speaking(lab)


async def test_organisations_are_taken_back(lab: Lab, ilinca: Seat) -> None:
    """New ones to which nothing points, and old names."""
    before = await everything(lab)
    await ilinca.sends_file("groups.csv", GROUPS.encode())
    await ilinca.presses("📤 Import")
    back = await ilinca.presses("↩️ Undo")
    assert ("Organisations: gone 1, as before 1" in back, before) == (True, await everything(lab))


async def test_a_guest_whom_the_import_confirmed_is_a_guest_again(lab: Lab, ilinca: Seat) -> None:
    """With their answer counting apart."""
    guest = (
        update(AFFILIATION).where(AFFILIATION.c.person_id == lab.people["ana"]).values(confirmed=False, imported=False)
    )
    await lab.room.write(lambda tx: tx.execute(guest))
    await answer(lab, "ana", Going.YES, guest=True)
    before = await everything(lab)
    await imported(lab, ilinca, f"{HEAD}ANA,NORD,Ana Câmpeanu,ro,\n")
    assert [False] == [row.guest for row in await found(lab, RSVP)]
    await ilinca.presses("↩️ Undo")
    assert ([True], before) == ([row.guest for row in await found(lab, RSVP)], await everything(lab))
