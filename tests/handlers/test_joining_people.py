"""Two people who turn out to be one: the newest answer stands, both histories stay, nothing is counted twice."""

import itertools
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import ForeignKey, Table, select

from bot.model.values import Going, Role, Scope, Sending, Words
from handlers.shared.presses import Answer, Manage, PersonCard
from storage import belonging, event_figures, invitations, joining, linkage, reporting
from storage.announcements import AnnouncementRow
from storage.answers import INVITATION, RSVP, RSVP_CHANGE
from storage.columns import metadata
from storage.deliveries import DELIVERY
from storage.events import EVENT
from storage.files import FileRow
from storage.inviting import InviteDraftRow
from storage.jobs import JobRow, JobState
from storage.people import ACCOUNT, ACTIVITY, AFFILIATION, CONSENT, GRANT, LINK, PERSON, GrantRow, PersonRow
from storage.questions import QUESTION
from storage.tx import Tx, add
from tests.handlers.joining_steps import code_of, joins, organisations, owner, pair, say, table, types
from tests.handlers.neighbours import event
from tests.handlers.steps import another_event, found, invite, titled
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english

STEPS = [(who, going) for who in ("ana", "dan") for going in (Going.YES, Going.NO)]
ORDERS = [order for length in (1, 2, 3) for order in itertools.product(STEPS, repeat=length)]


# ------------------------------------------------------------------------------------------------------------- answers


async def record(lab: Lab, tx: Tx, number: int, name: str, going: Going, minutes: int) -> None:
    """One of the two answers to an event."""
    values = {
        "programme_id": lab.programme,
        "event_id": number,
        "person_id": lab.people[name],
        "organisation_id": lab.organisations["nord"],
        "answer": going,
        "late": False,
        "guest": False,
        "answered_at": MONDAY + timedelta(minutes=minutes),
        "by_id": lab.people[name],
        "channel": {"ana": "memory", "dan": "native"}[name],
    }
    await invitations.record_answer(tx, values)


@pytest.mark.both
async def test_any_order_of_answers(lab: Lab) -> None:
    """Whoever said what when, on either account: what was said last stands, every change is kept, one is counted."""
    await pair(lab)

    async def answer(tx: Tx) -> list[int]:
        numbers = []
        for index, order in enumerate(ORDERS):
            number = await add(tx, event(lab.programme, None, f"M{index}", "Event"))
            for minutes, (name, going) in enumerate(order):
                await record(lab, tx, number, name, going, minutes)
            numbers.append(number)
        return numbers

    numbers: list[int] = await lab.room.write(answer)
    before = {number: history(await found(lab, RSVP_CHANGE), number) for number in numbers}
    await join_by_hand(lab, "dan", "ana")

    answers, changes = await found(lab, RSVP), await found(lab, RSVP_CHANGE)
    expected = [(number, lab.people["ana"], order[-1][1]) for number, order in zip(numbers, ORDERS, strict=True)]
    assert expected == sorted((row.event_id, row.person_id, row.answer) for row in answers)
    assert before == {number: history(changes, number) for number in numbers}
    assert {lab.people["ana"]} == {row.person_id for row in changes} | {row.by_id for row in changes}
    async with lab.room.read() as tx:
        assert {1} == {sum(one.people for one in await event_figures.figures(tx, number)) for number in numbers}


def history(changes: list[Any], number: int) -> list[Going]:
    """The answers to an event in the order in which they were given."""
    return [row.answer for row in changes if row.event_id == number]


@pytest.mark.parametrize("order", [("ana", "dan"), ("dan", "ana")])
async def test_of_one_instant_the_later_change_stands(lab: Lab, order: tuple[str, str]) -> None:
    """A clock that stands still does not decide."""
    await pair(lab)

    async def answer(tx: Tx) -> None:
        for name, going in zip(order, (Going.YES, Going.NO), strict=True):
            await record(lab, tx, lab.event, name, going, 0)

    await lab.room.write(answer)

    await join_by_hand(lab, "dan", "ana")

    assert [Going.NO] == [row.answer for row in await found(lab, RSVP)]


