"""The accounts of a person: seen in /data, un-joined, chosen to be written to."""

from datetime import datetime, timedelta

import pytest

from bot.core import Terms
from bot.model.address import PAGE, Account, Place
from bot.model.update import Envelope, Pressed
from bot.model.values import Going
from handlers.shared.presses import INVITATION, Answer, PartWith, WriteTo
from storage.answers import RSVP
from storage.people import ACCOUNT, ACTIVITY, PERSON
from storage.tx import Tx
from tests.handlers.joining_steps import code_of, joins, say, stranger
from tests.handlers.steps import desk, found, invite, owner, titled
from tests.room import MONDAY, Room, Seat
from tests.seeds import Lab, seed

pytestmark = pytest.mark.english


@pytest.fixture
async def two(lab: Lab) -> tuple[Seat, Seat]:
    """Ana's two accounts; the one without forms was used last."""
    ana = await lab.arrives("ana")
    return ana, await joins(lab, ana)


async def account(lab: Lab, user: str) -> int:
    """The number of an account."""
    (row,) = [row for row in await found(lab, ACCOUNT) if row.user == user]
    return int(row.id)


async def channel(lab: Lab) -> str:
    """What Ana chose."""
    (row,) = [row for row in await found(lab, PERSON) if row.id == lab.people["ana"]]
    return str(row.channel)


# --------------------------------------------------------------------------------------------------------------- /data


async def test_one_account(lab: Lab) -> None:
    """With one account there is nothing to choose and nothing to un-join, only another one to join."""
    ana = await lab.arrives("ana")
    await ana.says("/data")

    assert "Accounts\n· memory: Ana (this one) – I write to you here ✉️\n" in ana.sees
    assert "🔗 Join another account" in ana.labels
    assert [] == [label for label in ana.labels if label.startswith(("Un-join", "✉️"))]


