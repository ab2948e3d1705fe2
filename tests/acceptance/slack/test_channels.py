"""Channels and threads on Slack, through the whole program: seen by all, answered in private."""

from datetime import timedelta

import pytest

from bot.model.values import Going
from handlers.shared.presses import Answer
from tests.acceptance.slack.steps import answers, arrives, channel_with_card, stranger
from tests.adapters.contract.person import TELEGRAM
from tests.adapters.contract.town import Town
from tests.handlers.steps import invite
from tests.room import MONDAY


async def test_a_card_in_a_channel(here: Town) -> None:
    """Stays true whoever answers wherever; each is answered in private."""
    ilinca, ana = await arrives(here, "ilinca"), await arrives(here, "ana")
    radu = await here.arrives(TELEGRAM, "radu")
    await invite(here.lab, "radu")
    channel = await channel_with_card(here, ilinca, ana)

    (card,) = channel.chat
    await ana.user.presses(card.labels[0], on=card)
    await here.settle()
    await radu.presses("❌ I cannot come")

    assert "Noted: you are coming." in await ana.all_text()
    (card,) = channel.chat
    assert (True, True) == ("Atelierul Nord: ✅1" in card.plain, card.edits > 0)
    assert {here.lab.people["ana"]: Going.YES, here.lab.people["radu"]: Going.NO} == await answers(here)


async def test_a_stranger_presses_in_a_channel(here: Town) -> None:
    """They are asked at once, in a modal, who they are; then what they pressed counts."""
    ilinca, zoe = await arrives(here, "ilinca"), await stranger(here)
    channel = await channel_with_card(here, ilinca, zoe)

    (card,) = channel.chat
    await zoe.user.presses(card.labels[0], on=card)
    await here.settle()
    await zoe.opens_form()
    assert {} == await answers(here)
    await zoe.fills(name="Zoe Pavel", organisation="oxid")

    assert [Going.YES] == list((await answers(here)).values())
    assert ("Noted: you are coming." in await zoe.all_text(), 1) == (True, len(channel.chat))


@pytest.mark.parametrize(
    ("label", "noted"),
    [("✅", "Noted: you are coming."), ("🤔", "Noted: not sure yet."), ("❌", "Noted: you cannot come.")],
)
async def test_an_answer_in_a_channel_is_noted_there(here: Town, label: str, noted: str) -> None:
    """Whoever presses sees it where they look, and nobody else does."""
    ilinca, ana = await arrives(here, "ilinca"), await arrives(here, "ana")
    channel = await channel_with_card(here, ilinca, ana)

    (card,) = channel.chat
    await ana.user.presses(next(one for one in card.labels if label in one), on=card)
    await here.settle()
    await here.slack.until(lambda: ana.user.whispers)

    assert ([(channel.id, noted)], []) == ([(w.channel.id, w.plain) for w in ana.user.whispers], ilinca.user.whispers)


async def test_a_stranger_in_a_channel_is_told_there(here: Town) -> None:
    """Why they are asked who they are."""
    ilinca, zoe = await arrives(here, "ilinca"), await stranger(here)
    channel = await channel_with_card(here, ilinca, zoe)

    (card,) = channel.chat
    await zoe.user.presses(card.labels[0], on=card)
    await here.slack.until(lambda: zoe.user.whispers)

    assert ["Please tell me who you are; your answer counts as soon as I know."] == [w.plain for w in zoe.user.whispers]


async def test_an_answer_in_a_channel_that_is_refused(here: Town) -> None:
    """Is told there too."""
    ilinca, ana = await arrives(here, "ilinca"), await arrives(here, "ana")
    channel = await channel_with_card(here, ilinca, ana)
    (card,) = channel.chat
    await here.room.until(MONDAY + timedelta(days=60))

    await ana.user.presses_value(Answer(here.lab.event, Going.YES).pack(), card)
    await here.slack.until(lambda: ana.user.whispers)

    assert ["The event has begun; answers can no longer be changed."] == [w.plain for w in ana.user.whispers]


@pytest.mark.parametrize("way", ["slash", "mention", "thread"])
async def test_a_command_in_a_channel(here: Town, way: str) -> None:
    """Is answered in private, and the channel stays quiet."""
    ana = await arrives(here, "ana")
    await invite(here.lab, "ana")
    channel = here.slack.channel("ateliere", ana.user)
    said = await ana.user.says("Who comes?", channel)

    if way == "slash":
        await ana.user.command("/sfat", "my", in_channel=channel)
    else:
        ana.user.says("@Sfat my", channel, thread=said.message if way == "thread" else None)
    await here.settle()

    assert ("Wednesday, 10 February 2027" in " ".join(await ana.buttons()), []) == (True, channel.chat)


async def test_commands_are_named_in_romanian(here: Town) -> None:
    """In a hint on Slack there is one command, and behind it the words that Romanians type."""
    zoe = here.slack.person("Zoe Pavel", locale="ro-RO")

    await zoe.command("/sfat", "foo")
    await here.settle()

    assert "Nu cunosc comanda /sfat foo. /sfat ajutor arată ce pot face." == zoe.chat[-1].plain


@pytest.mark.parametrize("way", ["slash", "mention"])
async def test_a_question_in_a_channel(here: Town, way: str) -> None:
    """Is offered to the organisers in private, as it would be there."""
    await arrives(here, "ilinca")
    ana = await arrives(here, "ana")
    channel = here.slack.channel("ateliere", ana.user)

    if way == "slash":
        await ana.user.command("/sfat", "where is the room?", in_channel=channel)
    else:
        ana.user.says("@Sfat where is the room?", channel)
    await here.settle()

    assert ("where is the room?" in await ana.all_text(), []) == (True, channel.chat)
    assert "📤 Send" in await ana.buttons()


@pytest.mark.parametrize(("said", "answer"), [("@Sfat", "/sfat rsvp"), ("@Sfat hello", "/sfat hello")])
async def test_our_name_alone_in_a_channel(here: Town, said: str, answer: str) -> None:
    """Never meets silence: what can be said is told in private."""
    ana = await arrives(here, "ana")
    channel = here.slack.channel("ateliere", ana.user)
    before = len(await ana.chat())

    ana.user.says(said, channel)
    await here.settle()

    told = await ana.chat()
    assert (before + 1, []) == (len(told), channel.chat)
    assert answer in await ana.all_text()


async def test_talk_among_people(here: Town) -> None:
    """Is never heard, with or without our name in it."""
    ana = await arrives(here, "ana")
    channel = here.slack.channel("ateliere", ana.user)
    before = await ana.chat()

    await ana.user.says("yes", channel)
    ana.user.says("ask @Sfat about it", channel)
    await here.settle()

    assert (before, []) == (await ana.chat(), channel.chat)


async def test_a_channel_that_is_archived(here: Town) -> None:
    """The organisers hear of it, and nothing more is posted there."""
    ilinca, ana = await arrives(here, "ilinca"), await arrives(here, "ana")
    channel = await channel_with_card(here, ilinca, ana)

    await channel.archive(ilinca.user.id)
    await here.settle()
    await ana.says("/rsvp E1 yes")

    assert 0 == channel.chat[0].edits
    assert "ateliere" in await ilinca.all_text()