async def join_by_hand(lab: Lab, before: str, after: str) -> None:
    """Join the account of one to the person of the other, without the conversation."""

    async def work(tx: Tx) -> None:
        account = next(row for row in await found_accounts(tx) if row.person_id == lab.people[before])
        await joining.join(tx, account, lab.people[after], lab.room.clock.now())

    await lab.room.write(work)


async def found_accounts(tx: Tx) -> list[Any]:
    """All accounts."""
    return [await joining.account(tx, number) for number in (await tx.execute(select(ACCOUNT.c.id))).scalars()]


@pytest.mark.both
async def test_both_cards_show_the_newest_answer(lab: Lab) -> None:
    """Yes here, no there: after the join both cards say no, and a change on either shows on both."""
    ana, dan = await pair(lab)
    await invite(lab, "ana", "dan")
    await ana.presses("✅ I am coming")
    lab.room.clock.move(MONDAY + timedelta(minutes=1))
    await dan.presses("❌ I cannot come")

    await joins(lab, ana, dan)
    after = [noted(ana), noted(dan)]
    await dan.presses("🤔 Not sure yet")

    assert [["you cannot come"], ["you cannot come"]] == after
    assert [["not sure yet"], ["not sure yet"]] == [noted(ana), noted(dan)]
    assert [Going.YES, Going.NO, Going.MAYBE] == history(await found(lab, RSVP_CHANGE), lab.event)


def noted(seat: Seat) -> list[str]:
    """What the invitations in a chat say was answered."""
    lines = [line for text in titled(seat, "✉️") for line in text.splitlines() if line.startswith("Noted: ")]
    return [line.removeprefix("Noted: ").partition(".")[0] for line in lines]


async def test_saying_the_same_again_counts_as_said(lab: Lab) -> None:
    """Yes here, no there, yes here again: it was said last, so it stands."""
    ana, dan = await pair(lab)
    await invite(lab, "ana", "dan")
    for minutes, (seat, label) in enumerate([(ana, "✅"), (dan, "❌"), (ana, "✅")]):
        lab.room.clock.move(MONDAY + timedelta(minutes=minutes + 1))
        await seat.presses(label)

    await joins(lab, ana, dan)

    assert [Going.YES] == [row.answer for row in await found(lab, RSVP)]
    assert [["you are coming"], ["you are coming"]] == [noted(ana), noted(dan)]


async def test_an_answer_of_either_alone_stands(lab: Lab) -> None:
    """To an event that only one of them has answered, that answer stands."""
    ana, dan = await pair(lab)
    other = await another_event(lab, "E2", "Second evening", date(2027, 2, 12))
    await ana.forges(Answer(lab.event, Going.YES).pack())
    await dan.forges(Answer(other, Going.NO).pack())

    await joins(lab, ana, dan)

    mine = lab.people["ana"]
    assert [(lab.event, mine, Going.YES), (other, mine, Going.NO)] == [
        (row.event_id, row.person_id, row.answer) for row in await found(lab, RSVP)
    ]


# -------------------------------------------------------------------------------------------------------- counted once


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


# ---------------------------------------------------------------------------------------------------------- what moves


def person_columns() -> dict[Table, list[str]]:
    """Every column of every table that points to a person."""
    found: dict[Table, list[str]] = {}
    for one in metadata.sorted_tables:
        pointing = [key.parent.name for key in one.foreign_keys if points_to_a_person(key)]
        if pointing:
            found[one] = pointing
    return found


def points_to_a_person(key: ForeignKey) -> bool:
    """Whether a foreign key is a person's number."""
    return key.column is PERSON.c.id


def test_every_column_that_names_a_person_is_put_down() -> None:
    """A new one has to say what becomes of it when two people are one."""
    there = {(one.name, name) for one, names in person_columns().items() for name in names}

    assert there == {(column.table.name, column.name) for column in (*belonging.MOVES, *belonging.UNITED)}


