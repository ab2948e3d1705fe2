"""What goes out, and what comes back of it, against a strict server."""

import traceback

import pytest

from bot.adapters.telegram import post
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.model.address import Place
from bot.model.card import Document, Drawn, DrawnButton
from bot.model.problems import Lost, Moved, Refused, TryLater, Unknown, Unreachable
from bot.model.text import Span, Style
from bot.model.values import Reason
from tests.adapters.telegram.conftest import BOT, private
from tests.fakes.telegram import FakeTelegram, User

YES = (DrawnButton("Da, vin", "rsvp:7:yes"),)
ICS = Document("Invitație.ics", "text/calendar", b"BEGIN:VCALENDAR")
PDF = Document("plan.pdf", "application/pdf", b"%PDF")


def card(text: str = "Bună!", *documents: Document, quiet: bool = False) -> Drawn:
    return Drawn(((Span(text, Style.BOLD),),), (YES,), documents, quiet)


async def test_a_card_arrives_with_its_buttons(adapter: TelegramAdapter, ana: User) -> None:
    """Text, style and buttons, and the id of the message comes back."""
    message = await adapter.send(private(ana), card("a < b & c"), "k")
    assert [(message, "a < b & c", "<b>a &lt; b &amp; c</b>", [["Da, vin"]])] == [
        (str(sent.id), sent.text, sent.html, sent.labels) for sent in ana.chat
    ]


