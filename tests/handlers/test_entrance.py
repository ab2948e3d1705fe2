"""The entrance in conversation: personal links, claims, and what does not open anything."""

from datetime import timedelta

import pytest

from bot.cli.claim import make_claim
from bot.model.values import Role, Scope, Sending
from handlers.shared.presses import Manage
from storage import linkage, roster
from storage.answers import INVITATION, RSVP
from storage.deliveries import DELIVERY
from storage.people import ACCOUNT, ACTIVITY, GRANT, LINK, PERSON
from tests.handlers.steps import found, invite, titled
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english

CLOSED = "This link or code does not open anything (any more). Please ask the organisers for a new one."
HELLO = "a program, not a person"


async def token_of(lab: Lab, name: str) -> str:
    """The token of a person's link."""
    link = await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people[name], MONDAY))
    return await lab.room.token("p", link.id)


async def owner(lab: Lab, user: str) -> int | None:
    """Whose account this is."""
    (row,) = [row for row in await found(lab, ACCOUNT) if row.user == user]
    return int(row.person_id) if row.person_id else None


async def code(lab: Lab, role: Role = Role.MANAGER) -> str:
    """The code of a new claim."""
    program = lab.room.program
    _, made = await make_claim(program.db, program.house, role, lab.room.clock.now())
    return made


async def test_nothing_is_asked_of_who_comes_by_a_link(lab: Lab) -> None:
    """Hello and the open invitations come at once, hello first; no question is put."""
    await invite(lab, "ana")

    ana = await lab.arrives("ana")

    assert [True, False] == [HELLO in message.text for message in ana.messages]
    assert "✉️ Invitation for Atelierul Nord" in ana.messages[1].text
    assert ["✅ I am coming"] == ana.labels[:1]


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


async def revoked(lab: Lab) -> str:
    """A link that was taken back."""
    token = await token_of(lab, "ana")
    await lab.room.write(lambda tx: linkage.revoke_links(tx, lab.people["ana"], MONDAY))
    return token


async def older_generation(lab: Lab) -> str:
    """A link of before it was made anew."""
    token = await token_of(lab, "ana")
    await lab.room.write(lambda tx: tx.execute(LINK.update().values(generation=2)))
    return token


async def erased(lab: Lab) -> str:
    """The link of somebody who is no longer kept."""
    token = await token_of(lab, "ana")
    await lab.room.write(
        lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["ana"]).values(erased_at=MONDAY))
    )
    return token


async def tampered(lab: Lab) -> str:
    """A link for another number with the same signature."""
    token = await token_of(lab, "ana")
    return token.replace("p1_", "p2_", 1)


async def another_kind(lab: Lab) -> str:
    """A personal token that is signed for the number of a claim."""
    await code(lab)
    (row,) = await found(lab, LINK)
    return await lab.room.token("p", row.id)


async def wrong_door(lab: Lab) -> str:
    """The token of a browser's session."""
    await token_of(lab, "ana")
    return await lab.room.token("s", 1)


async def unknown(lab: Lab) -> str:
    """A genuine token of a link that does not exist."""
    return await lab.room.token("p", 999)


async def malformed(lab: Lab) -> str:
    """Anything."""
    return "p1_1_';drop"


@pytest.mark.parametrize(
    "make", [revoked, older_generation, erased, tampered, another_kind, wrong_door, unknown, malformed]
)
async def test_what_opens_nothing(lab: Lab, make: object) -> None:
    """A link that is revoked, old, forged, unknown or of another kind says so and makes nobody."""
    token = await make(lab)  # type: ignore[operator]
    seat = lab.room.seat("seat", language="en")

    await seat.says(f"/start {token}")

    assert CLOSED == seat.sees
    assert None is await owner(lab, "seat")
    assert len(lab.people) == len(await found(lab, PERSON))


async def test_without_a_link(lab: Lab) -> None:
    """Who presses Start without a link is told who speaks, and asked who they are."""
    seat = lab.room.seat("seat", language="en")

    await seat.says("/start")

    assert HELLO in seat.messages[0].text
    assert "What is your name?" in seat.messages[1].text