async def lived(lab: Lab) -> tuple[Seat, Seat]:
    """Ana and Dan have left something wherever a person can, and Dan some more."""
    ana, dan = await pair(lab)
    await lab.arrives("ilinca")
    await invite(lab, "ana", "dan")
    for seat in (ana, dan):
        await seat.presses("✅ I am coming")
        await seat.says("/data")
        await seat.presses("Stop messages")
        await seat.says("/ask E1")
        await (seat.fills(text="A question?") if seat is dan else seat.says("Another question?"))
    me = lab.people["dan"]

    async def leave(tx: Tx) -> None:
        held = GrantRow(person_id=me, role=Role.MANAGER, scope=Scope.INSTALLATION, since=MONDAY, by_id=me)
        await add(tx, held)
        await add(tx, InviteDraftRow(programme_id=lab.programme, event_id=lab.event, by_id=me, made_at=MONDAY))
        words = Words.plain("Hello", "en")
        await add(tx, AnnouncementRow(programme_id=lab.programme, author_id=me, words=words, made_at=MONDAY))
        await add(tx, PersonRow(name="", language="ro", erased_at=MONDAY, joined_to_id=me))
        await add(tx, FileRow(by_id=me, name="people.csv", sha256="", size=0, made_at=MONDAY))
        await add(tx, JobRow(kind="import", state=JobState.DONE, by_id=me, made_at=MONDAY))
        await tx.execute(EVENT.update().where(EVENT.c.id == lab.event).values(organiser_id=me))
        await tx.execute(QUESTION.update().values(answer_by_id=me))

    await lab.room.write(leave)
    return ana, dan


async def named(lab: Lab, person: int) -> set[tuple[str, str]]:
    """The tables and columns in which a person is named; an affiliation that has ended is none."""
    there = set()
    for one, columns in person_columns().items():
        rows = [row for row in await found(lab, one) if one is not AFFILIATION or row.until is None]
        there |= {(one.name, name) for row in rows for name in columns if getattr(row, name) == person}
    return there


@pytest.mark.both
async def test_nothing_is_left_behind_the_number(lab: Lab) -> None:
    """Every column that can names him before, and none after; his own row says only who he turned out to be."""
    ana, dan = await lived(lab)
    everywhere = {(one.name, name) for one, names in person_columns().items() for name in names}
    assert everywhere == await named(lab, lab.people["dan"])

    await joins(lab, ana, dan)

    assert set() == await named(lab, lab.people["dan"])
    (number,) = [row for row in await found(lab, PERSON) if row.id == lab.people["dan"]]
    assert ("", "DAN", lab.people["ana"]) == (number.name, number.key, number.joined_to_id)


async def test_questions_consents_and_roles_are_hers(lab: Lab) -> None:
    """What he asked, agreed to and may do is Ana's."""
    ana, dan = await lived(lab)

    await joins(lab, ana, dan)

    mine = lab.people["ana"]
    assert {mine} == {row.person_id for row in await found(lab, QUESTION)}
    assert [mine, mine] == [row.person_id for row in await found(lab, CONSENT)]
    await ana.says("/help")
    assert "/invite" in ana.sees


async def test_the_question_names_the_roles(lab: Lab) -> None:
    """Who says yes knows what comes with it."""
    ana, dan = await lived(lab)

    await types(dan, await code_of(ana))

    assert "Its roles become yours too: manager." in ana.sees


