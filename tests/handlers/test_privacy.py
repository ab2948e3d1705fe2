"""What is kept of a person, and how it goes."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.model.update import Pressed
from bot.model.values import Going, Role, Scope, Sending
from handlers.people.doors import PersonalLink
from handlers.shared.presses import Answer
from storage import accounts, linkage
from storage.columns import metadata
from storage.deliveries import DELIVERY
from storage.people import ACCOUNT, PENDING, PERSON, GrantRow, PersonRow
from storage.tables import answers, inbox, people, transcripts
from storage.transcribing import row as web_message
from storage.tx import Tx, add, many
from tests.handlers.steps import found
from tests.room import MONDAY, Seat, count
from tests.seeds import Lab

pytestmark = pytest.mark.english

CHAT, OTHER_CHAT = "770011223", "880011223"
NAME, EMAIL, WORDS = "Zvonimira Quaranta", "zvonimira@example.org", "nepovestita"
NEEDLES = ("Zvonimira", "Quaranta", EMAIL, WORDS, CHAT, OTHER_CHAT)
MINUTES = timedelta(minutes=5)


async def opens_link(lab: Lab, name: str, user: str, *, native: bool = False) -> Seat:
    """The person opens their personal link with an account of this id, as if it were the first time."""
    link = await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people[name], MONDAY))
    await lab.room.write(lambda tx: tx.execute(people.LINK.update().values(opened_at=None)))
    seat = lab.room.seat(user, native=native, language="en")
    await seat.says(f"/start {await lab.room.token('p', link.id)}")
    return seat


async def at_home(lab: Lab) -> tuple[Seat, Seat]:
    """Zvonimira has arrived and said yes; Ilinca manages."""
    called = {"name": NAME, "email": EMAIL}
    await lab.room.write(lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["ana"]).values(called)))
    ilinca = await lab.arrives("ilinca")
    seat = await opens_link(lab, "ana", CHAT)
    await seat.says("/rsvp E1 da")
    return seat, ilinca


async def with_traces(lab: Lab) -> tuple[Seat, Seat]:
    """Zvonimira has two accounts, and has left words in every way a person can."""
    first, ilinca = await at_home(lab)
    second = await opens_link(lab, "ana", OTHER_CHAT, native=True)
    await first.says(f"/rsvp {WORDS}")
    await first.says("/ask E1")
    await first.says(f"Prima întrebare {WORDS}")
    await second.says(f"Ciornă {WORDS}")
    await second.says("/ask E1")
    await second.fills(text=f"A doua întrebare {WORDS}")
    await ilinca.presses("✍️ Answer")
    await ilinca.says(f"Răspuns cu {WORDS}")
    await second.says("/data")
    await second.presses("⬇️ Download")
    await first.says("/data")
    await first.presses("✏️ Correct")
    await first.says(f"{NAME} {WORDS}")
    return first, ilinca


async def deletes(seat: Seat, how: str) -> None:
    """Ask to be forgotten, and wait until the chat itself is taken away."""
    await seat.says("/data")
    await seat.presses("🗑 Delete my data")
    await seat.presses(how)
    await seat.room.until(seat.room.clock.now() + MINUTES)


async def everything(lab: Lab) -> list[str]:
    """Every value of every row of every table as text, with where it stands."""
    found: list[str] = []
    async with lab.room.read() as tx:
        for name, table in metadata.tables.items():
            for row in (await tx.execute(table.select())).all():
                found += [f"{name}.{column}: {_text(value)}" for column, value in row._mapping.items()]
    return found


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


async def traces(lab: Lab) -> list[str]:
    """Where anything still tells of Zvonimira."""
    return [one for one in await everything(lab) if any(needle.casefold() in one.casefold() for needle in NEEDLES)]


async def rows(lab: Lab, table: Any) -> int:
    """How many rows a table has about Zvonimira."""
    async with lab.room.read() as tx:
        mine = table.select().where(table.c.person_id == lab.people["ana"])
        return len((await tx.execute(mine)).all())


# ------------------------------------------------------------------------------------------------------------- seeing


@pytest.mark.both
async def test_what_is_kept(lab: Lab) -> None:
    """/data says in words and figures what is kept, and /date is the same."""
    seat, _ = await with_traces(lab)
    await seat.says("/cancel")

    await seat.says("/date")

    assert f"Name: {NAME}" in seat.sees
    assert "Organisation: Atelierul Nord" in seat.sees
    assert f"E-mail: {EMAIL}" in seat.sees
    assert f"· memory: {CHAT} (this one) – I write to you here ✉️\n· native: {OTHER_CHAT}" in seat.sees
    assert "0 invitations, 1 answer, 2 questions" in seat.sees


async def test_see_shows_answers_and_questions(lab: Lab) -> None:
    """See lists the answers by event and the questions."""
    seat, _ = await with_traces(lab)
    await seat.says("/data")

    await seat.presses("👁 See")

    assert "Consultation on the plan" in seat.sees
    assert "you are coming" in seat.sees
    assert f"Prima întrebare {WORDS}" in seat.sees


async def test_a_draft_is_no_question(lab: Lab) -> None:
    """What was offered and not sent is neither counted nor listed; the file has it, as a draft, while it lies there."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")
    await ana.says("Is there a tram?")
    assert "📤 Send" == ana.labels[0]

    await ana.says("/data")
    assert "0 questions" in ana.sees
    await ana.presses("👁 See")
    assert "tram" not in ana.sees

    assert ["draft"] == [one["state"] for one in (await downloaded(ana))["questions"]]


