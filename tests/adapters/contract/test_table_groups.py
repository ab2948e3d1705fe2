"""A table's group on both platforms that have groups: told what is asked, and what is said there is kept and marked."""

from dataclasses import dataclass
from typing import Any, Protocol

import pytest

from bot.core.files import read_file
from bot.model.values import CafeState, Words
from handlers.cafe.clockwork import clockwork
from handlers.shared.cafes import lay_plan
from storage import cafe_places, cafe_plans, cafe_rounds
from storage.cafe_plans import Seat
from storage.cafes import CafeRow
from storage.ideas import IDEA
from storage.inbox import INBOX
from storage.people import PLACE
from storage.tx import Tx, add
from tests.adapters.contract.conftest import BY_WEBHOOK
from tests.adapters.contract.on_slack import OnSlack
from tests.adapters.contract.on_telegram import OnTelegram
from tests.adapters.contract.person import SLACK, TELEGRAM, Person
from tests.adapters.contract.town import Town
from tests.handlers.steps import desk, found, out
from tests.room import MONDAY


class Message(Protocol):
    """A message in a group, as both fakes have it."""

    reactions: list[str]


@dataclass
class Table:
    """A group we are in, and somebody in it."""

    here: Town
    person: Person
    group: Any

    async def says(self, text: str) -> Message:
        """Say something to the others."""
        message: Message
        if isinstance(self.person, OnTelegram):
            message = self.person.user.says(text, self.group)
        else:
            assert isinstance(self.person, OnSlack)
            written = (await self.person.user.says(text, self.group)).message
            assert written is not None
            message = written
        await self.here.settle()
        return message

    async def shows(self, content: bytes, caption: str) -> Message:
        """Send the others a photo."""
        message: Message
        if isinstance(self.person, OnTelegram):
            message = self.person.user.sends_photo(caption, content, self.group)
        else:
            assert isinstance(self.person, OnSlack)
            shared = self.person.user.shares("sheet.jpg", content, caption, self.group).message
            assert shared is not None
            message = shared
        await self.here.settle()
        return message

    async def edits(self, message: Any, text: str) -> None:
        """Say it better."""
        assert isinstance(self.person, OnTelegram | OnSlack)
        self.person.user.edits(message, text)
        await self.here.settle()

    async def until_marked(self, message: Message) -> None:
        """A mark comes a moment after what it says."""
        await (self.here.telegram if isinstance(self.person, OnTelegram) else self.here.slack).until(
            lambda: message.reactions
        )

    @property
    def told(self) -> str:
        """Our messages there."""
        return "\n\n".join(getattr(one, "plain", "") or one.text for one in self.group.chat)


@pytest.fixture(params=[TELEGRAM, BY_WEBHOOK, SLACK])
def member(request: pytest.FixtureRequest) -> str:
    """The web chat has no groups."""
    return str(request.param)


async def opens(here: Town, person: Person) -> Table:
    """We are put into a group."""
    if isinstance(person, OnTelegram):
        group: Any = here.telegram.group(-1_000_000_000_005, "Table 1")
        group.adds_bot(person.user, as_admin=True)
    else:
        assert isinstance(person, OnSlack)
        group = here.slack.channel("table-1", person.user, bot=False)
        group.invites_bot(person.user.id)
    await here.settle()
    return Table(here, person, group)


async def starts(here: Town, thread: str = "") -> None:
    """A café of one table, whose group (or topic) it is; its only round begins."""

    async def work(tx: Tx) -> None:
        row = CafeRow(programme_id=here.lab.programme, event_id=here.lab.event, made_at=MONDAY)
        row.id = await add(tx, row)
        await lay_plan(tx, row, [Words.plain("What do we need?", "en")], tables=1, rounds=1, minutes=20)
        await cafe_plans.let_in(tx, row.id, here.lab.people["ana"], here.lab.organisations["nord"], MONDAY)
        await cafe_plans.replace_seats(tx, row.id, [Seat(1, 1, here.lab.people["ana"])])
        place = (await tx.execute(PLACE.select().where(PLACE.c.private.is_(False), PLACE.c.thread == thread))).one()
        assert await cafe_places.bind(tx, row.id, 1, place.id)
        await cafe_rounds.set_state(tx, row.id, CafeState.PLANNED, CafeState.OPEN)
        clock = await clockwork(desk(here.lab, tx), row.id, 1)
        assert clock is not None and await clock.start()

    await here.room.write(work)
    await out(here.room)


