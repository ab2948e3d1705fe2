"""One suite of conversations for all platforms: what is promised to people holds wherever they write from."""

import csv
import io
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta

import pytest

from bot.model.card import Button, card
from bot.model.text import T
from bot.model.values import Going, Reason, Sending, Words
from handlers.invite.doors import Progress
from handlers.shared.event_changes import facts_of, keep_change
from handlers.shared.presses import Answer, Manage, Open
from storage import events
from storage.answers import RSVP
from storage.deliveries import DELIVERY
from storage.people import ACTIVITY, PERSON, PLACE, OrganisationRow
from storage.tx import Tx, add
from tests.adapters.contract import SLACK, TELEGRAM, WEB, OnTelegram, Person, Town, town
from tests.handlers.ics import Part, read
from tests.handlers.steps import change_event, desk, found, invite, keep_link, local, out

BY_WEBHOOK = f"{TELEGRAM} by webhook"
HOSTILE = (
    "<b>Ana</b>",
    "<script>alert(1)</script>",
    "*_[Ana](https://evil.example.org)",
    "`Ana` {name} %s",
    "&lt;Ana&gt; & Co",
    "<!channel> <@U123>",
    "👩🏽‍🎤 Ana 🇷🇴",
    "عنا \u202eanA\u202c שלום",
    "Ana \"x\" onload='y'",
)


def harmless(text: str) -> str:
    """As it is read: without the marks that turn a line around."""
    return text.replace("\u202e", "").replace("\u202c", "")


@pytest.fixture
async def here(url: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """The town of this test, in which nobody waits between two edits."""
    monkeypatch.setattr("bot.core.outcome.EDIT_REST", timedelta(0))
    ways = [request.getfixturevalue(name) for name in ("member", "way") if name in request.fixturenames]
    async with town(url, by_webhook=BY_WEBHOOK in ways) as opened:
        yield opened


@pytest.fixture(params=[TELEGRAM, BY_WEBHOOK, SLACK, WEB])
def member(request: pytest.FixtureRequest) -> str:
    """Of whom this test asks what is promised: a platform, or one in another of its ways."""
    return str(request.param)


@pytest.fixture
def platform(member: str) -> str:
    """Where the people of this test write from."""
    return member.partition(" ")[0]


@pytest.fixture(params=[TELEGRAM, BY_WEBHOOK])
def way(request: pytest.FixtureRequest) -> str:
    """How Telegram's updates come, for a test that is about Telegram alone."""
    return str(request.param)


async def guest(here: Town, platform: str, name: str, organisation: str = "oxid") -> Person:
    """Somebody who opens Ana's link after her and says who they are."""
    other = await here.newcomer(platform)
    await other.enters(await here.token("ana"))
    await other.opens_form()
    await other.fills(name=name, organisation=organisation)
    return other


async def answers(here: Town) -> list[Going]:
    """All answers that are kept."""
    return [row.answer for row in await found(here.lab, RSVP)]


@pytest.mark.both
async def test_hello_by_link(here: Town, platform: str) -> None:
    """Who comes by their own link is greeted, asked nothing, and finds their invitation below."""
    await invite(here.lab, "ana")

    ana = await here.arrives(platform, "ana")

    hello, invitation = await ana.chat()
    assert "a program, not a person" in hello.text
    assert "✉️ Invitation for Atelierul Nord" in invitation.text
    assert "✅ I am coming" == invitation.labels[0]


@pytest.mark.both
async def test_the_pressed_message_is_edited(here: Town, platform: str) -> None:
    """An answer shows on the very message that was pressed, with a toast; nothing new comes but the calendar entry."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    before = await ana.chat()
    assert not before[-1].edited

    await ana.presses("✅ I am coming")

    after, new = (await ana.chat())[: len(before)], (await ana.chat())[len(before) :]
    assert [one.id for one in before] == [one.id for one in after]
    assert (True, True) == (after[-1].edited, "Noted: you are coming." in after[-1].text)
    assert ["calendar.ics"] == [name for one in new for name, _ in one.documents]
    assert ana.toast == ("Noted: you are coming." if ana.has_toasts else "")
    assert [Going.YES] == await answers(here)


@pytest.mark.both
async def test_an_entry_that_follows(here: Town, platform: str) -> None:
    """Files come with the yes, the move and the end, and stay with their messages whatever is pressed there."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    await ana.presses("✅ I am coming")
    await moved(here, date(2027, 2, 17))
    await ana.presses("✅ I am coming")
    assert "20270217T110000" == (await entries(ana))[-1].one("DTSTART")
    await ana.presses("🤔 Not sure yet")
    assert "20270217T110000" == (await entries(ana))[-1].one("DTSTART")
    assert any("The event has moved" in one.text and "Noted: not sure yet." in one.text for one in await ana.chat())

    ilinca = await here.arrives(platform, "ilinca")
    await ilinca.forges(Manage(here.lab.event).pack())
    await ilinca.presses("Cancel event")
    await ilinca.presses("Cancel the event")

    assert "CANCELLED" == (await entries(ana))[-1].one("STATUS")


async def moved(here: Town, day: date) -> None:
    """The event is on another day, and everyone concerned is told."""

    async def work(tx: Tx) -> None:
        event = await events.event(tx, here.lab.event)
        assert event is not None
        before = await facts_of(tx, event)
        event.day = day
        await keep_change(desk(here.lab, tx), event, before)

    await here.room.write(work)
    await out(here.room)


async def entries(person: Person) -> list[Part]:
    """The events in the files that stand in a chat, the oldest first."""
    return [read(content).event for one in await person.chat() for _, content in one.documents]


async def test_every_copy_shows_the_answer(here: Town, platform: str) -> None:
    """A second card of the same event follows the first."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    await ana.says("/rsvp E1")

    await ana.presses("❌ I cannot come")

    cards = [one.text for one in await ana.chat() if "✉️" in one.text]
    assert [True, True] == ["you cannot come" in text for text in cards]


async def test_an_answer_in_words(here: Town, platform: str) -> None:
    """A word means the button."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")

    await ana.says("Poate")

    assert [Going.MAYBE] == await answers(here)