async def grants(lab: Lab, seat: Seat) -> list[tuple[Role, Scope]]:
    """The roles of whoever sits there."""
    person = await owner(lab, seat.user)
    return [(row.role, row.scope) for row in await found(lab, GRANT) if row.person_id == person]


@pytest.mark.both
@pytest.mark.parametrize("role", [Role.MANAGER, Role.FACILITATOR])
async def test_a_claim_by_code(lab: Lab, role: Role) -> None:
    """A typed code gives its role for the whole installation, with no question before it."""
    seat = lab.room.seat("seat", language="en")

    await seat.says(f"/start {(await code(lab, role)).lower()}")

    assert f"You are now {role} here." in seat.sees
    assert [(role, Scope.INSTALLATION)] == await grants(lab, seat)
    assert f"grant {role}" in [row.action for row in await found(lab, ACTIVITY)]


async def test_a_claim_by_link(lab: Lab) -> None:
    """The link of a claim does what its code does."""
    await code(lab)
    (row,) = await found(lab, LINK)
    seat = lab.room.seat("seat", language="en")

    await seat.says(f"/start {await lab.room.token('c', row.id)}")

    assert [(Role.MANAGER, Scope.INSTALLATION)] == await grants(lab, seat)


async def test_a_claim_by_somebody_known(lab: Lab) -> None:
    """A representative who claims a role stays the person they are."""
    ana = await lab.arrives("ana")

    await ana.says(f"/start {await code(lab)}")

    assert lab.people["ana"] == await owner(lab, "ana")
    async with lab.room.read() as tx:
        assert [Role.MANAGER] == [row.role for row in await roster.grants_of(tx, lab.people["ana"], MONDAY)]


@pytest.mark.parametrize("by_code", [True, False])
async def test_a_claim_opens_once(lab: Lab, by_code: bool) -> None:
    """The second who tries gets nothing."""
    made = await code(lab)
    (row,) = await found(lab, LINK)
    token = made if by_code else await lab.room.token("c", row.id)
    await lab.room.seat("first", language="en").says(f"/start {made}")
    second = lab.room.seat("second", language="en")

    await second.says(f"/start {token}")

    assert CLOSED == second.sees
    assert None is await owner(lab, "second")


@pytest.mark.parametrize(("hours", "opens"), [(23, True), (25, False)])
async def test_a_claim_lasts_a_day(lab: Lab, hours: int, opens: bool) -> None:
    """After 24 hours neither code nor link opens anything."""
    made = await code(lab)
    lab.room.clock.move(lab.room.clock.now() + timedelta(hours=hours))
    seat = lab.room.seat("seat", language="en")

    await seat.says(f"/start {made}")

    assert opens is ("You are now manager here." in seat.sees)


@pytest.mark.both
async def test_few_wrong_codes(lab: Lab) -> None:
    """After five wrong codes even the right one is refused for an hour; others are not held up."""
    made = await code(lab)
    seat, other = lab.room.seat("seat", language="en"), lab.room.seat("other", language="en")
    for number in range(5):
        await seat.says(f"/start ABCDEFG{number + 2}")
        assert CLOSED == seat.sees

    await seat.says(f"/start {made}")
    assert "There were too many wrong codes. Please try again in an hour." == seat.sees
    await other.says("/start ABCDEFG9")
    assert CLOSED == other.sees
    lab.room.clock.move(lab.room.clock.now() + timedelta(hours=1, seconds=1))
    await seat.says(f"/start {made}")

    assert "You are now manager here." in seat.sees


async def test_no_token_is_kept(lab: Lab) -> None:
    """Neither a link's token nor a code stands in the inbox or the log once it was used."""
    token, made = await token_of(lab, "ana"), await code(lab)
    await lab.room.seat("ana").says(f"/start {token}")
    await lab.room.seat("seat").says(f"/start {made}")

    kept = [repr(tuple(row)) for table in (ACTIVITY, DELIVERY, LINK) for row in await found(lab, table)]

    assert not any(secret in row for row in kept for secret in (token, made))
