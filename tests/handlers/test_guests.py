"""Guests in conversation: who comes without a link says who they are, and a manager decides with one tap."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from bot.model.values import Going, Scope
from handlers.shared.presses import Answer, Begin, ConfirmGuest, Manage
from storage.answers import RSVP
from storage.people import ACTIVITY, AFFILIATION, GRANT, PERSON, OrganisationRow
from storage.tx import add
from tests.handlers.neighbours import neighbours
from tests.handlers.steps import another_event, found, in_english, invite, titled
from tests.room import Room, Seat
from tests.seeds import Lab, seed


@pytest.fixture
async def lab(room: Room) -> Lab:
    """A seeded lab in which everyone reads English, and two organisations whose names begin alike."""
    made = await in_english(await seed(room))
    row = OrganisationRow(programme_id=made.programme, key="SUD", name="Atelierul Sud")
    await room.write(lambda tx: add(tx, row))
    return made


async def guest(lab: Lab, name: str = "Zoe Pavel", organisation: str = "oxid", *, native: bool = False) -> Seat:
    """Somebody without a link, who has told name and organisation."""
    seat = lab.room.seat("zoe", native=native, language="en")
    await seat.says("/start")
    if native:
        await seat.fills(name=name, organisation=organisation)
    else:
        await seat.says(name)
        await seat.says(organisation)
    return seat


async def arrived(lab: Lab) -> bool:
    """Whether Zoe is a person by now."""
    return "Zoe Pavel" in [row.name for row in await found(lab, PERSON)]


@pytest.mark.both
@pytest.mark.parametrize("native", [False, True])
async def test_from_the_first_word_to_a_confirmed_answer(lab: Lab, native: bool) -> None:
    """A guest sees the public events, answers, counts apart, and counts with the others once confirmed."""
    ilinca = await lab.arrives("ilinca")
    zoe = await guest(lab, native=native)
    assert "Thank you, Zoe Pavel. You can answer at once." in zoe.sees
    assert "Zoe Pavel says they represent Hubul Oxid & Co." in ilinca.sees

    await zoe.presses("Consultation on the plan")
    await zoe.presses("✅ I am coming")
    assert [(Going.YES, True)] == [(row.answer, row.guest) for row in await found(lab, RSVP)]
    await ilinca.presses("✅ Confirm")

    assert [(Going.YES, False)] == [(row.answer, row.guest) for row in await found(lab, RSVP)]
    assert "The organisers have confirmed that you represent Hubul Oxid & Co." in zoe.sees
    assert [(True, lab.organisations["oxid"])] == [
        (row.confirmed, row.organisation_id) for row in await found(lab, AFFILIATION) if row.person_id > 5
    ]


async def test_a_manager_who_wrote_stop_is_asked(lab: Lab) -> None:
    """The guest is told that an organiser will confirm, so the request reaches one who asked for silence."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("STOP")

    zoe = await guest(lab)

    assert "An organiser still confirms for whom you speak" in zoe.sees
    assert "Zoe Pavel says they represent Hubul Oxid & Co." in ilinca.sees


async def test_hello_once(lab: Lab) -> None:
    """Who the bot is is said once, before the questions."""
    zoe = await guest(lab)

    assert 1 == len(titled(zoe, "a program, not a person"))
    assert "a program, not a person" in zoe.messages[0].text


async def test_the_managers_card_counts_guests_apart(lab: Lab) -> None:
    """On the manager's live card the guest moves to the others with the confirmation."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.forges(Manage(lab.event).pack())
    zoe = await guest(lab)
    await zoe.forges(Answer(lab.event, Going.YES).pack())
    (managed,) = [message for message in ilinca.messages if "Open for answers" in message.text]
    assert "1 guest whom nobody has confirmed, 1 of them coming" in managed.text

    await ilinca.presses("✅ Confirm")

    assert "guest" not in managed.text
    assert "1 person: ✅ 1" in managed.text


@pytest.mark.parametrize("written", ["Hubul Oxid & Co", "hubul oxid", "OXID", " oxid ", "Oxid & Co"])
async def test_a_part_of_the_name_is_enough(lab: Lab, written: str) -> None:
    """Organisations are found by name, part or id, whatever the case."""
    zoe = await guest(lab, organisation=written)

    assert await arrived(lab)
    assert "An organiser still confirms for whom you speak" in zoe.sees


async def test_diacritics_do_not_matter(lab: Lab) -> None:
    """`Begai` is Begăi."""
    await guest(lab, organisation="malul begai")

    assert await arrived(lab)


async def test_several_fit(lab: Lab) -> None:
    """Several that fit are offered as buttons, and a tap chooses."""
    ilinca = await lab.arrives("ilinca")
    zoe = await guest(lab, organisation="atelierul")
    assert "Several organisations fit. Which one is it?" in zoe.sees
    assert ["Atelierul Nord", "Atelierul Sud", "Another one: atelierul", "I speak for myself"] == zoe.labels

    await zoe.presses("Atelierul Sud")

    assert "Zoe Pavel says they represent Atelierul Sud." in ilinca.sees


async def test_none_fits(lab: Lab) -> None:
    """For an organisation that nobody knows one may also speak for oneself; no manager is asked then."""
    ilinca = await lab.arrives("ilinca")
    before = len(ilinca.messages)
    zoe = await guest(lab, organisation="Casa Albă")
    assert "I know no organisation of this name." in zoe.sees

    await zoe.presses("I speak for myself")

    assert await arrived(lab)
    assert "An organiser still confirms" not in zoe.sees
    assert before == len(ilinca.messages)


async def test_native_complaints_have_the_same_repairs(lab: Lab) -> None:
    """In a form of the platform the complaint stands at the field, and its repairs can be taken."""
    zoe = await guest(lab, organisation="atelierul", native=True)
    assert {"organisation": "Several organisations fit. Which one is it?"} == zoe.complaints
    (field,) = [field for field in zoe.form.fields if field.name == "organisation"]

    await zoe.fills(organisation=dict(field.repairs)["I speak for myself"])

    assert await arrived(lab)


@pytest.mark.parametrize("name", ["", " ", "x" * 121])
async def test_a_name_that_is_none(lab: Lab, name: str) -> None:
    """Without a name, or with a very long one, nobody is made."""
    zoe = lab.room.seat("zoe", native=True, language="en")
    await zoe.says("/start")

    await zoe.fills(name=name, organisation="oxid")

    assert ["name"] == list(zoe.complaints)
    assert len(await found(lab, PERSON)) == len(lab.people)


async def test_declined(lab: Lab) -> None:
    """Declined, the guest keeps the answer as a guest's and is told; the card can not be used again."""
    ilinca = await lab.arrives("ilinca")
    zoe = await guest(lab)
    await zoe.forges(Answer(lab.event, Going.YES).pack())

    await ilinca.presses("Decline")

    assert "could not confirm that you represent Hubul Oxid & Co." in zoe.sees
    assert [True] == [row.guest for row in await found(lab, RSVP)]
    assert "Declined." in ilinca.messages[-1].text
    assert [] == ilinca.labels