async def test_one_tap_twice(here: Town, platform: str) -> None:
    """Pressed twice, there is one answer and nothing more is said."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    await ana.presses("✅ I am coming")
    number = len(await ana.chat())

    await ana.presses("✅ I am coming")

    assert ([Going.YES], number) == (await answers(here), len(await ana.chat()))


@pytest.mark.both
async def test_a_form_to_arrive_as_guest(here: Town, platform: str) -> None:
    """Who opens another's link is asked name and organisation in the platform's own way, and a manager decides."""
    ilinca = await here.arrives(platform, "ilinca")
    await here.arrives(platform, "ana")

    zoe = await guest(here, platform, "Zoe Pavel")
    assert "Thank you, Zoe Pavel. You can answer at once." in await zoe.sees()
    assert "Zoe Pavel says they represent Hubul Oxid & Co." in await ilinca.sees()
    await ilinca.presses("✅ Confirm")

    assert "Confirmed." in (await ilinca.chat())[-1].text
    assert "The organisers have confirmed that you represent Hubul Oxid & Co." in await zoe.sees()


async def test_a_wrong_answer_to_a_form(here: Town, platform: str) -> None:
    """A complaint says what is wrong, nothing is kept, and the next try is taken."""
    await here.arrives(platform, "ana")
    zoe = await guest(here, platform, "Zoe Pavel", "Casa Albă")
    assert "I know no organisation of this name." in zoe.complaint
    assert "Zoe Pavel" not in [row.name for row in await found(here.lab, PERSON)]

    await zoe.fills(organisation="bega")

    assert "Thank you, Zoe Pavel." in await zoe.sees()


async def test_a_form_can_be_left(here: Town, platform: str) -> None:
    """A command stands above an open form, and the form can still be answered."""
    await here.arrives(platform, "ana")
    zoe = await here.newcomer(platform)
    await zoe.enters(await here.token("ana"))
    await zoe.opens_form()

    await zoe.says("/help")
    assert "What I can do" in await zoe.sees()
    await zoe.fills(name="Zoe Pavel", organisation="oxid")

    assert "Thank you, Zoe Pavel." in await zoe.sees()


async def test_hostile_names(here: Town, platform: str) -> None:
    """A name is text on every card, whatever it holds."""
    ilinca = await here.arrives(platform, "ilinca")
    await here.arrives(platform, "ana")

    for name in HOSTILE:
        zoe = await guest(here, platform, name)
        assert f"Thank you, {harmless(name)}. You can answer at once." in await zoe.sees()
        assert f"{harmless(name)} says they represent Hubul Oxid & Co." in await ilinca.sees()


async def test_hostile_titles(here: Town, platform: str) -> None:
    """The same in a title: on a new card, and after an edit."""
    title = " ".join(HOSTILE)
    await change_event(here.lab, title=Words.plain(title, "en"))
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    assert harmless(title) in (await ana.sees()).splitlines()

    await ana.presses("🤔 Not sure yet")

    assert harmless(title) in (await ana.sees()).splitlines()


@pytest.mark.parametrize("text", ["//help", "/", "/new-event now"])
async def test_a_slash_alone_makes_no_question(here: Town, platform: str, text: str) -> None:
    """What begins with a slash and is no command is not known; it is not offered to the organisers."""
    ana = await here.arrives(platform, "ana")

    await ana.says(text)

    assert f"I do not know the command {text.split(maxsplit=1)[0]}." in await ana.sees()


async def test_hostile_labels(here: Town, platform: str) -> None:
    """The same on a button, which leads where it should."""
    await change_event(here.lab, title=Words.plain("<b>*_[`&lt;🇷🇴", "en"))
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")

    await ana.says("/my")
    assert ("Wednesday, 10 February 2027, 11:00 · <b>*_[`&lt;🇷🇴",) == await ana.buttons()
    await ana.presses("<b>*_[`&lt;🇷🇴")

    assert "✉️ Invitation for Atelierul Nord" in await ana.sees()


async def test_a_hostile_question(here: Town, platform: str) -> None:
    """What somebody asks reaches the organisers, and their answer the asker, letter by letter."""
    ilinca, ana = await here.arrives(platform, "ilinca"), await here.arrives(platform, "ana")
    asked = "\n".join(HOSTILE)
    await ana.says("/ask E1")
    await ana.fills(text=asked)
    assert harmless(asked) in await ilinca.sees()

    await ilinca.presses("✍️ Answer")
    await ilinca.fills(text=f"Re: {asked}")

    assert f"Re: {harmless(asked)}" in await ana.sees()


async def test_free_text_is_offered(here: Town, platform: str) -> None:
    """What nobody asked for is offered to the organisers as a question, and sent only with a tap."""
    ilinca, ana = await here.arrives(platform, "ilinca"), await here.arrives(platform, "ana")
    await ana.says("Is there parking?")
    assert "📤 Send" == (await ana.buttons())[0]
    assert "parking" not in await ilinca.all_text()

    await ana.presses("📤 Send")

    assert "Is there parking?" in await ilinca.sees()


@pytest.mark.parametrize("letter", ["x", "ș", "👩🏽‍🎤"])
async def test_a_text_that_is_too_long(here: Town, platform: str, letter: str) -> None:
    """A very long message arrives: whole where the platform can show it, else its beginning and an ellipsis."""
    ana = await here.arrives(platform, "ana")
    text = "\n".join(f"{number}: {letter * 40}" for number in range(200))
    words = card(T("*{title}*", title="A long one"), text, rows=[(Button("On", Open(here.lab.event)),)])
    await here.room.write(lambda tx: desk(here.lab, tx).say(words, to=here.lab.people["ana"], cause=None))

    await out(here.room)

    seen = (await ana.chat())[-1]
    assert seen.text.startswith(f"A long one\n0: {letter * 40}\n1: {letter * 40}\n")
    assert ("On",) == seen.labels
    if ana.longest:
        assert seen.text.endswith("…")
        assert ana.longest >= len(seen.text.encode("utf-16-le")) // 2 > ana.longest // 2
    else:
        assert seen.text == f"A long one\n{text}"


@pytest.mark.both
async def test_a_document_out(here: Town, platform: str) -> None:
    """The personal links come as a file that can be opened, and each link in it opens its owner's door."""
    ilinca = await here.arrives(platform, "ilinca")
    await invite(here.lab)
    await ilinca.forges(Progress(here.lab.event).pack())
    await ilinca.presses("🔗 Personal links (CSV)")

    (name, content) = (await ilinca.chat())[-1].documents[0]
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert ("personal-links.csv", 4) == (name, len(rows))
    (link,) = [row["link"] for row in rows if row["name"] == "Mia Lindqvist"]
    mia = await here.newcomer(platform)
    await mia.enters(link.partition("start=")[2])

    assert "✉️ Invitation for Biroul Malul Begăi" in await mia.sees()


