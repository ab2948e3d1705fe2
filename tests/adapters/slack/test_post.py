"""What goes out: messages, edits, the page, files; and what happens when Slack does not take them."""

import asyncio
from typing import Any

import pytest

from bot.adapters.slack.adapter import Credentials, SlackAdapter
from bot.model.address import Place
from bot.model.card import Document, Drawn, DrawnButton
from bot.model.problems import Lost, PortError, Refused, TryLater, Unreachable
from bot.model.text import Span
from bot.model.values import Reason
from tests.adapters.slack.conftest import channel, page, private
from tests.fakes.slack import APP_TOKEN, TEAM, TOKEN, FakeSlack, Person

CSV = Document("links.csv", "text/csv", b"a,b\n1,2\n")
ICS = Document("event.ics", "text/calendar", b"BEGIN:VCALENDAR")
YES = DrawnButton("Yes", "rsvp:1:yes")


def card(text: str = "Are you coming?", *buttons: DrawnButton, documents: tuple[Document, ...] = ()) -> Drawn:
    return Drawn(tuple((Span(line),) for line in text.split("\n")), (buttons,) if buttons else (), documents)


async def refusal(doing: Any) -> PortError:
    """The port error a call ends with."""
    with pytest.raises(PortError) as caught:
        await doing
    return caught.value