async def test_a_card_does_not_unfold_links(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """Links in a text are not shown as a preview, and a quiet card does not ring."""
    await adapter.send(private(ana), Drawn(card().lines, quiet=True), "k")
    sent = fake.called("sendMessage")[0].params
    assert ('{"is_disabled": true}', "true") == (sent["link_preview_options"], sent["disable_notification"].lower())


async def test_topics_are_kept(adapter: TelegramAdapter, fake: FakeTelegram) -> None:
    """A message for a topic goes to that topic."""
    group = fake.group(-1_000_000_000_005, forum=True)
    await adapter.send(Place("telegram", BOT, str(group.id), "3", private=False), card(), "k")
    assert 3 == group.chat[0].thread


async def test_the_general_topic_has_no_number(adapter: TelegramAdapter, fake: FakeTelegram) -> None:
    """Telegram refuses the number of a forum's first topic, so it is left out."""
    group = fake.group(-1_000_000_000_005, forum=True)
    await adapter.send(Place("telegram", BOT, str(group.id), "1", private=False), card(), "k")
    assert group.chat[0].thread is None


async def test_one_document_carries_a_short_text(adapter: TelegramAdapter, ana: User) -> None:
    """A document with a caption and the buttons, under the name people know it by."""
    await adapter.send(private(ana), card("Agenda", ICS), "k")
    (sent,) = ana.chat
    assert ("Agenda", [["Da, vin"]], "Invitație.ics", ICS.content) == (
        sent.text,
        sent.labels,
        sent.documents[0].name,
        sent.documents[0].content,
    )


async def test_a_long_text_goes_before_its_document(adapter: TelegramAdapter, ana: User) -> None:
    """A caption holds 1024 characters; what is longer is a message of its own, and its id is the card's."""
    message = await adapter.send(private(ana), card("a" * 1025, ICS), "k")
    text, document = ana.chat
    assert (message, 1025, "", [["Da, vin"]], []) == (
        str(text.id),
        len(text.text),
        document.text,
        text.labels,
        document.labels,
    )


async def test_several_documents_follow_the_text(adapter: TelegramAdapter, ana: User) -> None:
    """In their order."""
    await adapter.send(private(ana), card("Agenda", ICS, PDF), "k")
    assert [[], ["Invitație.ics"], ["plan.pdf"]] == [[d.name for d in sent.documents] for sent in ana.chat]


async def test_a_document_is_uploaded_once(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """The second time Telegram's own id of it is enough."""
    for key in "ab":
        await adapter.send(private(ana), card("Agenda", ICS), key)
    assert [False, True] == [isinstance(call.params["document"], str) for call in fake.called("sendDocument")]


async def test_a_forgotten_document_is_uploaded_again(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """When Telegram no longer knows its id, the bytes go again."""
    await adapter.send(private(ana), card("Agenda", ICS), "a")
    fake.fail("sendDocument", status=400, description="Bad Request: wrong file identifier/HTTP URL specified")
    await adapter.send(private(ana), card("Agenda", ICS), "b")
    assert [ICS.content, ICS.content] == [sent.documents[0].content for sent in ana.chat]


async def test_a_retry_goes_on_where_it_broke(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """The same key does not send the text twice."""
    fake.fail("sendDocument", status=500)
    with pytest.raises(TryLater):
        await adapter.send(private(ana), card("Agenda", ICS, PDF), "k")
    message = await adapter.send(private(ana), card("Agenda", ICS, PDF), "k")
    assert (message, [0, 1, 1]) == (str(ana.chat[0].id), [len(sent.documents) for sent in ana.chat])


async def test_a_refused_document_ends_the_memory_of_its_card(
    adapter: TelegramAdapter, fake: FakeTelegram, ana: User
) -> None:
    """A card that is sent anew after a lasting refusal is sent whole."""
    fake.fail("sendDocument", status=400, description="Bad Request: strange file")
    with pytest.raises(Refused):
        await adapter.send(private(ana), card("Agenda", ICS, PDF), "k")
    fake.passes(10)
    await adapter.send(private(ana), card("Agenda", ICS, PDF), "k")
    assert [0, 0, 1, 1] == [len(sent.documents) for sent in ana.chat]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept longest is forgotten first."""
    monkeypatch.setattr(post, "REMEMBERED", 2)
    memory: dict[str, int] = {}
    for number, key in enumerate("abac"):
        post._remember(memory, key, number)
    assert {"a": 2, "c": 3} == memory


async def test_an_edit_changes_text_and_buttons(adapter: TelegramAdapter, ana: User) -> None:
    """In the same message."""
    message = await adapter.send(private(ana), card(), "k")
    await adapter.edit(private(ana), message, Drawn(((Span("Notat"),),)))
    assert [("Notat", [], 1)] == [(sent.text, sent.labels, sent.edits) for sent in ana.chat]


async def test_an_edit_without_change_is_success(adapter: TelegramAdapter, ana: User) -> None:
    """Telegram complains; we do not."""
    message = await adapter.send(private(ana), card(), "k")
    await adapter.edit(private(ana), message, card())
    assert 0 == ana.chat[0].edits


async def test_a_caption_is_edited(adapter: TelegramAdapter, ana: User) -> None:
    """The text of a document is its caption, and stays one."""
    message = await adapter.send(private(ana), card("Agenda", ICS), "k")
    await adapter.edit(private(ana), message, card("Agenda nouă", ICS))
    assert [("Agenda nouă", 1)] == [(sent.text, len(sent.documents)) for sent in ana.chat]


@pytest.mark.parametrize(("before", "after"), [("scurt", "l" * 1100), ("l" * 1100, "scurt")])
async def test_telegram_has_the_last_word_on_captions(before: str, after: str, fake: FakeTelegram, ana: User) -> None:
    """When the text has become too long or short enough for a caption since, the edit still finds its place."""
    adapter = TelegramAdapter(fake.token, fake.url, 30)
    await adapter.connect()
    message = await adapter.send(private(ana), card(before, ICS), "k")
    fake.passes(10)
    await adapter.edit(private(ana), message, card(after, ICS))
    fake.violations.clear()  # the stand-in counts the first guess as one
    await adapter.close()
    assert after[:5] == ana.chat[0].text[:5]


async def test_an_edit_of_what_is_gone(adapter: TelegramAdapter, ana: User) -> None:
    """A message that was deleted is lost."""
    message = await adapter.send(private(ana), card(), "k")
    ana.deletes(ana.chat[0])
    with pytest.raises(Lost):
        await adapter.edit(private(ana), message, card("anew"))


async def test_freezing_leaves_the_text(adapter: TelegramAdapter, ana: User) -> None:
    """Only the buttons go."""
    message = await adapter.send(private(ana), card(), "k")
    await adapter.freeze(private(ana), message)
    assert [("Bună!", [])] == [(sent.text, sent.labels) for sent in ana.chat]


async def test_freezing_twice_is_success(adapter: TelegramAdapter, ana: User) -> None:
    """Nothing is left to take away."""
    message = await adapter.send(private(ana), card(), "k")
    await adapter.freeze(private(ana), message)
    await adapter.freeze(private(ana), message)
    assert 1 == ana.chat[0].edits


async def test_blocked(adapter: TelegramAdapter, ana: User) -> None:
    """Somebody who blocked the bot can not be reached."""
    ana.blocks()
    with pytest.raises(Unreachable) as error:
        await adapter.send(private(ana), card(), "k")
    assert Reason.BLOCKED == error.value.why


async def test_deactivated(adapter: TelegramAdapter, ana: User) -> None:
    """Nor can a deleted account."""
    ana.deletes_account()
    with pytest.raises(Unreachable) as error:
        await adapter.send(private(ana), card(), "k")
    assert Reason.DEACTIVATED == error.value.why


async def test_a_group_that_moved(adapter: TelegramAdapter, fake: FakeTelegram) -> None:
    """The new address comes with the error."""
    group = fake.group(-5)
    group.migrate(-1_000_000_000_005)
    with pytest.raises(Moved) as error:
        await adapter.send(Place("telegram", BOT, "-5", private=False), card(), "k")
    assert Place("telegram", BOT, "-1000000000005", private=False) == error.value.place


async def test_too_fast(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """The chat is to be left alone for as long as Telegram says."""
    fake.fail("sendMessage", status=429, retry_after=9)
    with pytest.raises(TryLater) as error:
        await adapter.send(private(ana), card(), "k")
    assert (9, private(ana)) == (error.value.after, error.value.place)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"status": 500}, TryLater),
        ({"status": 502}, TryLater),
        ({"status": 504, "after_effect": True}, Unknown),
        ({"cut": True}, Unknown),
        ({"cut": True, "after_effect": True}, Unknown),
        ({"status": 401}, TryLater),
        ({"status": 400, "description": "Bad Request: can't parse entities"}, Refused),
    ],
)
async def test_faults(
    fault: dict[str, object], kind: type[Exception], adapter: TelegramAdapter, fake: FakeTelegram, ana: User
) -> None:
    """Each fault of server and network, from end to end."""
    fake.fail("sendMessage", **fault)  # type: ignore[arg-type]
    with pytest.raises(kind):
        await adapter.send(private(ana), card(), "k")


async def test_a_button_too_long_is_our_fault(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """It is refused before Telegram hears of it."""
    with pytest.raises(Refused):
        await adapter.send(private(ana), Drawn(card().lines, ((DrawnButton("Da", "x" * 65),),)), "k")
    assert [] == fake.called("sendMessage")


async def test_the_cause_of_an_error_is_cut_off(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """What Telegram quotes of a message does not reach a log that prints the error with everything behind it."""
    fake.fail("sendMessage", status=400, description="Bad Request: URL 'https://x.org/rsvp/secret' is invalid")
    with pytest.raises(Refused) as error:
        await adapter.send(private(ana), card(), "k")
    assert "https://x.org/rsvp/secret" not in "".join(traceback.format_exception(error.value))
