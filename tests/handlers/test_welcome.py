"""Welcome in conversation: help, languages, silence, and what is no message at all."""

import pytest

from bot.core import dialogue
from bot.core.routes import Routes
from bot.model.values import Reason, Role, Scope
from handlers import FEATURES
from storage.deliveries import DELIVERY
from storage.people import CONSENT, PERSON
from tests.handlers.neighbours import holder
from tests.handlers.steps import found, in_english, invite, titled
from tests.room import Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english

COMMANDS = Routes.of((dialogue.router, *FEATURES)).commands
SILENCED = "I will not write to you any more"


def listed(seat: Seat) -> set[str]:
    """The commands that the newest message names."""
    return {line.split(" ")[0].removeprefix("/") for line in seat.sees.splitlines() if line.startswith("/")}


def named(*roles: Role, last: bool = False) -> set[str]:
    """The commands whose doors ask for one of these roles, by their English (or last) names."""
    return {route.names[-1 if last else 0] for route in COMMANDS.values() if route.who in roles}


async def test_help_for_a_stranger(lab: Lab) -> None:
    """Somebody unknown sees what anyone may do."""
    seat = lab.room.seat("seat", language="en")

    await seat.says("/help")

    assert named(Role.ANYONE) == listed(seat)


async def test_help_for_a_representative(lab: Lab) -> None:
    """A representative sees nothing that only managers may."""
    ana = await lab.arrives("ana")

    await ana.says("/help")

    assert named(Role.ANYONE, Role.KNOWN, Role.STAKEHOLDER) == listed(ana)


@pytest.mark.parametrize("word", ["/help", "/ajutor", "help", "Ajutor!", "HELP"])
async def test_help_for_a_manager(lab: Lab, word: str) -> None:
    """A manager sees the manager's commands too, however they ask."""
    ilinca = await lab.arrives("ilinca")

    await ilinca.says(word)

    assert named(Role.MANAGER) <= listed(ilinca)


async def test_help_for_a_manager_of_one_event(lab: Lab) -> None:
    """Who manages one event only may do it somewhere, so it is listed."""
    await holder(lab, "vera", Role.MANAGER, Scope.EVENT, lab.event)
    await in_english(lab)
    vera = await lab.arrives("vera")

    await vera.says("/help")

    assert "invite" in listed(vera)


async def test_help_in_ones_language(lab: Lab) -> None:
    """A Romanian reader is told the Romanian words."""
    ana = await lab.arrives("ana")
    await ana.says("/limba")
    await ana.presses("Română")

    await ana.says("/ajutor")

    assert named(Role.ANYONE, Role.KNOWN, Role.STAKEHOLDER, last=True) == listed(ana)


async def language(lab: Lab, name: str) -> str:
    """What somebody reads."""
    (row,) = [row for row in await found(lab, PERSON) if row.id == lab.people[name]]
    return str(row.language)


@pytest.mark.both
async def test_another_language_redraws_what_stands(lab: Lab) -> None:
    """After the switch every live card reads in the new language, and the switch offers the way back."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    hello, invitation = ana.messages
    assert "miercuri" not in invitation.text

    await invitation_switch(ana)

    assert "ro" == await language(lab, "ana")
    assert "miercuri, 10 februarie 2027" in invitation.text
    assert "Consultare privind planul" in invitation.text
    assert (["🌐 English"], True) == (hello.labels, "🌐 English" in invitation.labels)


async def invitation_switch(seat: Seat) -> None:
    """The button on the newest card."""
    await seat.presses("🌐 Română")


async def test_there_and_back(lab: Lab) -> None:
    """Switched twice, everything reads as before."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    stood = ana.messages[1].text

    await ana.presses("🌐 Română")
    await ana.presses("🌐 English")

    assert ("en", stood) == (await language(lab, "ana"), ana.messages[1].text)


async def test_others_keep_theirs(lab: Lab) -> None:
    """One person's choice changes no other's cards."""
    ana, mia = await lab.arrives("ana"), await lab.arrives("mia")
    await invite(lab, "ana", "mia")

    await ana.presses("🌐 Română")

    assert ("en", 0) == (await language(lab, "mia"), mia.messages[1].edits)