@pytest.mark.parametrize("payload", ["gone:1", "rsvp:1:perhaps", "rsvp", "x" * 64])
async def test_a_button_that_is_no_longer(here: Town, platform: str, payload: str) -> None:
    """A retired or forged button says so; the card stands as it is today, and nothing is changed."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    stood = (await ana.chat())[-1]

    await ana.forges(payload)

    assert "This button is no longer in use." in await ana.sees()
    standing = (await ana.chat())[-2]
    assert (stood.text, stood.labels) == (standing.text, standing.labels)
    assert [] == await answers(here)


async def test_a_strangers_forged_press(here: Town, platform: str) -> None:
    """Who is not known answers nothing, and the try is recorded."""
    await here.arrives(platform, "ana")
    other = await here.newcomer(platform)
    await other.enters(await here.token("ana"))

    await other.forges(Answer(here.lab.event, Going.YES).pack())

    assert "I do not know you yet." in await other.sees()
    assert ["rsvp"] == [row.action for row in await found(here.lab, ACTIVITY) if row.result == "refused"]


async def test_another_language(here: Town, platform: str) -> None:
    """The switch redraws what stands, on the same messages."""
    ana = await here.arrives(platform, "ana")
    await invite(here.lab, "ana")
    ids = [one.id for one in await ana.chat()]

    await ana.presses("🌐 Română")

    chat = await ana.chat()
    assert ids == [one.id for one in chat][: len(ids)]
    assert "miercuri, 10 februarie 2027" in chat[1].text


async def test_the_access_link(here: Town, platform: str) -> None:
    """The link comes at its hour to who comes, and goes with a no."""
    await keep_link(here.lab, local(9, 11))
    ana, radu = await here.arrives(platform, "ana"), await here.arrives(platform, "radu")
    await invite(here.lab)
    await ana.presses("✅ I am coming")
    await here.room.until(local(9, 11))
    assert "meet.example.org" in await ana.all_text()
    assert "meet.example.org" not in await radu.all_text()

    await ana.presses("❌ I cannot come")

    assert "meet.example.org" not in await ana.all_text()


async def test_one_event_on_two_platforms(way: str, here: Town) -> None:
    """What people answer on either platform counts on the manager's live card."""
    ilinca = await here.arrives(WEB, "ilinca")
    ana, mia = await here.arrives(TELEGRAM, "ana"), await here.arrives(WEB, "mia")
    await invite(here.lab)
    await ilinca.forges(Manage(here.lab.event).pack())

    await ana.presses("✅ I am coming")
    await mia.presses("❌ I cannot come")
    await here.settle()

    assert any("4 people: ✅ 1 · 🤔 0 · ❌ 1 · silent 2" in one.text for one in await ilinca.chat())


