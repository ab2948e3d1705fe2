"""What an erasure takes out, everywhere, and what it leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.values import Sending
from handlers.people.doors import PersonalLink
from storage.deliveries import DELIVERY
from storage.tables import answers, inbox, people, transcripts
from storage.transcribing import row as web_message
from storage.tx import Tx, add, many
from tests.handlers.privacy_steps import CHAT, MINUTES, NAME, at_home, deletes, rows, traces, with_traces
from tests.room import MONDAY, count
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.mark.both
@pytest.mark.parametrize("how", ["Without a name", "Delete everything"])
async def test_erasure_reaches_every_table(lab: Lab, how: str) -> None:
    """Afterwards no table holds the name, the address, an account's or chat's id, or a word they wrote."""
    seat, _ = await with_traces(lab)
    assert await traces(lab), "the search finds what is there"

    await deletes(seat, how)

    assert [] == await traces(lab)


async def test_other_peoples_chats_forget_too(lab: Lab) -> None:
    """The managers' cards show neither name nor words any more."""
    seat, ilinca = await with_traces(lab)
    assert NAME in ilinca.all_text

    await deletes(seat, "Without a name")

    assert [] == [needle for needle in (NAME, "Prima întrebare", "A doua") if needle in ilinca.all_text]


async def test_a_late_answers_notice_forgets_the_name(lab: Lab) -> None:
    """What was said to the organisers once, by name, says so no longer."""
    seat, ilinca = await at_home(lab)
    await lab.room.until(MONDAY + timedelta(days=34))
    await seat.says("/rsvp E1 nu")
    assert NAME in ilinca.sees

    await deletes(seat, "Without a name")

    assert NAME not in ilinca.all_text
    assert "This person has deleted their data." in ilinca.all_text


@pytest.mark.parametrize(("how", "left"), [("Without a name", 1), ("Delete everything", 0)])
async def test_answers_stay_without_a_name_or_go(lab: Lab, how: str, left: int) -> None:
    """Without a name the answer still counts for its organisation; everything takes it along."""
    seat, _ = await at_home(lab)

    await deletes(seat, how)

    assert (left, left) == (await rows(lab, answers.RSVP), await rows(lab, answers.RSVP_CHANGE))


async def test_the_log_and_consents_keep_the_number(lab: Lab) -> None:
    """Who did it is in the log by number; a consent stays by number too."""
    seat, _ = await at_home(lab)
    await seat.says("/data")
    await seat.presses("Stop messages")

    await deletes(seat, "Delete everything")

    async with lab.room.read() as tx:
        done = {one.action for one in await many(tx, people.ActivityRow, people.ACTIVITY.select())}
    assert "erase own data" in done
    assert 1 == await rows(lab, people.CONSENT)


async def test_others_keep_their_data(lab: Lab) -> None:
    """One person's erasure leaves everybody else as they were."""
    dan = await lab.arrives("dan")
    await dan.says("/rsvp E1 da")
    seat, _ = await at_home(lab)

    await deletes(seat, "Delete everything")

    await dan.says("/data")
    assert "Name: Dan Munteanu" in dan.sees
    assert "1 answer" in dan.sees


async def test_dead_letters_and_web_chats_go_too(lab: Lab) -> None:
    """A dead letter of the account and the memory of its web chat are emptied; others' stay."""
    seat, _ = await at_home(lab)

    async def leave_traces(tx: Tx) -> None:
        for user, person in ((CHAT, lab.people["ana"]), ("somebody", lab.people["dan"])):
            place = await add(tx, people.PlaceRow(platform="web", installation="web", chat=user))
            account = people.AccountRow(platform="web", installation="web", user=user, used_at=MONDAY)
            account.person_id, account.place_id = person, place
            await add(tx, account)
            await tx.execute(transcripts.WEB_MESSAGE.insert(), web_message(user, "k", "sealed", MONDAY, ours=True))
            letter = {
                "platform": "memory",
                "installation": "m1",
                "source": user,
                "received_at": MONDAY,
                "id": -len(user),
            }
            lane = f"memory:m1:{user}"
            await tx.execute(
                inbox.INBOX.insert(), {**letter, "lane": lane, "payload": "sealed", "state": "dead", "attempts": 3}
            )

    await lab.room.write(leave_traces)

    await deletes(seat, "Without a name")

    async with lab.room.read() as tx:
        assert 1 == await count(tx, transcripts.WEB_MESSAGE)
        dead = await many(tx, inbox.InboxRow, select(inbox.INBOX).where(inbox.INBOX.c.payload != ""))
    assert ["memory:m1:somebody"] == [one.lane for one in dead]


async def test_the_place_waits_for_the_last_message(lab: Lab) -> None:
    """While the last message can not go out its chat is kept, and taken away when it has gone."""
    seat, _ = await at_home(lab)
    await seat.says("/data")
    await seat.presses("🗑 Delete my data")
    held = (
        DELIVERY.update().where(DELIVERY.c.person_id.is_(None)).values(state=Sending.STALE, due=MONDAY + timedelta(1))
    )

    await seat.presses("Without a name")
    await lab.room.write(lambda tx: tx.execute(held))
    await lab.room.until(MONDAY + MINUTES)
    kept = await traces(lab)
    await lab.room.until(MONDAY + timedelta(days=2))

    assert any("place.chat" in one for one in kept)
    assert [] == await traces(lab)


async def test_no_name_stays_on_the_card_of_a_link(lab: Lab) -> None:
    """The manager's card with the personal link is over, and names nobody."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ilinca.forges(PersonalLink(lab.people["ana"]).pack())
    shown = ilinca.all_text
    await ana.says("/data")
    await ana.presses("🗑")
    await ana.presses("Without a name")

    assert "Ana Câmpeanu" in shown
    assert "Ana Câmpeanu" not in ilinca.all_text