async def test_a_strangers_language(lab: Lab) -> None:
    """Somebody unknown is spoken to in the language they chose, and becomes a person who reads it."""
    seat = lab.room.seat("seat", language="ro")
    await seat.says("/language")
    await seat.presses("English")

    await seat.says("/start")

    assert "What is your name?" in seat.sees


@pytest.mark.parametrize("word", ["STOP", "stop", "Stop.", " stop ", "STOP!", "stop!!"])
@pytest.mark.parametrize("asked", [False, True])
async def test_stop(lab: Lab, word: str, asked: bool) -> None:
    """A lone STOP is kept at once, however it is written, also while a form waits for an answer."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")
    if asked:
        await ana.says("/ask")

    await ana.says(word)

    assert SILENCED in ana.sees
    assert [("messages", False)] == [(row.kind, row.given) for row in await found(lab, CONSENT)]


ORGANISERS = "As an organiser you still get what only organisers can do"


async def test_an_organisers_stop(lab: Lab) -> None:
    """Who manages is told at once what comes all the same; nobody else is."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")

    await ilinca.says("STOP")
    await ana.says("STOP")

    assert (True, False) == (ORGANISERS in ilinca.sees, ORGANISERS in ana.sees)


async def test_stop_inside_a_sentence(lab: Lab) -> None:
    """A sentence with the word in it is a sentence."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")

    await ana.says("Does the tram stop there?")

    assert [] == await found(lab, CONSENT)


@pytest.mark.both
async def test_no_invitation_after_stop(lab: Lab) -> None:
    """Who asked for silence gets no invitation, and the row says why."""
    ana = await lab.arrives("ana")
    await ana.says("STOP")

    await invite(lab, "ana")

    assert [] == titled(ana, "✉️")
    assert [Reason.OPTED_OUT] == [r.reason for r in await found(lab, DELIVERY) if r.kind == "event.invitation"]


async def test_answers_after_stop(lab: Lab) -> None:
    """What one asks for oneself is answered all the same."""
    ana = await lab.arrives("ana")
    await ana.says("STOP")

    await ana.says("/rsvp E1 yes")

    assert "you are coming" in ana.sees


@pytest.mark.both
async def test_taken_back(lab: Lab) -> None:
    """Written to again, a person gets what is sent from then on."""
    ana = await lab.arrives("ana")
    await ana.says("STOP")
    await ana.presses("Write to me again")
    assert "I will write to you again." in ana.sees

    await invite(lab, "ana")

    assert 1 == len(titled(ana, "✉️"))
    assert [False, True] == [row.given for row in await found(lab, CONSENT)]


async def test_a_strangers_stop(lab: Lab) -> None:
    """Nobody unknown is written to anyway: the answer is the same, and offers no button that would be refused."""
    seat = lab.room.seat("seat", language="en")

    await seat.says("stop")

    assert SILENCED in seat.sees
    assert [] == seat.labels


async def test_an_unknown_command(lab: Lab) -> None:
    """It is named, and /help is."""
    ana = await lab.arrives("ana")

    await ana.says("/frobnicate now")

    assert "I do not know the command /frobnicate. /help lists what I can do." == ana.sees


async def test_an_edit(lab: Lab) -> None:
    """An edited message is not read, and the person is told."""
    ana = await lab.arrives("ana")

    await ana.edits_a_message()

    assert "I do not read edited messages. Please write it again as a new message." == ana.sees


@pytest.mark.parametrize("what", ["voice", "photo", "sticker", "file", "other"])
async def test_what_is_no_text(lab: Lab, what: str) -> None:
    """A voice note, a photo, a sticker: the person is asked to write it."""
    ana = await lab.arrives("ana")

    await ana.sends(what)

    assert "I can only read text here. Please write it." == ana.sees


async def test_what_is_no_text_in_a_form(lab: Lab) -> None:
    """While a question waits, it stays open."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")
    await ana.says("/ask")

    await ana.sends("voice")
    assert "Please write the answer as text." in ana.sees
    await ana.says("Is there parking?")

    assert "Your question has been passed on." in ana.sees


@pytest.mark.parametrize("command", ["/invite E1 all", "/report", "/announce", "/new_event"])
async def test_a_managers_command(lab: Lab, command: str) -> None:
    """From others it is refused, and nothing is done."""
    ana = await lab.arrives("ana")

    await ana.says(command)

    assert "Only the organisers can do this." in ana.sees