async def downloaded(seat: Seat) -> dict[str, Any]:
    """The file behind [Download]."""
    await seat.says("/data")
    await seat.presses("⬇️ Download")
    (document,) = seat.messages[-1].drawn.documents
    assert ("sfat-data.json", "application/json") == (document.name, document.media_type)
    found: dict[str, Any] = json.loads(document.content.decode("utf-8"))
    return found


async def test_the_file_holds_what_is_kept(lab: Lab) -> None:
    """The download is JSON with the person, their answers, questions and accounts."""
    seat, _ = await with_traces(lab)

    found = await downloaded(seat)

    assert (NAME, EMAIL) == (found["person"][0]["name"], found["person"][0]["email"])
    assert [("E1", "yes")] == [(one["event"], one["answer"]) for one in found["answers"]]
    assert {CHAT, OTHER_CHAT} == {one["user"] for one in found["accounts"]}
    assert 3 == len(found["questions"])


async def test_the_file_holds_nobody_elses_data(lab: Lab) -> None:
    """Not a word of anybody else is in the file, though others answered and asked as well."""
    seat, _ = await with_traces(lab)
    dan = await lab.arrives("dan")
    await dan.says("/rsvp E1 nu")
    await dan.says("/ask E1")
    await dan.says("Întrebarea lui Dan")

    text = json.dumps(await downloaded(seat), ensure_ascii=False)

    assert not [other for other in ("Munteanu", "Ilinca", "Întrebarea lui Dan", '"no"') if other in text]


@pytest.mark.parametrize("view", ["data.kept", "data.seen", "data.file", "data.delete"])
async def test_nobody_sees_anothers_data(lab: Lab, view: str) -> None:
    """A view of somebody's data draws nothing for any other reader, a manager included."""
    await at_home(lab)
    ilinca = await lab.arrives("ilinca")
    values = {"kind": view, "subject": str(lab.people["ana"]), "person_id": lab.people["ilinca"], "lane": 0}

    await lab.room.write(lambda tx: tx.execute(DELIVERY.insert().values(**values, due=MONDAY, state=Sending.QUEUED)))
    lab.room.program.courier.wake()
    await lab.room.settle()

    assert EMAIL not in ilinca.all_text
    async with lab.room.read() as tx:
        state = (
            await tx.execute(
                select(DELIVERY.c.state).where(
                    DELIVERY.c.kind == view,
                    DELIVERY.c.subject == values["subject"],
                    DELIVERY.c.person_id == lab.people["ilinca"],
                )
            )
        ).scalar_one()
    assert Sending.SKIPPED == state


