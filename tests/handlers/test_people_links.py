"""The personal link of somebody, as a manager sees it: shown, kept nowhere, made anew."""

from storage.people import AFFILIATION
from tests.seeds import Lab


async def test_personal_link_is_shown(lab: Lab) -> None:
    """The link comes as a message of its own; the card stays."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people ana")
    await ilinca.presses("🔗")

    assert "https://memory.example.org/start/p" in ilinca.sees and "Ana" in ilinca.messages[-2].text


async def test_link_is_in_no_row(lab: Lab) -> None:
    """A link that was shown waits in no table."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people ana")
    await ilinca.presses("🔗")
    token = next(word for word in ilinca.sees.split() if "/start/" in word).rpartition("/")[2]
    async with lab.room.read() as tx:
        tables = AFFILIATION.metadata.sorted_tables
        stored = [str(row) for table in tables for row in (await tx.execute(table.select())).all()]

    assert not [row for row in stored if token in row]


async def test_revoked_link_opens_nothing(lab: Lab) -> None:
    """After a new link was made, the old one opens nothing and the new one lets the person in."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people ana")
    await ilinca.presses("🔗")
    old = ilinca.sees.partition("/start/")[2].split()[0]
    await ilinca.presses("Revoke")
    new = ilinca.sees.partition("/start/")[2].split()[0]
    stranger, ana = lab.room.seat("stranger"), lab.room.seat("ana")
    refused = await stranger.says(f"/start {old}")
    await ana.says(f"/start {new}")

    assert "does not open anything" in refused and "Hello" in ana.all_text
