"""Exported people: whether they can be reached, and the links that bring them here."""

from sqlalchemy import update

from bot.model.values import Going
from handlers.exports import EXPORTERS
from storage.people import LINK, PERSON, PersonRow
from storage.tx import add
from tests.handlers.export_steps import answer, exported, invite_all, rows
from tests.room import MONDAY
from tests.seeds import Lab


async def test_who_has_no_account_is_unknown(lab: Lab) -> None:
    """Until they come."""
    assert {"unknown"} == {row["state"] for row in await rows(lab, "people")}


async def test_who_has_come_is_reachable_on_their_platform(lab: Lab) -> None:
    """And named with it."""
    await lab.arrives("ana")

    found = {row["id"]: row for row in await rows(lab, "people")}

    assert ("reachable", "memory") == (found["ANA"]["state"], found["ANA"]["platforms"])


async def test_who_blocked_us_is_unreachable(lab: Lab) -> None:
    """So that somebody telephones."""
    ana = await lab.arrives("ana")
    await ana.blocks()

    found = {row["id"]: row for row in await rows(lab, "people")}

    assert "unreachable" == found["ANA"]["state"]


async def test_who_asked_for_silence_has_stopped(lab: Lab) -> None:
    """Whatever their accounts are."""
    stopped = update(PERSON).where(PERSON.c.key == "ANA").values(stopped_at=MONDAY)
    await lab.room.write(lambda tx: tx.execute(stopped))

    found = {row["id"]: row for row in await rows(lab, "people")}

    assert "stopped" == found["ANA"]["state"]


async def test_the_erased_are_not_exported(lab: Lab) -> None:
    """Their name and key are gone from every table."""
    await invite_all(lab)
    await answer(lab, "ana", Going.YES)
    erased = update(PERSON).where(PERSON.c.key == "ANA").values(name="", erased_at=MONDAY)
    await lab.room.write(lambda tx: tx.execute(erased))

    tables = [(await exported(lab, what)).decode() for what in EXPORTERS]

    assert not any(",ANA," in table or "Câmpeanu" in table for table in tables)


async def test_people_without_a_key_are_told_apart(lab: Lab) -> None:
    """A guest has a name and no external id."""
    guest = PersonRow(programme_id=lab.programme, name="Oaspete", language="ro")
    number = await lab.room.write(lambda tx: add(tx, guest))

    found = {row["name"]: row["id"] for row in await rows(lab, "people")}

    assert f"P#{number}" == found["Oaspete"]


async def test_links_are_made_for_everyone_of_the_programme(lab: Lab) -> None:
    """With the address that opens the bot."""
    found = {row["person"]: row for row in await rows(lab, "links")}

    assert set(found) == {"ANA", "DAN", "MIA", "RADU"}
    assert found["ANA"]["link"].startswith("https://memory.example.org/start/p")


async def test_a_link_that_was_opened_says_so(lab: Lab) -> None:
    """So that nobody writes to those who have come."""
    await lab.arrives("ana")

    found = {row["person"]: row["state"] for row in await rows(lab, "links")}

    assert ("opened", "unused") == (found["ANA"], found["DAN"])


async def test_a_revoked_link_is_not_shown(lab: Lab) -> None:
    """It opens nothing."""
    await rows(lab, "links")
    await lab.room.write(lambda tx: tx.execute(update(LINK).values(revoked_at=MONDAY)))

    assert {("revoked", "", "")} == {(row["state"], row["link"], row["code"]) for row in await rows(lab, "links")}
