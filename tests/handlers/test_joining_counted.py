"""Two people who turn out to be one are counted once, named once, and told once."""

from datetime import timedelta

import pytest

from bot.model.values import Sending
from handlers.shared.presses import Manage, PersonCard
from storage import event_figures, invitations, reporting
from storage.answers import INVITATION
from storage.deliveries import DELIVERY
from storage.people import ACCOUNT, ACTIVITY
from tests.handlers.joining_steps import joins, pair, say, table
from tests.handlers.steps import found, invite, titled
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def test_invited_twice_is_invited_once(lab: Lab) -> None:
    """One invitation for each event: since the first, opened since the first that was."""
    ana, dan = await pair(lab)
    await invite(lab, "dan")
    lab.room.clock.move(MONDAY + timedelta(minutes=5))
    await invite(lab, "ana", "mia")
    await ana.presses("✅ I am coming")

    await joins(lab, ana, dan)

    kept = [row for row in await found(lab, INVITATION) if row.person_id == lab.people["ana"]]
    assert [(MONDAY, MONDAY + timedelta(minutes=5))] == [(row.invited_at, row.opened_at) for row in kept]
    async with lab.room.read() as tx:
        told = await reporting.event_figures(tx, lab.event)
        named = [one.name for one in await event_figures.names(tx, lab.event, most=9, skipped=0)]
    assert (2, 2, 1, 1) == (told.people, told.invitations, told.answered, told.yes)
    assert ["Ana Câmpeanu", "Mia Lindqvist"] == named


async def test_the_managers_cards_count_once(lab: Lab) -> None:
    """The card of the event, drawn again by the join, and the report."""
    ana, dan = await pair(lab)
    ilinca = await lab.arrives("ilinca")
    await invite(lab, "ana", "dan")
    for seat in (ana, dan):
        await seat.presses("✅ I am coming")
    await ilinca.forges(Manage(lab.event).pack())
    assert "2 people: ✅ 2" in ilinca.sees

    await joins(lab, ana, dan)

    assert "1 person: ✅ 1" in ilinca.sees


@pytest.mark.both
async def test_who_is_no_longer_there_stands_in_no_export(lab: Lab) -> None:
    """People, links, answers, invitations and deliveries name Ana only, each once."""
    ana, dan = await pair(lab)
    await invite(lab, "ana", "dan")
    for seat in (ana, dan):
        await seat.presses("✅ I am coming")
    before = len(await table(lab, "people"))

    await joins(lab, ana, dan)

    people = await table(lab, "people")
    assert before - 1 == len(people)
    assert ["memory native"] == [row["platforms"] for row in people if row["id"] == "ANA"]
    assert ["ANA"] == [row["person"] for row in await table(lab, "rsvps")]
    assert ["ANA"] == [row["person"] for row in await table(lab, "invitations")]
    assert ["Ana Câmpeanu"] == [row["name"] for row in await table(lab, "links") if row["person"] in ("ANA", "DAN")]
    assert {"ANA", "ILINCA"} >= {row["person"] for row in await table(lab, "deliveries") if row["person"]}
    assert "DAN" not in "".join(row["person"] + row["object"] for row in await table(lab, "activity"))


async def test_the_log_says_who_joined_what(lab: Lab) -> None:
    """The account, and whose it was; by external key what has one."""
    ana, dan = await pair(lab)
    await joins(lab, ana, dan)

    acts = [(row["person"], row["action"], row["object"]) for row in await table(lab, "activity")]
    (account,) = [row.id for row in await found(lab, ACCOUNT) if row.user == "dan"]
    assert ("ANA", "join account", f"account A#{account} (native, ANA)") in acts
    assert ("ANA", "join person", "person ANA") in acts
    log = [row.object for row in await found(lab, ACTIVITY) if row.action == "join person"]
    assert [f"person {lab.people['dan']}"] == log


async def test_segments_and_searches_find_one(lab: Lab) -> None:
    """Inviting the organisation means one person, and managers find one."""
    ana, dan = await pair(lab)
    ilinca = await lab.arrives("ilinca")
    await joins(lab, ana, dan)

    async with lab.room.read() as tx:
        people = invitations.representatives([lab.organisations["nord"]], lab.room.clock.now())
        meant = list((await tx.execute(people)).scalars())
    assert [lab.people["ana"]] == meant
    await ilinca.says("/people Munteanu")
    assert "Dan Munteanu" not in ilinca.sees


async def test_the_managers_card_shows_who_it_is(lab: Lab) -> None:
    """A card of the one becomes the other's, and an old button about the one says that nobody is there."""
    ana, dan = await pair(lab)
    ilinca = await lab.arrives("ilinca")
    await ilinca.forges(PersonCard(lab.people["dan"]).pack())
    assert "Dan Munteanu" in ilinca.sees

    await joins(lab, ana, dan)

    assert "Ana Câmpeanu" in ilinca.sees
    assert "Dan Munteanu" not in ilinca.all_text
    await ilinca.forges(PersonCard(lab.people["dan"]).pack())
    assert "This person is no longer there." in ilinca.sees


async def test_no_message_twice(lab: Lab) -> None:
    """What both were about to be sent comes once, and what one had already is not sent to the other."""
    ana, dan = await pair(lab)
    await say(lab, "later", ["ana", "dan"], due=MONDAY + timedelta(hours=1))
    await say(lab, "plums", ["ana"])
    await say(lab, "pears", ["dan"])

    await joins(lab, ana, dan)
    await say(lab, "plums", ["ana"])
    await say(lab, "pears", ["ana"])
    await lab.room.until(MONDAY + timedelta(hours=2))

    assert [1, 1, 1] == [len(titled(ana, word) + titled(dan, word)) for word in ("later", "plums", "pears")]


@pytest.mark.parametrize("stopped", ["ana", "dan"])
async def test_what_one_has_is_what_counts(lab: Lab, stopped: str) -> None:
    """Sent to the one and not to the other, who had blocked us: counted as sent, and not sent again."""
    ana, dan = await pair(lab)
    await {"ana": ana, "dan": dan}[stopped].blocks()
    await say(lab, "news", ["ana", "dan"])

    await {"ana": ana, "dan": dan}[stopped].blocks(back=True)
    await joins(lab, ana, dan)

    assert 1 <= len(titled(ana, "news") + titled(dan, "news"))
    counted = [row.state for row in await found(lab, DELIVERY) if row.cause == "say:news"]
    assert [Sending.SENT] == counted