async def test_a_repair_is_offered(here: Town, platform: str) -> None:
    """Repairs are buttons where the platform asks one by one, and choices beside the field where it shows a form."""
    row = OrganisationRow(programme_id=here.lab.programme, key="SUD", name="Atelierul Sud")
    await here.room.write(lambda tx: add(tx, row))
    await here.arrives(platform, "ana")
    zoe = await guest(here, platform, "Zoe Pavel", "atelierul")
    assert "Several organisations fit." in zoe.complaint

    await zoe.fills(organisation="Atelierul Sud")

    assert "Thank you, Zoe Pavel." in await zoe.sees()


async def telegram_user(here: Town, name: str) -> OnTelegram:
    """Somebody of the lab on Telegram, where people can block."""
    person = await here.arrives(TELEGRAM, name)
    assert isinstance(person, OnTelegram)
    return person


async def test_blocked_and_unblocked(way: str, here: Town) -> None:
    """Who has blocked the bot is marked so, and gets what is still wanted when they let it in again, once."""
    ana = await telegram_user(here, "ana")
    ana.user.blocks()
    await here.settle()
    before = len(await ana.chat())
    await invite(here.lab, "ana")
    assert before == len(await ana.chat())

    ana.user.unblocks()
    await here.settle()
    await out(here.room)

    assert 1 == len([one for one in await ana.chat() if "✉️" in one.text])


