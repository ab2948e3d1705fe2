"""The entrance in conversation: who comes by a personal link, comes again, or comes by somebody else's."""

import pytest

from bot.model.values import Sending
from handlers.shared.presses import Manage
from storage.answers import INVITATION, RSVP
from storage.deliveries import DELIVERY
from storage.people import LINK, PERSON
from tests.handlers.entrance_steps import CLOSED, HELLO, token_of
from tests.handlers.steps import found, invite, owner, titled
from tests.room import Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def test_nothing_is_asked_of_who_comes_by_a_link(lab: Lab) -> None:
    """Hello and the open invitations come at once, hello first; no question is put."""
    await invite(lab, "ana")

    ana = await lab.arrives("ana")

    assert [True, False] == [HELLO in message.text for message in ana.messages]
    assert "✉️ Invitation for Atelierul Nord" in ana.messages[1].text
    assert ["✅ I am coming"] == ana.labels[:1]


@pytest.mark.parametrize(
    "written",
    [
        "https://lab.example.org/rsvp/{token}",
        "lab.example.org/rsvp/{token}/",
        "https://t.me/lab_bot?start={token}",
        "<https://t.me/lab_bot?utm=mail&start={token}|link>",
    ],
)
async def test_the_whole_address_is_as_good_as_its_token(lab: Lab, written: str) -> None:
    """Who copies the link out of a mail pastes all of it."""
    seat = lab.room.seat("ana", language="en")

    await seat.says(f"/start {written.format(token=await token_of(lab, 'ana'))}")

    assert "Welcome, Ana Câmpeanu!" in seat.all_text


async def test_an_address_without_a_token_of_ours(lab: Lab) -> None:
    """Opens nothing, as a wrong code does."""
    seat = lab.room.seat("seat", language="en")

    await seat.says("/start https://lab.example.org/rsvp/no-such-token")

    assert CLOSED == seat.sees


async def test_who_comes_again_and_has_nothing_to_answer(lab: Lab) -> None:
    """A greeting alone would leave them wondering what they have come for."""
    ana = await lab.arrives("ana")

    await ana.says("/start")

    assert "There is no open invitation for you just now." == ana.sees.partition(" As soon")[0]


async def test_the_welcome_says_for_whom_one_speaks(lab: Lab) -> None:
    """Whoever opened somebody else's link notices, and says so."""
    ana = await lab.arrives("ana")

    assert "Welcome, Ana Câmpeanu! Here you represent Atelierul Nord." in ana.messages[0].text.splitlines()


async def test_a_stranger_is_welcomed_for_nobody(lab: Lab) -> None:
    """We do not know yet who they are."""
    seat = lab.room.seat("seat", language="en")
    await seat.says("/start")

    assert "Welcome" not in seat.messages[0].text


@pytest.mark.both
async def test_invited_before_arriving(lab: Lab) -> None:
    """An invitation that waited for first contact comes on arrival, exactly once, and counts as opened."""
    await invite(lab, "ana")
    assert [Sending.WAITING] == [row.state for row in await found(lab, DELIVERY)]

    ana = await lab.arrives("ana")

    assert 1 == len(titled(ana, "✉️ Invitation"))
    assert [lab.room.clock.now()] == [row.opened_at for row in await found(lab, INVITATION)]


async def test_invited_after_arriving(lab: Lab) -> None:
    """Who is here already gets it when it is sent, once."""
    ana = await lab.arrives("ana")
    assert [] == titled(ana, "✉️")

    await invite(lab, "ana")

    assert 1 == len(titled(ana, "✉️"))


async def comes_again(lab: Lab, seat: Seat, how: str) -> None:
    """Say /start, or open one's own link again."""
    await seat.says("/start" if how == "bare" else f"/start {await token_of(lab, 'ana')}")


