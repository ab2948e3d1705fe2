"""Text is text on every platform, whatever it holds and however long it is; forged presses do nothing."""

import csv
import io

import pytest

from bot.model.card import Button, card
from bot.model.text import T
from bot.model.values import Going, Words
from handlers.invite.doors import Progress
from handlers.shared.presses import Answer, Open
from storage.people import ACTIVITY
from tests.adapters.contract.person import SLACK
from tests.adapters.contract.steps import HOSTILE, answers, guest, harmless
from tests.adapters.contract.town import Town
from tests.handlers.steps import change_event, desk, found, invite, out


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


@pytest.mark.parametrize("text", ["//help", "/new-event now"])
async def test_a_slash_makes_no_question(here: Town, platform: str, text: str) -> None:
    """What begins with a slash and is no command is not known; it is not offered to the organisers."""
    ana = await here.arrives(platform, "ana")

    await ana.says(text)

    assert f"I do not know the command {ana.prefix}{text[1:].split(maxsplit=1)[0]}." in await ana.sees()


async def test_a_slash_with_nothing_behind(here: Town, platform: str) -> None:
    """Is no question either; on Slack it is the one command without words, which asks for help."""
    ana = await here.arrives(platform, "ana")

    await ana.says("/")

    assert ("What I can do" if platform == SLACK else "I do not know the command /.") in await ana.sees()


@pytest.mark.parametrize("typed", ["/invită", "/Invita\u0306", "/INVITA"])
async def test_a_command_with_diacritics(here: Town, platform: str, typed: str) -> None:
    """Is known, in any case: this is how Romanians write its word."""
    ilinca = await here.arrives(platform, "ilinca")

    await ilinca.says(f"{typed} E1")

    assert "Everyone" in " ".join(await ilinca.buttons())


async def test_a_hint_names_a_command(here: Town, platform: str) -> None:
    """As it is typed here."""
    ana = await here.arrives(platform, "ana")

    await ana.says("/frobnicate")

    hint = "I do not know the command {0}frobnicate. {0}help lists what I can do."
    assert hint.format(ana.prefix) == await ana.sees()


async def test_help_names_every_command(here: Town, platform: str) -> None:
    """As it is typed here."""
    ana = await here.arrives(platform, "ana")

    await ana.says("/help")

    named = [line for line in (await ana.sees()).splitlines() if " – " in line]
    assert ([], True) == ([line for line in named if not line.startswith(ana.prefix)], len(named) > 5)


async def test_a_command_in_somebody_s_words(here: Town, platform: str) -> None:
    """Stays as they wrote it."""
    ana = await here.arrives(platform, "ana")

    await ana.says("What does /help do?")

    assert "“What does /help do?”" in await ana.sees()


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