@pytest.mark.both
async def test_every_account_is_shown(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """Platform and name of each, which one it is, which one is written to; un-join stands for the other only."""
    first, second = two
    await first.says("/data")
    here = first.sees, [label for label in first.labels if label.startswith("Un-join")]
    lab.room.clock.move(MONDAY + timedelta(minutes=1))
    await second.says("/data")
    there = second.sees, [label for label in second.labels if label.startswith("Un-join")]

    assert "· memory: Ana (this one)" in here[0]
    assert "· native: Other" in here[0]
    assert "· native: Other (this one) – I write to you here ✉️" in there[0]
    assert "I write to you wherever you were last." in there[0]
    assert (["Un-join native: Other"], ["Un-join memory: Ana"]) == (here[1], there[1])


async def test_the_whole_list_names_the_accounts_too(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """What is kept, item by item."""
    await two[0].says("/data")
    await two[0].presses("👁 See")

    assert "· native: Other" in two[0].sees


async def test_an_account_that_can_not_be_written_to(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """It says so, and is offered for nothing but to un-join it."""
    first, second = two
    await second.blocks()
    await first.says("/data")

    assert "· native: Other – can not be written to" in first.sees
    assert [] == [label for label in first.labels if label.startswith("✉️")]
    await first.forges(WriteTo(await account(lab, "other")).pack())
    assert "I can not write to this account." in first.sees


# ------------------------------------------------------------------------------------------------------------- un-join


@pytest.mark.both
async def test_un_joined(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """The account is unknown and asked who it is; the answers stay; both are told."""
    first, second = two
    await second.forges(Answer(lab.event, Going.YES).pack())
    await first.says("/data")

    await first.presses("Un-join native: Other")

    assert None is await owner(lab, "other")
    assert "Un-joined: native: Other. What you answered there stays yours." == first.sees
    assert "This account was un-joined from another one: I do not know you here any more." in second.sees
    assert "Ana" not in second.sees
    assert [(lab.people["ana"], Going.YES)] == [(row.person_id, row.answer) for row in await found(lab, RSVP)]
    await second.says("/my")
    assert "I do not know you yet." in second.sees
    await second.presses("Begin")
    assert ["name", "organisation"] == [field.name for field in second.form.fields]


async def test_an_un_joined_chat_shows_nothing_new(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """Its live cards lose their buttons, and what is answered elsewhere does not show there."""
    first, second = two
    await second.forges(Answer(lab.event, Going.YES).pack())
    cards = [message for message in second.messages if "✉️ Invitation" in message.text]
    assert [True] == [bool(card.labels) for card in cards]
    await first.says("/data")
    await first.presses("Un-join native: Other")
    before = [message.text for message in second.messages]

    await first.forges(Answer(lab.event, Going.NO).pack())

    assert before == [message.text for message in second.messages]
    assert [[]] == [card.labels for card in cards]


async def test_what_was_to_be_sent_there_comes_to_the_other(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """Nothing is lost with the account, though it was chosen to be written to."""
    first, second = two
    await first.forges(WriteTo(await account(lab, "other")).pack())
    await say(lab, "plums", ["ana"], due=MONDAY + timedelta(hours=1))
    await send_there(lab, MONDAY + timedelta(hours=1))
    await first.says("/data")

    await first.presses("Un-join native: Other")
    await lab.room.until(MONDAY + timedelta(hours=2))

    for words in ("plums", "✉️ Invitation"):
        assert (1, 0) == (len(titled(first, words)), len(titled(second, words)))
    assert "" == await channel(lab)


async def send_there(lab: Lab, due: datetime) -> None:
    """Ana's invitation is to come into the chat of the account that will be un-joined."""
    (place,) = [row.place_id for row in await found(lab, ACCOUNT) if row.user == "other"]

    async def work(tx: Tx) -> None:
        to = lab.people["ana"]
        await desk(lab, tx).send(INVITATION, lab.event, to=to, cause="there", terms=Terms(due=due), place=place)

    await lab.room.write(work)


async def test_an_open_form_is_closed(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """What was half written there as Ana is not finished by somebody we do not know."""
    first, second = two
    await second.says("/ask E1")
    await first.says("/data")
    await first.presses("Un-join native: Other")

    await second.fills(text="Who am I?")

    assert "This form is closed." in second.sees


async def test_the_page_forgets(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """The platform's own page shows nothing of Ana any more."""
    first, second = two
    await invite(lab, "ana")
    here = Account("native", "m1", "other")
    page = Place("native", "m1", "other", PAGE)
    await second.repeats(Envelope("page", here, page, Pressed("home", "home"), "Other"))
    assert "Consultation on the plan" in " ".join(lab.room.native.pages["other"].labels)
    await first.says("/data")

    await first.presses("Un-join native: Other")

    assert "I do not know you yet." in lab.room.native.pages["other"].text


async def test_the_account_in_use_stays(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """Nobody un-joins what they sit on, nor somebody else's account."""
    first, _ = two
    dan = await lab.arrives("dan")
    await first.forges(PartWith(await account(lab, "ana")).pack())
    assert "You are using this account just now." in first.sees

    await dan.forges(PartWith(await account(lab, "ana")).pack())

    assert "This account is not yours (any more)." in dan.sees
    assert lab.people["ana"] == await owner(lab, "ana")


async def test_a_code_from_an_account_that_is_gone(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """What the un-joined account asked for is decided on the one that is left, and shown nowhere else."""
    first, second = two
    code = await code_of(second)
    await first.says("/data")
    await first.presses("Un-join native: Other")

    await stranger(lab, "third").says(f"/start {code}")

    assert "says it is you, Ana Câmpeanu. Join them?" in first.sees
    assert [] == titled(second, "Join them?")


async def test_joined_again(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """An account that was un-joined can be joined anew, by somebody else as well."""
    first, second = two
    await first.says("/data")
    await first.presses("Un-join native: Other")
    dan = await lab.arrives("dan")

    await joins(lab, dan, second)

    assert lab.people["dan"] == await owner(lab, "other")


async def test_un_joining_is_in_the_log(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """Who un-joined what."""
    await two[0].says("/data")
    await two[0].presses("Un-join")

    log = [(row.person_id, row.action, row.object) for row in await found(lab, ACTIVITY)]
    assert (lab.people["ana"], "un-join account", f"account {await account(lab, 'other')}") in log


# --------------------------------------------------------------------------------------------------- being written to


@pytest.mark.both
async def test_choosing_a_platform(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """What is sent comes there, wherever Ana was last; the buttons offer what is not chosen."""
    first, second = two
    await first.says("/data")
    assert ["✉️ Write to me: memory", "✉️ Write to me: native"] == [one for one in first.labels if one[:2] == "✉️"]

    await first.presses("✉️ Write to me: native")
    await say(lab, "plums", ["ana"])

    assert "I write to you on native from now on." == first.told.toast
    assert (0, 1) == (len(titled(first, "plums")), len(titled(second, "plums")))
    assert "· native: Other – I write to you here ✉️" in first.sees
    assert ["✉️ Write to me: memory", "✉️ Wherever I was last"] == [one for one in first.labels if one[:2] == "✉️"]


async def test_wherever_i_was_last(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """The choice is taken back."""
    first, second = two
    await first.says("/data")
    await first.presses("✉️ Write to me: native")
    lab.room.clock.move(MONDAY + timedelta(minutes=1))

    await first.presses("✉️ Wherever I was last")
    await say(lab, "plums", ["ana"])

    assert (1, 0) == (len(titled(first, "plums")), len(titled(second, "plums")))
    assert "" == await channel(lab)


async def test_choosing_somebody_elses_account(lab: Lab, two: tuple[Seat, Seat]) -> None:
    """Only one's own accounts can be chosen."""
    dan = await lab.arrives("dan")

    await dan.forges(WriteTo(await account(lab, "other")).pack())

    assert "This account is not yours (any more)." in dan.sees


@pytest.mark.romanian
async def test_in_romanian(room: Room) -> None:
    """The whole way, as a Romanian reads it."""
    lab = await seed(room)
    ana = await lab.arrives("ana")
    await ana.says("/date")
    await ana.presses("🔗")
    other = stranger(lab)
    await other.says(f"/start {ana.sees.partition('/start ')[2][:8]}")

    assert "Contul native: Other, pe care nu îl cunosc încă, spune că sunteți dvs., Ana Câmpeanu. Le leg?" in ana.sees
    await ana.presses("✅ Da, eu sunt")
    assert "Contul este legat: de acum sunteți Ana Câmpeanu și aici." in other.sees
    await ana.says("/date")
    assert "Desprind native: Other" in ana.labels