@pytest.mark.both
@pytest.mark.parametrize("how", ["bare", "link"])
async def test_who_comes_again_sees_what_is_open(lab: Lab, how: str) -> None:
    """The open invitations come anew below the greeting, and both copies that stand show the answer."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await comes_again(lab, ana, how)
    assert "✉️ Invitation for Atelierul Nord" in ana.sees
    await ana.presses("✅ I am coming")

    assert [True, True] == ["you are coming" in text for text in titled(ana, "✉️ Invitation")]


@pytest.mark.parametrize("how", ["bare", "link"])
async def test_coming_again_and_again(lab: Lab, how: str) -> None:
    """The newest two copies keep their buttons; nobody is invited twice, and the managers' count stays."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await invite(lab, "ana")

    for _ in range(3):
        await comes_again(lab, ana, how)

    copies = [message for message in ana.messages if "✉️ Invitation" in message.text]
    assert [False, False, True, True] == [bool(message.labels) for message in copies]
    assert (1, 0) == (len(await found(lab, INVITATION)), len(await found(lab, RSVP)))
    await ilinca.forges(Manage(lab.event).pack())
    assert "1 person: ✅ 0" in ilinca.sees


async def test_who_comes_again_has_opened_it(lab: Lab) -> None:
    """An invitation that silence had held back is open once its reader has asked for it."""
    ana = await lab.arrives("ana")
    await ana.says("STOP")
    await invite(lab, "ana")
    assert [] == titled(ana, "✉️")

    await ana.says("/start")

    assert 1 == len(titled(ana, "✉️"))
    assert [lab.room.clock.now()] == [row.opened_at for row in await found(lab, INVITATION)]


async def test_a_guest_who_came_again_is_invited_later(lab: Lab) -> None:
    """A card that was shown on coming again takes no invitation away."""
    ana = await lab.arrives("ana")
    await ana.says("/rsvp E1 poate")
    await ana.says("/start")
    assert 2 == len(titled(ana, "✉️"))

    await invite(lab, "ana")

    assert 3 == len(titled(ana, "✉️"))


async def test_a_new_link_on_a_new_telephone(lab: Lab) -> None:
    """What had been sent to the old account comes to the new one too."""
    await lab.arrives("ana")
    await invite(lab, "ana")
    await lab.room.write(lambda tx: tx.execute(LINK.update().values(generation=2, opened_at=None)))
    token = lab.room.program.house.keys.token("p", (await found(lab, LINK))[0].id, 2)
    seat = lab.room.seat("new-telephone", language="en")

    await seat.says(f"/start {token}")

    assert 1 == len(titled(seat, "✉️ Invitation for Atelierul Nord"))


async def test_the_same_account_again(lab: Lab) -> None:
    """Opening one's own link again says hello and asks nothing."""
    await invite(lab, "ana")
    ana = await lab.arrives("ana")

    await ana.says(f"/start {await token_of(lab, 'ana')}")

    assert 2 == len(titled(ana, HELLO))
    assert lab.people["ana"] == await owner(lab, "ana")
    assert len(lab.people) == len(await found(lab, PERSON))


@pytest.mark.both
async def test_a_forwarded_link(lab: Lab) -> None:
    """Another account that opens a used link is asked who it is and becomes a guest; nothing is overwritten."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses("✅ I am coming")
    other = lab.room.seat("other", language="en")

    await other.says(f"/start {await token_of(lab, 'ana')}")
    assert "What is your name?" in other.sees
    assert [] == titled(other, "Ana") + titled(other, "✉️")
    await other.says("Other Person")
    await other.says("nord")

    assert lab.people["ana"] == await owner(lab, "ana")
    assert (await owner(lab, "other")) not in (None, *lab.people.values())
    assert ["Ana Câmpeanu"] == [row.name for row in await found(lab, PERSON) if row.id == lab.people["ana"]]
    assert "you are coming" in ana.all_text


async def test_somebody_elses_link(lab: Lab) -> None:
    """Somebody we know who opens another's unused link stays who they are, and the link stays unused."""
    ana = await lab.arrives("ana")

    await ana.says(f"/start {await token_of(lab, 'dan')}")

    assert "This is somebody else's personal link, so I changed nothing" in ana.sees
    assert [None] == [row.opened_at for row in await found(lab, LINK) if row.person_id == lab.people["dan"]]


async def test_without_a_link(lab: Lab) -> None:
    """Who presses Start without a link is told who speaks, and asked who they are."""
    seat = lab.room.seat("seat", language="en")

    await seat.says("/start")

    assert HELLO in seat.messages[0].text
    assert "What is your name?" in seat.messages[1].text