async def test_a_stranger_is_not_let_in(lab: Lab) -> None:
    """Who is not known has no data to see."""
    stranger = lab.room.seat("stranger", language="en")

    await stranger.says("/data")

    assert "I do not know you yet." in stranger.sees


# --------------------------------------------------------------------------------------------------------- correcting


@pytest.mark.parametrize("native", [False, True])
async def test_correcting(lab: Lab, native: bool) -> None:
    """Name and e-mail are corrected by the person; the card shows them and the log that it was done."""
    ana = await lab.arrives("ana", native=native)
    await ana.says("/data")
    await ana.presses("✏️ Correct")
    if native:
        await ana.fills(name="Ana  Pop", email="ana@example.org")
    else:
        await ana.says("Ana  Pop")
        await ana.says("ana@example.org")

    assert "Name: Ana Pop" in ana.sees
    assert "E-mail: ana@example.org" in ana.sees
    async with lab.room.read() as tx:
        log = await many(tx, people.ActivityRow, people.ACTIVITY.select())
    assert [("correct own data", lab.people["ana"])] == [(one.action, one.person_id) for one in log]


async def test_an_email_can_be_taken_away(lab: Lab) -> None:
    """Left empty, the address is no longer kept."""
    ana = await lab.arrives("ana", native=True)
    for email in ("ana@example.org", ""):
        await ana.says("/data")
        await ana.presses("✏️ Correct")
        await ana.fills(email=email)

    assert "E-mail" not in ana.sees


@pytest.mark.parametrize("wrong", ["ana", "ana@", "@example.org", "ana@example", "a b@example.org", "a@b..org"])
async def test_what_is_no_address_is_refused(lab: Lab, wrong: str) -> None:
    """An e-mail address that can not be one gets one sentence, and nothing changes."""
    ana = await lab.arrives("ana", native=True)
    await ana.says("/data")
    await ana.presses("✏️ Correct")

    await ana.fills(name="Altcineva", email=wrong)

    assert "no e-mail address" in ana.complaints["email"]
    assert "Altcineva" not in "".join(await everything(lab))


# ------------------------------------------------------------------------------------------------------------ silence


async def test_stop_and_write_again(lab: Lab) -> None:
    """One button stops messages and becomes the one that takes the silence back."""
    ana = await lab.arrives("ana")
    await ana.says("/data")

    await ana.presses("Stop messages")
    stopped = ana.sees
    await ana.presses("Write to me again")

    assert "You asked me not to write to you." in stopped
    assert "You asked me not to write to you." not in ana.sees
    assert "Stop messages" in ana.labels


async def test_an_organisers_silence(lab: Lab) -> None:
    """The card of an organiser who asked for silence says what comes all the same."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/data")

    await ilinca.presses("Stop messages")

    assert "As an organiser you still get what only organisers can do" in ilinca.sees


# ----------------------------------------------------------------------------------------------------------- deleting


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


async def test_the_last_message_is_in_the_readers_language(lab: Lab) -> None:
    """The chat gets one last message, and it says that it is done."""
    seat, _ = await at_home(lab)
    await seat.says("/data")
    await seat.presses("🗑 Delete my data")

    await seat.presses("Without a name")

    assert "Your data is deleted." in seat.sees


async def test_the_question_says_that_it_is_final(lab: Lab) -> None:
    """Before it is done, one question says what happens and that it can not be undone; Keep changes nothing."""
    seat, _ = await at_home(lab)
    await seat.says("/data")
    await seat.presses("🗑 Delete my data")
    asked = seat.sees

    await seat.presses("✖ Keep")

    assert "This cannot be undone." in asked
    assert f"Name: {NAME}" in seat.sees


async def test_who_writes_again_is_new(lab: Lab) -> None:
    """The same account is a stranger's afterwards."""
    seat, _ = await at_home(lab)
    await deletes(seat, "Without a name")

    await seat.says("/data")

    assert "I do not know you yet." in seat.sees