async def test_decided_once(lab: Lab) -> None:
    """A second decision changes nothing and says so."""
    ilinca = await lab.arrives("ilinca")
    await guest(lab)
    data = ilinca.messages[-1].data("Decline")
    await ilinca.presses("✅ Confirm")

    await ilinca.forges(data)

    assert "This has been decided already." in ilinca.sees
    assert all(row.until is None for row in await found(lab, AFFILIATION))


async def test_nobody_confirms_themselves(lab: Lab) -> None:
    """A guest's or a representative's forged confirmation is refused and recorded."""
    await lab.arrives("ilinca")
    zoe, ana = await guest(lab), await lab.arrives("ana")
    (row,) = [row for row in await found(lab, AFFILIATION) if not row.confirmed]

    for seat in (zoe, ana):
        await seat.forges(ConfirmGuest(row.id).pack())

    assert [False] == [one.confirmed for one in await found(lab, AFFILIATION) if one.id == row.id]
    assert ["guest.yes", "guest.yes"] == [r.action for r in await found(lab, ACTIVITY) if r.result == "refused"]


async def test_a_guest_sees_the_events_of_their_programme_only(lab: Lab) -> None:
    """Where there are several programmes, the organisation decides whose events are shown."""
    await neighbours(lab)
    zoe = await guest(lab, organisation="VECIN")

    assert ["Seara vecinilor (in Romanian)"] == zoe.labels


async def test_nothing_is_promised_where_a_programme_has_no_manager(lab: Lab) -> None:
    """The guest is told how things are, and whom to tell."""
    await neighbours(lab)
    narrower = {"scope": Scope.PROGRAMME, "scope_id": lab.programme}
    await lab.room.write(lambda tx: tx.execute(update(GRANT).values(**narrower)))

    zoe = await guest(lab, organisation="VECIN")

    assert "Nobody here can confirm for whom you speak yet" in zoe.sees


async def test_a_guest_is_asked_about_what_the_welcome_offered(lab: Lab) -> None:
    """Whoever was told that they can answer at once may also do it by the command, and change it so."""
    await another_event(lab, "E2", "A second evening", date(2027, 2, 11))
    zoe = await guest(lab)
    offered = zoe.labels
    await zoe.says("/rsvp E1 yes")

    await zoe.says("/rsvp")

    assert offered == [label.split(" · ")[-1] for label in zoe.labels]


async def test_a_guest_with_one_event_sees_its_card(lab: Lab) -> None:
    """As an invited person does."""
    zoe = await guest(lab)

    await zoe.says("/confirmare")

    assert "✅ I am coming" == zoe.labels[0]


async def test_a_guest_is_not_asked_about_what_has_begun(lab: Lab) -> None:
    """It could no longer be answered."""
    zoe = await guest(lab)
    await lab.room.until(datetime(2027, 2, 10, 9, 30, tzinfo=UTC))

    assert "There is nothing to answer just now." == await zoe.says("/rsvp")


async def test_who_is_known_is_no_guest(lab: Lab) -> None:
    """Somebody we know does not become a second person by an old button."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.forges(Begin().pack())
    await ana.says("Ana Bis")

    await ana.says("nord")

    assert "You are known here already." in ana.sees
    assert len(lab.people) == len(await found(lab, PERSON))


async def test_a_stranger_who_writes_may_begin(lab: Lab) -> None:
    """Free text of a stranger is answered with the way in: hello, then the questions."""
    zoe = lab.room.seat("zoe", language="en")
    await zoe.says("Is there parking?")

    await zoe.presses("Begin")

    assert ["a program, not a person" in message.text for message in zoe.messages[-2:]] == [True, False]
    assert "What is your name?" in zoe.sees


async def test_two_guests_of_one_name(lab: Lab) -> None:
    """People are never one because of their name."""
    await guest(lab, name="Ana Câmpeanu", organisation="nord")

    assert 2 == [row.name for row in await found(lab, PERSON)].count("Ana Câmpeanu")