async def test_a_role_held_by_both_is_held_once(lab: Lab) -> None:
    """Who ends it finds no second one behind it; one that reaches elsewhere stays."""
    ana, dan = await pair(lab)

    async def give(tx: Tx) -> None:
        for name, scope, number in (
            ("ana", Scope.EVENT, lab.event),
            ("dan", Scope.EVENT, lab.event),
            ("dan", Scope.PROGRAMME, lab.programme),
        ):
            person = lab.people[name]
            await add(tx, GrantRow(person_id=person, role=Role.HOST, scope=scope, scope_id=number, since=MONDAY))

    await lab.room.write(give)

    await joins(lab, ana, dan)

    running = [(row.person_id, row.scope) for row in await found(lab, GRANT) if row.until is None]
    mine = lab.people["ana"]
    assert {(mine, Scope.EVENT), (mine, Scope.PROGRAMME)} == {one for one in running if one[0] != lab.people["ilinca"]}
    assert 3 == len(running)


async def test_preferences_stay_as_on_the_old_account(lab: Lab) -> None:
    """Language, zone, channel, quiet hours and silence are Ana's, whatever the other had chosen."""
    ana, dan = await pair(lab)
    chosen = {"zone": "Asia/Tokyo", "channel": "native", "quiet_from": time(1), "quiet_until": time(2)}
    own = {"zone": "Europe/London", "channel": "", "quiet_from": time(20), "quiet_until": time(9)}
    others = {"language": "ro", "stopped_at": MONDAY, **chosen}
    for name, values in (("ana", {"language": "en", **own}), ("dan", others)):
        changed = PERSON.update().where(PERSON.c.id == lab.people[name]).values(**values)
        await lab.room.write(lambda tx, changed=changed: tx.execute(changed))

    await joins(lab, ana, dan)

    (row,) = [row for row in await found(lab, PERSON) if row.id == lab.people["ana"]]
    assert {"language": "en", "stopped_at": None, **own} == {
        name: getattr(row, name) for name in ("language", "stopped_at", *own)
    }


async def test_the_link_of_the_one_opens_the_other(lab: Lab) -> None:
    """A personal link that was given to the one is the other's from now on."""
    ana, dan = await pair(lab)
    link = await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people["dan"], MONDAY))
    await lab.room.write(lambda tx: tx.execute(LINK.update().where(LINK.c.id == link.id).values(opened_at=None)))
    token = await lab.room.token("p", link.id)
    await joins(lab, ana, dan)

    third = lab.room.seat("third", language="en")
    await third.says(f"/start {token}")

    assert lab.people["ana"] == await owner(lab, "third")
    await dan.says(f"/start {token}")
    assert "somebody else's" not in dan.sees


async def test_all_accounts_of_the_one_come_along(lab: Lab) -> None:
    """Whoever had two accounts is one person with all of them."""
    ana, dan = await pair(lab)
    await joins(lab, dan, lab.room.seat("third", language="en"))

    await joins(lab, ana, dan)

    assert {lab.people["ana"]} == {await owner(lab, user) for user in ("ana", "dan", "third")}


async def test_joined_twice(lab: Lab) -> None:
    """Radu is Dan, and Dan is Ana: all of it is Ana's, and both numbers lead to her."""
    ana, dan = await pair(lab)
    radu = await lab.arrives("radu")
    await radu.forges(Answer(lab.event, Going.MAYBE).pack())
    await joins(lab, dan, radu)

    await joins(lab, ana, dan)

    mine = lab.people["ana"]
    assert [mine] == [row.person_id for row in await found(lab, RSVP)]
    assert [mine, mine] == [row.joined_to_id for row in await found(lab, PERSON) if row.joined_to_id]
    assert ["Atelierul Nord", "Hubul Oxid & Co"] == await organisations(ana)


async def test_what_was_read_before_the_join_is_hers_all_the_same(lab: Lab) -> None:
    """An update that found its account's person just before another process joined them is worked as Ana's."""
    ana, dan = await pair(lab)
    await joins(lab, ana, dan)
    back = ACCOUNT.update().where(ACCOUNT.c.user == "dan").values(person_id=lab.people["dan"])
    await lab.room.write(lambda tx: tx.execute(back))

    await dan.forges(Answer(lab.event, Going.YES).pack())

    assert [lab.people["ana"]] == [row.person_id for row in await found(lab, RSVP)]