async def test_who_writes_again_at_once_keeps_their_chat(lab: Lab) -> None:
    """Somebody who writes within the minute is new and keeps the chat they write in."""
    seat, _ = await at_home(lab)
    await seat.says("/data")
    await seat.presses("🗑 Delete my data")
    await seat.presses("Without a name")
    await seat.says("/start")

    await lab.room.until(lab.room.clock.now() + MINUTES)
    await seat.says("Cineva Nou")

    assert "Which organisation do you represent?" in seat.sees


async def test_a_second_tap_brings_nothing_back(lab: Lab) -> None:
    """A double tap on the last button is no new beginning: still nothing tells of them afterwards."""
    seat, _ = await at_home(lab)
    await seat.says("/data")
    await seat.presses("🗑 Delete my data")
    payload, message = seat.messages[-1].data("Delete everything"), seat.messages[-1].id
    await seat.forges(payload, message)

    await seat.forges(payload, message)
    await lab.room.until(lab.room.clock.now() + MINUTES)

    assert [] == await traces(lab)


async def test_the_old_link_opens_nothing(lab: Lab) -> None:
    """The personal link is dead, and the next person's new link is another one."""
    seat, _ = await at_home(lab)
    link = await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people["ana"], MONDAY))
    token = await lab.room.token("p", link.id)
    await deletes(seat, "Delete everything")
    await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people["radu"], MONDAY))

    await seat.says(f"/start {token}")

    assert "does not open anything" in seat.sees


async def test_nothing_is_sent_to_whom_nobody_knows(lab: Lab) -> None:
    """What is sent to everyone who said yes passes by those who are gone: they do not wait for first contact."""
    seat, _ = await at_home(lab)
    await deletes(seat, "Without a name")

    await lab.room.until(MONDAY + timedelta(days=40))

    async with lab.room.read() as tx:
        mine = DELIVERY.c.person_id == lab.people["ana"]
        states = set((await tx.execute(select(DELIVERY.c.state).where(mine))).scalars())
    assert states <= {Sending.SENT, Sending.CANCELLED, Sending.SKIPPED}


async def test_the_last_manager_stays(lab: Lab) -> None:
    """The last manager is asked to name another one first, and nothing is deleted."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/data")

    await ilinca.presses("🗑 Delete my data")
    await ilinca.forges("data.erase:name")

    assert "You are the last manager here." in ilinca.sees
    assert "Ilinca Văluranu" in "".join(await everything(lab))


async def test_a_manager_beside_another_can_go(lab: Lab) -> None:
    """With another manager in place one may go, and manages nothing afterwards."""

    async def another(tx: Tx) -> None:
        number = await add(tx, PersonRow(name="Sorin Gheață", language="ro"))
        await add(tx, GrantRow(person_id=number, role=Role.MANAGER, scope=Scope.INSTALLATION, since=MONDAY))

    await lab.room.write(another)
    ilinca = await lab.arrives("ilinca")

    await deletes(ilinca, "Without a name")

    assert "Ilinca Văluranu" not in "".join(await everything(lab))


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


async def test_a_press_that_was_kept_is_no_hindrance(lab: Lab) -> None:
    """Who pressed in a group before they were known, and never finished it, can be forgotten like everybody."""
    group = lab.room.group("North")
    vlad = lab.room.seat("vlad")
    await vlad.does(Pressed(Answer(lab.event, Going.YES).pack(), "1"), group)
    await vlad.says("/start here")
    await vlad.says("/cancel")
    number = (await found(lab, ACCOUNT))[0].id
    await lab.room.write(lambda tx: accounts.tie(tx, number, lab.people["ana"]))
    await vlad.says("/data")
    await vlad.presses("🗑")
    await vlad.presses("Delete everything")

    assert [] == await found(lab, PENDING)
    assert "Your data is deleted." in vlad.all_text


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
