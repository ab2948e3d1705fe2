"""What only Slack has, through the whole program: channels, threads, the Home tab, shortcuts, modals."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core import outcome
from bot.model.values import Going, Reason, Sending
from handlers.people.doors import PersonalLink
from handlers.shared.presses import Answer, PostIn
from storage.answers import RSVP
from storage.deliveries import DELIVERY
from tests.adapters.contract.on_slack import OnSlack
from tests.adapters.contract.person import SLACK, TELEGRAM
from tests.adapters.contract.town import Town, town
from tests.fakes.slack import Place
from tests.handlers.steps import found, invite
from tests.room import MONDAY


@pytest.fixture
async def here(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The town of this test, in which nobody waits between two edits."""
    monkeypatch.setattr(outcome, "EDIT_REST", timedelta(0))
    monkeypatch.setattr(outcome, "GROUP_EDIT_REST", timedelta(0))
    async with town(url) as opened:
        yield opened


async def arrives(here: Town, name: str) -> OnSlack:
    """Somebody of the lab on Slack, come by their own link."""
    person = await here.arrives(SLACK, name)
    assert isinstance(person, OnSlack)
    return person


async def stranger(here: Town) -> OnSlack:
    """Somebody of the workspace whom nobody knows."""
    person = await here.newcomer(SLACK, "Zoe Pavel")
    assert isinstance(person, OnSlack)
    return person


async def channel_with_card(here: Town, *people: OnSlack) -> Place:
    """A channel that the first of these, a manager, has put us into, and the card of the event in it."""
    manager, *_ = people
    channel = here.slack.channel("ateliere", *(one.user for one in people), bot=False)
    await channel.invites_bot(manager.user.id)
    await here.settle()
    await manager.forges(PostIn(here.lab.event).pack())
    await manager.presses("ateliere")
    await manager.presses("📤 Send")
    return channel


async def answers(here: Town) -> dict[int, Going]:
    """Every answer, by person."""
    return {row.person_id: row.answer for row in await found(here.lab, RSVP)}


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


async def test_a_link_that_is_typed(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no address leads to us, a personal link is what is to be typed on Slack."""
    monkeypatch.setattr(here.room.program.house.links, "deep_link", lambda _token: "")
    ilinca = await arrives(here, "ilinca")

    await ilinca.forges(PersonalLink(here.lab.people["radu"]).pack())

    assert f"To be typed in a chat with me: /sfat start {await here.token('radu')}" in await ilinca.sees()


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


async def test_the_home_tab(here: Town) -> None:
    """Shows what is mine; its buttons are answered in the chat, and it follows."""
    ana = await arrives(here, "ana")
    await invite(here.lab, "ana")
    await ana.user.opens_home()
    await here.settle()
    home = ana.user.home
    assert home is not None and "not answered yet" in home.plain

    await ana.user.presses(home.labels[0], on=home)
    await here.settle()
    await ana.presses("✅ I am coming")
    await ana.user.opens_home()
    await here.settle()

    home = ana.user.home
    assert home is not None and "not answered yet" not in home.plain


async def test_the_home_tab_of_a_stranger(here: Town) -> None:
    """Leads on: to a form in a modal."""
    zoe = await stranger(here)
    await zoe.user.opens_home()
    await here.settle()
    assert zoe.user.home is not None

    await zoe.user.presses("Begin", on=zoe.user.home)
    await here.settle()

    assert zoe.user.modal is not None or await zoe.chat()


async def test_a_message_sent_to_the_organisers(here: Town) -> None:
    """By its shortcut, wherever it stands: shown first, then sent with a tap."""
    ilinca, ana = await arrives(here, "ilinca"), await arrives(here, "ana")
    channel = here.slack.channel("ateliere", ana.user)
    said = (await ana.user.says("Is there parking? <!here>", channel)).message
    assert said is not None

    await ana.user.message_shortcut("ask", said)
    await here.settle()
    assert "Is there parking? <!here>" in await ana.sees()
    await ana.presses("📤 Send")

    assert "Is there parking? <!here>" in await ilinca.sees()
    assert ((), ()) == (ilinca.user.chat[-1].mentions, ilinca.user.chat[-1].broadcasts)


async def test_a_form_that_was_asked_for_in_words(here: Town) -> None:
    """A written word brings nothing that could open a modal, so a button does."""
    ilinca = await arrives(here, "ilinca")
    await ilinca.user.says("/new_event")
    await here.settle()
    assert None is ilinca.user.modal

    await ilinca.presses("Open the form")
    await ilinca.opens_form()


@pytest.mark.parametrize("typed", ["eveniment nou", "new event", "EVENIMENT_NOU"])
async def test_a_form_that_was_asked_for_by_the_command(here: Town, typed: str) -> None:
    """Opens at once, with a space where the command's name has an underscore too."""
    ilinca = await arrives(here, "ilinca")

    await ilinca.user.command("/sfat", typed)
    await ilinca.opens_form()

    assert ["A new event"] == [view.title for view in [ilinca.user.modal] if view]


async def test_an_account_that_was_closed(here: Town) -> None:
    """Is not written to; the delivery says why."""
    ana = await arrives(here, "ana")
    await ana.user.deactivate()
    await here.settle()
    number = len(await ana.chat())

    await invite(here.lab, "ana")

    assert number == len(await ana.chat())


async def test_an_account_that_was_closed_without_a_word(here: Town) -> None:
    """The refusal tells."""
    await arrives(here, "ana")
    here.slack.fail("chat.postMessage", error="user_disabled")
    await invite(here.lab, "ana")

    (row,) = [row for row in await found(here.lab, DELIVERY) if row.kind == "event.invitation"]
    assert (Sending.FAILED, Reason.DEACTIVATED) == (row.state, row.reason)


async def test_a_channel_that_is_archived(here: Town) -> None:
    """The organisers hear of it, and nothing more is posted there."""
    ilinca, ana = await arrives(here, "ilinca"), await arrives(here, "ana")
    channel = await channel_with_card(here, ilinca, ana)

    await channel.archive(ilinca.user.id)
    await here.settle()
    await ana.says("/rsvp E1 yes")

    assert 0 == channel.chat[0].edits
    assert "ateliere" in await ilinca.all_text()


async def test_what_is_no_text(here: Town) -> None:
    """A file, a picture, a voice message: the person is asked to write it."""
    ana = await arrives(here, "ana")
    for name in ("list.xlsx", "photo.png", "voice.m4a"):
        await ana.user.shares(name, b"x")
        await here.settle()
        assert "I can only read text here. Please write it." == await ana.sees()


async def test_an_edited_message(here: Town) -> None:
    """An edit is not read, and the person is told."""
    ana = await arrives(here, "ana")
    said = (await ana.user.says("da")).message
    assert said is not None
    await here.settle()

    await ana.user.edits(said, "nu")
    await here.settle()

    assert "I do not read edited messages." in await ana.sees()
