"""Joining two accounts: a code on the one, typed on the other, a question back, and only its yes joins."""

import pytest

from bot.model.update import Pressed
from bot.model.values import Going
from handlers.joining.routes import Stop as StopJoin
from handlers.shared.presses import Answer
from storage.answers import RSVP
from storage.people import LINK, PENDING, PERSON
from tests.handlers.joining_steps import OVER, code_of, joins, joins_as_guest, stranger, types
from tests.handlers.steps import found, invite, owner, titled
from tests.room import Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.mark.both
async def test_an_unknown_account_becomes_hers(lab: Lab, ana: Seat) -> None:
    """Code, question with both names, yes: the account is Ana's, and both are told."""
    other = stranger(lab)
    await types(other, await code_of(ana))
    assert "I have asked Ana Câmpeanu on the other account (memory: Ana)." in other.sees
    assert "The account native: Other, which I do not know yet, says it is you, Ana Câmpeanu. Join them?" in ana.sees
    assert ["✅ Yes, it is me", "No"] == ana.labels
    assert None is await owner(lab, "other")

    await ana.presses("✅ Yes, it is me")

    assert lab.people["ana"] == await owner(lab, "other")
    assert "Joined: native: Other is yours." == ana.sees
    assert "This account is joined: you are Ana Câmpeanu here from now on." in other.sees
    assert len(lab.people) == len(await found(lab, PERSON))


async def test_a_guest_is_shown_by_the_name_they_gave(lab: Lab, ana: Seat) -> None:
    """Who the account is known as stands in the question."""
    guest = await joins_as_guest(lab)

    await types(guest, await code_of(ana))

    assert "The account native: Other, known here as Ana Pop (guest), says it is you, Ana Câmpeanu." in ana.sees


async def test_nothing_before_the_yes(lab: Lab, ana: Seat) -> None:
    """While the question stands the other account is who it was."""
    guest = await joins_as_guest(lab)
    before = await owner(lab, "other")

    await types(guest, await code_of(ana))

    assert before == await owner(lab, "other")
    assert ["Ana Pop"] == [row.name for row in await found(lab, PERSON) if row.id == before]


@pytest.mark.parametrize("kind", ["unknown", "guest", "dan"])
async def test_no(lab: Lab, ana: Seat, kind: str) -> None:
    """A no changes nothing, and the other account hears of it, whoever it is."""
    other = await somebody(lab, kind)
    before = await owner(lab, other.user)
    await types(other, await code_of(ana))

    await ana.presses("No")

    assert before == await owner(lab, other.user)
    assert "The other account said no, so nothing was changed." == other.sees
    assert "Not joined" in ana.sees


async def somebody(lab: Lab, kind: str) -> Seat:
    """Whoever may type a code."""
    match kind:
        case "guest":
            return await joins_as_guest(lab)
        case "dan":
            return await lab.arrives("dan", native=True)
    other = stranger(lab)
    await other.says("/help")
    return other


async def test_stop_on_the_account_that_typed_it(lab: Lab, ana: Seat) -> None:
    """Who was talked into typing a code takes it back; the yes comes too late then."""
    other = stranger(lab)
    await types(other, await code_of(ana))
    data = ana.messages[-1].data("✅ Yes, it is me")

    await other.presses("✖ Stop")
    await ana.forges(data)

    assert "Nothing was joined." in other.all_text
    assert None is await owner(lab, "other")
    assert OVER in ana.sees


async def test_only_who_typed_it_can_stop_it(lab: Lab, ana: Seat) -> None:
    """Somebody else's forged Stop stops nothing."""
    await types(stranger(lab), await code_of(ana))
    dan = await lab.arrives("dan")
    (link,) = [row.id for row in await found(lab, LINK) if row.kind == "join"]

    await dan.forges(StopJoin(link).pack())
    await ana.presses("✅ Yes, it is me")

    assert lab.people["ana"] == await owner(lab, "other")


async def test_the_question_comes_where_the_code_was_asked_for(lab: Lab, ana: Seat) -> None:
    """Of several accounts the one that asked is asked back, though another was used since."""
    second = await joins(lab, ana)
    code = await code_of(ana)
    await second.says("/help")
    third = lab.room.seat("third", language="en")

    await types(third, code)

    assert "says it is you, Ana Câmpeanu. Join them?" in ana.sees
    assert [] == titled(second, "Join them?")


async def test_the_same_platform_will_do(lab: Lab, ana: Seat) -> None:
    """A second account on the same platform can be joined too."""
    await joins(lab, ana, lab.room.seat("second", language="en"))

    assert lab.people["ana"] == await owner(lab, "second")


async def test_the_deep_link_is_the_code(lab: Lab, ana: Seat) -> None:
    """Where the platform has deep links the card has one, and opening it is typing the code."""
    code = await code_of(ana)

    assert f"https://memory.example.org/start/{code}" in ana.sees
    assert f"/start {code}" in ana.sees
    assert "until 09:15" in ana.sees


async def test_what_was_pressed_before_is_done(lab: Lab, ana: Seat) -> None:
    """A press in a group that waited for a name is done as Ana's, on the account that pressed."""
    ilinca, group = await lab.arrives("ilinca"), lab.room.group("North", native=True)
    other = stranger(lab)
    await ilinca.puts_us_into(group)
    await other.does(Pressed(Answer(lab.event, Going.YES).pack(), "1"), group)
    assert 1 == len(await found(lab, PENDING))

    await joins(lab, ana, other)

    assert [(lab.people["ana"], Going.YES)] == [(row.person_id, row.answer) for row in await found(lab, RSVP)]
    assert [] == await found(lab, PENDING)
    assert "Noted: you are coming" in other.all_text


async def test_the_open_invitations_come_to_the_new_account(lab: Lab, ana: Seat) -> None:
    """As to anybody who comes; and an answer on either shows on both."""
    await invite(lab, "ana")
    other = await joins(lab, ana)

    await other.presses("✅ I am coming")

    for seat in (ana, other):
        assert ["Noted: you are coming."] == [text[:22] for text in _noted(seat)]


def _noted(seat: Seat) -> list[str]:
    return [line for text in titled(seat, "✉️") for line in text.splitlines() if line.startswith("Noted")]