async def test_blocked_without_a_word(way: str, here: Town) -> None:
    """When only the refusal tells of the block, the delivery failed for that reason, and Start sends it."""
    ana = await telegram_user(here, "ana")
    ana.user.state.closed = "bot was blocked by the user"
    await invite(here.lab, "ana")
    (row,) = [row for row in await found(here.lab, DELIVERY) if row.kind == "event.invitation"]
    assert (Sending.FAILED, Reason.BLOCKED) == (row.state, row.reason)

    ana.user.start()
    await here.settle()

    assert 1 == len([one for one in await ana.chat() if "✉️" in one.text])


@pytest.mark.parametrize("what", ["sends_voice", "sends_photo", "sends_sticker"])
async def test_what_is_no_text(way: str, here: Town, what: str) -> None:
    """A voice note, a picture, a sticker: the person is asked to write it."""
    ana = await telegram_user(here, "ana")

    getattr(ana.user, what)()
    await here.settle()

    assert "I can only read text here. Please write it." == await ana.sees()


async def test_an_edited_message(way: str, here: Town) -> None:
    """An edit is not read, and the person is told."""
    ana = await telegram_user(here, "ana")
    await ana.says("da")

    ana.user.edits(ana.user.said[-1], "nu")
    await here.settle()

    assert "I do not read edited messages." in await ana.sees()


async def groups(here: Town) -> list[tuple[str, str, str]]:
    """Chat, title and state of every group we have heard of."""
    return [(row.chat, row.title, row.state) for row in await found(here.lab, PLACE) if not row.private]


async def test_a_group_and_what_becomes_of_it(way: str, here: Town) -> None:
    """Put in, renamed, taken out, put in again, and at last turned into a supergroup."""
    ana = await telegram_user(here, "ana")
    group = here.telegram.group(-5, "Atelier")
    steps: list[Callable[[], None]] = [
        lambda: group.adds_bot(ana.user),
        lambda: group.renames("Atelierul Nord"),
        lambda: group.removes_bot(ana.user),
        lambda: group.adds_bot(ana.user, as_admin=True),
    ]

    seen = []
    for step in steps:
        step()
        await here.settle()
        seen += await groups(here)

    assert [
        ("-5", "Atelier", "open"),
        ("-5", "Atelierul Nord", "open"),
        ("-5", "Atelierul Nord", "gone"),
        ("-5", "Atelierul Nord", "open"),
    ] == seen
    group.migrate(-1_000_000_000_005)
    await here.settle()
    assert "-1000000000005" in [chat for chat, _, state in await groups(here) if state == "open"]