@pytest.mark.both
async def test_what_is_said_there_is_kept_and_marked(here: Town, platform: str) -> None:
    """The question stands there; an idea gets a mark and no message; an edit corrects it."""
    table = await opens(here, await here.arrives(platform, "ana"))
    await starts(here)
    card = table.told
    said = await table.says("More benches")
    await table.until_marked(said)
    await table.edits(said, "Many more benches")
    (row,) = await found(here.lab, IDEA)

    assert ("What do we need?" in card, "Many more benches", here.lab.people["ana"]) == (True, row.text, row.person_id)
    assert (1, card) == (len(said.reactions), table.told)


@pytest.mark.both
async def test_a_photo_is_kept_and_marked(here: Town, platform: str) -> None:
    """Byte by byte, with its caption; nobody gets a message."""
    table = await opens(here, await here.arrives(platform, "ana"))
    await starts(here)
    before, chat = table.told, await table.person.chat()
    shown = await table.shows(b"\xff\xd8 our sheet", "Our sheet")
    await table.until_marked(shown)
    (row,) = await found(here.lab, IDEA)
    async with here.room.read() as tx:
        content = await read_file(tx, here.room.program.house.keys, row.file_id or 0)

    assert ("Our sheet", "photo", here.lab.people["ana"]) == (row.text, row.what, row.person_id)
    assert (b"\xff\xd8 our sheet", 1) == (content, len(shown.reactions))
    assert (before, chat) == (table.told, await table.person.chat())


async def test_all_photos_of_a_message_are_kept(here: Town) -> None:
    """Slack brings them in one message; its words are those of the first, and it is marked once."""
    table = await opens(here, await here.arrives(SLACK, "ana"))
    await starts(here)
    assert isinstance(table.person, OnSlack)
    shown = table.person.user.shares_all({"1.jpg": b"one", "2.jpg": b"two"}, "Our sheets", table.group).message
    assert shown is not None
    await here.settle()
    await table.until_marked(shown)
    rows = await found(here.lab, IDEA)
    async with here.room.read() as tx:
        contents = [await read_file(tx, here.room.program.house.keys, row.file_id or 0) for row in rows]

    assert [("Our sheets", b"one"), ("", b"two")] == list(zip([row.text for row in rows], contents, strict=True))
    assert 1 == len(shown.reactions)

    table.person.user.deletes(shown)
    await here.settle()
    assert [True, True] == [row.withdrawn_at is not None for row in await found(here.lab, IDEA)]


async def test_a_photo_that_is_shown_before_is_not_fetched(here: Town, platform: str) -> None:
    """Neither asked for nor stored."""
    table = await opens(here, await here.arrives(platform, "ana"))
    before = len(await found(here.lab, INBOX))
    shown = await table.shows(b"\xff\xd8 a cat", "")

    assert (before, []) == (len(await found(here.lab, INBOX)), shown.reactions)
    assert [] == [*here.telegram.called("getFile"), *here.slack.called("files.info")]


@pytest.mark.both
async def test_what_is_said_before_is_not_even_stored(here: Town, platform: str) -> None:
    """Though we hear all that is said in the group."""
    table = await opens(here, await here.arrives(platform, "ana"))
    before = len(await found(here.lab, INBOX))
    said = await table.says("Between us")

    assert (before, []) == (len(await found(here.lab, INBOX)), said.reactions)


async def test_a_stranger_is_shown_the_way(here: Town, platform: str) -> None:
    """Once, and nothing of theirs is kept or marked."""
    table = await opens(here, await here.newcomer(platform))
    await starts(here)
    said = [await table.says(text) for text in ("Hello?", "Who am I?")]

    assert 1 == table.told.count("Păstrez ideile celor pe care îi cunosc.")
    assert ([[], []], []) == ([one.reactions for one in said], await found(here.lab, IDEA))


async def test_a_topic_is_a_tables_group(here: Town, way: str) -> None:
    """Told and heard there, and nowhere else in the forum."""
    ana = await here.arrives(TELEGRAM, "ana")
    assert isinstance(ana, OnTelegram)
    forum = here.telegram.group(-1_000_000_000_005, "Café", forum=True)
    forum.adds_bot(ana.user, as_admin=True)
    forum.opens_topic(ana.user, 42, "Table 1")
    await here.settle()
    await starts(here, "42")
    stored = len(await found(here.lab, INBOX))
    ana.user.says("Elsewhere", forum)
    await here.settle()
    elsewhere = len(await found(here.lab, INBOX)) - stored
    said = ana.user.says("More benches", forum, thread=42)
    await here.telegram.until(lambda: said.reactions)

    assert ([42], 0) == ([one.thread for one in forum.chat], elsewhere)
    assert ["More benches"] == [row.text for row in await found(here.lab, IDEA)]
    assert ["Café", "Café › Table 1"] == sorted(row.title for row in await found(here.lab, PLACE) if row.title)