async def test_a_message_can_not_act(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """It mentions nobody, previews nothing, and is there for notifications too."""
    await adapter.send(private(ana), card("<!channel> <@U1> https://a.ro & *b*"), "1")

    (message,), (call,) = ana.chat, slack.called("chat.postMessage")
    assert "<!channel> <@U1> https://a.ro & *b*" == message.plain
    assert ((), ()) == (message.mentions, message.broadcasts)
    assert ["False", "False", "False"] == [
        str(call.params[name]) for name in ("unfurl_links", "unfurl_media", "link_names")
    ]
    assert "&lt;!channel&gt; &lt;@U1&gt; https://a.ro &amp; *b*" == call.params["text"]


async def test_a_chat_is_opened_once(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """And remembered."""
    for key in "123":
        await adapter.send(private(ana), card(), key)

    assert (1, 3) == (len(slack.called("conversations.open")), len(ana.chat))


async def test_an_edit(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Text and buttons in the place of those that stood."""
    message = await adapter.send(private(ana), card("Are you coming?", YES), "1")

    await adapter.edit(private(ana), message, card("Noted: yes."))

    assert [("Noted: yes.", [], 1)] == [(one.plain, one.labels, one.edits) for one in ana.chat]


async def test_a_message_in_a_thread(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Stands in it, and is edited there."""
    general = slack.channel("general", ana)
    asked = (await ana.says("Who comes?", general)).message
    assert asked is not None
    place = channel(general, asked.ts)

    message = await adapter.send(place, card(), "1")
    await adapter.edit(place, message, card("Noted."))

    assert [("Noted.", asked.ts)] == [(one.plain, one.thread_ts) for one in general.chat]


async def test_freezing(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """The buttons go, the text stays."""
    general = slack.channel("general", ana)
    for place in (private(ana), channel(general)):
        await adapter.freeze(place, await adapter.send(place, card("Two\nlines", YES), "1"))

    assert [("Two\nlines", [])] * 2 == [(one.plain, one.labels) for one in (*ana.chat, *general.chat)]


async def another(slack: FakeSlack) -> SlackAdapter:
    """The adapter of the next process."""
    adapter = SlackAdapter(Credentials(TOKEN, APP_TOKEN), slack.base_url, 100)
    await adapter.connect()
    return adapter


async def test_freezing_what_another_process_sent(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """In private the text is read back."""
    message = await adapter.send(private(ana), card("Two\nlines", YES), "1")

    following = await another(slack)
    await following.freeze(private(ana), message)
    await following.close()

    assert [("Two\nlines", [])] == [(one.plain, one.labels) for one in ana.chat]


async def test_freezing_in_a_channel_what_another_process_sent(
    slack: FakeSlack, adapter: SlackAdapter, ana: Person
) -> None:
    """We do not read in channels: the buttons stay, and say what they are worth when they are pressed."""
    general = slack.channel("general", ana)
    message = await adapter.send(channel(general), card("Hello", YES), "1")

    following = await another(slack)
    assert isinstance(await refusal(following.freeze(channel(general), message)), Lost)
    await following.close()


async def test_the_page(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """One message that is published anew; taking its buttons away does nothing."""
    assert "home" == await adapter.send(page(ana), card("Your events", YES), "1")
    await adapter.edit(page(ana), "home", card("Nothing is coming.", YES))
    await adapter.freeze(page(ana), "home")

    assert ana.home is not None
    assert ("Nothing is coming.", ["Yes"], []) == (ana.home.plain, ana.home.labels, ana.chat)


async def test_a_page_has_more_room(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """A hundred blocks: more rows than that stand closer together."""
    for rows in (99, 120):
        buttons = tuple((DrawnButton(f"{number}", "x"),) for number in range(rows))
        await adapter.edit(page(ana), "home", Drawn(((Span("Your events"),),), buttons))
        assert ana.home is not None
        assert (rows, rows == 99) == (len(ana.home.labels), len(ana.home.blocks) == 100)


async def test_files_follow_the_text(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """In private each is a message of its own."""
    message = await adapter.send(private(ana), card("Here you are", YES, documents=(CSV, ICS)), "1")

    assert message == ana.chat[0].ts
    assert [("links.csv", CSV.content), ("event.ics", ICS.content)] == [
        (file.name, file.content) for one in ana.chat[1:] for file in one.files
    ]


async def test_files_in_a_channel(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Stand in the thread of their message."""
    general = slack.channel("general", ana)

    message = await adapter.send(channel(general), card(documents=(CSV,)), "1")

    assert [None, message] == [one.thread_ts for one in general.chat]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_what_was_begun_is_finished(slack: FakeSlack, adapter: SlackAdapter, ana: Person, method: str) -> None:
    """The same key goes on behind the parts that are out."""
    slack.fail(method, skip=1, status=429)
    with pytest.raises(TryLater):
        await adapter.send(private(ana), card(documents=(CSV, ICS)), "1")
    assert ["links.csv"] == [file.name for one in ana.chat for file in one.files]

    slack.passes(2)
    await asyncio.sleep(1.05)
    await adapter.send(private(ana), card(documents=(CSV, ICS)), "1")

    assert (3, ["links.csv", "event.ics"]) == (len(ana.chat), [file.name for one in ana.chat for file in one.files])


async def test_a_hostile_file_name(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Is one name."""
    hostile = Document('../<!channel>\n"x".csv', "text/csv", b"1")

    await adapter.send(private(ana), card(documents=(hostile,)), "1")

    (file,) = ana.chat[-1].files
    assert ("/" in file.name, "\n" in file.name) == (False, False)


async def test_a_long_file_name(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Is cut, so that it can be saved on any machine."""
    await adapter.send(private(ana), card(documents=(Document("x" * 300, "text/csv", b"1"),)), "1")

    (file,) = ana.chat[-1].files
    assert 200 == len(file.name)


async def test_a_closed_method_is_not_called(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """429 closes it for as long as it says; other methods go on."""
    message = await adapter.send(private(ana), card(), "1")
    slack.fail("chat.postMessage", status=429, retry_after=30)
    first = await refusal(adapter.send(private(ana), card(), "2"))
    calls = len(slack.called("chat.postMessage"))

    second = await refusal(adapter.send(private(ana), card(), "2"))
    await adapter.edit(private(ana), message, card("Noted."))

    assert isinstance(first, TryLater) and isinstance(second, TryLater)
    assert (30, private(ana), calls) == (first.after, first.place, len(slack.called("chat.postMessage")))
    assert 29 < second.after <= 30


async def test_a_closed_account(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Can not be written to."""
    ana.deactivate()

    error = await refusal(adapter.send(private(ana), card(), "1"))

    assert isinstance(error, Unreachable) and Reason.DEACTIVATED is error.why


async def test_channels_that_are_closed_to_us(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Archived, or without us, or of no one."""
    archived, without = slack.channel("old", ana, archived=True), slack.channel("other", ana, bot=False)
    places = [channel(archived), channel(without), Place("slack", TEAM, "C0NOWHERE", private=False)]

    whys = [await refusal(adapter.send(place, card(), "1")) for place in places]

    assert [Reason.GONE, Reason.BLOCKED, Reason.GONE] == [one.why for one in whys if isinstance(one, Unreachable)]
    slack.violations.clear()  # a channel that never was is our fault to the stand-in, and a deleted one to Slack


async def test_a_deleted_message(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Can not be edited."""
    message = await adapter.send(private(ana), card(), "1")
    ana.chat[0].deleted = True

    assert isinstance(await refusal(adapter.edit(private(ana), message, card("Noted."))), Lost)


@pytest.mark.parametrize("status", [500, 503])
async def test_faults_of_the_way(slack: FakeSlack, adapter: SlackAdapter, ana: Person, status: int) -> None:
    """What has not arrived is tried again. The library itself tries nothing twice."""
    slack.fail("chat.postMessage", status=status)

    error = await refusal(adapter.send(private(ana), card(), "1"))

    assert (TryLater, []) == (type(error), ana.chat)


async def test_opening_a_chat_is_harmless(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Nothing was said yet, so there is no doubt."""
    slack.fail("conversations.open", cut=True)

    assert isinstance(await refusal(adapter.send(private(ana), card(), "1")), TryLater)


async def test_a_dead_server(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Nothing left this machine."""
    await adapter.close()

    assert isinstance(await refusal(adapter.send(private(ana), card(), "1")), TryLater)


async def test_a_card_that_slack_finds_too_long(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """It does not say how it measures, so less of it is tried once."""
    slack.fail("chat.postMessage", error="msg_blocks_too_long")

    await adapter.send(private(ana), card("x\n" * 3000), "1")

    (message,) = ana.chat
    assert (True, True) == (len(message.plain) <= 2000, message.plain.endswith("…"))


async def test_no_error_tells_what_was_said(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Only where Slack found fault with it."""
    slack.fail("chat.postMessage", error="invalid_blocks")

    refused = await refusal(adapter.send(private(ana), card("secret words"), "1"))

    assert isinstance(refused, Refused)
    assert ("chat.postMessage: invalid_blocks", None) == (refused.why, refused.__cause__)


async def test_a_revoked_token(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Is nobody's unreachability: all is tried later, and the operator is told."""
    await adapter.send(private(ana), card(), "0")
    slack.server.dead = "token_revoked"

    error = await refusal(adapter.send(private(ana), card(), "1"))

    assert isinstance(error, TryLater) and None is error.place
    assert "SFAT_SLACK_BOT_TOKEN" in adapter.trouble
