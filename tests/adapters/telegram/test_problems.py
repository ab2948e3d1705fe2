"""What Telegram refuses, as errors of the port."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.adapters.telegram.problems import classify, sentence, without_quotes
from bot.adapters.telegram.transport import NoAnswer, NotSent, ServerFault, SlowDown
from bot.model.address import Place
from bot.model.problems import Lost, Moved, Refused, TryLater, Unknown, Unreachable
from bot.model.values import Reason

PLACE = Place("telegram", "7", "-5", "9", private=False)


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        ("Forbidden: bot was blocked by the user", Reason.BLOCKED),
        ("Forbidden: bot was kicked from the supergroup chat", Reason.BLOCKED),
        ("Forbidden: bot is not a member of the supergroup chat", Reason.BLOCKED),
        ("Forbidden: user is deactivated", Reason.DEACTIVATED),
        ("Forbidden: bot can't initiate conversation with a user", Reason.NEVER_STARTED),
        ("Forbidden: the group chat was deleted", Reason.GONE),
        ("Forbidden: bot was kicked from the group chat", Reason.BLOCKED),
        ("Forbidden: bot was kicked from the channel chat", Reason.BLOCKED),
        ("Forbidden: bot is not a member of the channel chat", Reason.BLOCKED),
    ],
)
def test_forbidden_says_why(description: str, reason: Reason) -> None:
    """Each way of not being let in has its reason."""
    error = classify(Forbidden(description), PLACE)
    assert isinstance(error, Unreachable)
    assert reason == error.why


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        ("Bad Request: chat not found", Reason.GONE),
        ("Bad Request: CHANNEL_PRIVATE", Reason.GONE),
        ("Bad Request: group chat is deactivated", Reason.GONE),
        ("Bad Request: not enough rights to send text messages to the chat", Reason.BLOCKED),
        ("Bad Request: have no rights to send a message", Reason.BLOCKED),
        ("Bad Request: CHAT_WRITE_FORBIDDEN", Reason.BLOCKED),
        ("Bad Request: CHAT_RESTRICTED", Reason.BLOCKED),
        ("Bad Request: need administrator rights in the channel chat", Reason.BLOCKED),
        ("Bad Request: CHAT_ADMIN_REQUIRED", Reason.BLOCKED),
    ],
)
def test_groups_and_channels_that_do_not_let_us_write(description: str, reason: Reason) -> None:
    """Telegram calls this a bad request; it is nobody's fault of ours, and lasts."""
    error = classify(BadRequest(description), PLACE)
    assert isinstance(error, Unreachable)
    assert reason == error.why


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("Bad Request: message to edit not found", Lost),
        ("Bad Request: message can't be edited", Lost),
        ("Bad Request: MESSAGE_ID_INVALID", Lost),
        ("Bad Request: can't parse entities: unsupported start tag", Refused),
        ("Bad Request: message thread not found", Refused),
    ],
)
def test_bad_requests(description: str, kind: type[Exception]) -> None:
    """A bad request is never mistaken for the network error it is derived from."""
    assert kind is type(classify(BadRequest(description), PLACE))


@pytest.mark.parametrize(
    ("error", "after"),
    [(NotSent("ClientConnectorError"), 1), (ServerFault("status 502"), 5), (InvalidToken(), 30), (Conflict("two"), 30)],
)
def test_what_was_surely_not_done_is_tried_later(error: TelegramError, after: float) -> None:
    """A request that did not leave, or was turned away at the door, is made again for everyone."""
    later = classify(error, PLACE)
    assert isinstance(later, TryLater)
    assert (after, None) == (later.after, later.place)


@pytest.mark.parametrize(
    "error", [NoAnswer("ServerDisconnectedError"), TimedOut(), NetworkError("?"), TelegramError("?")]
)
def test_what_may_have_been_done_is_unknown(error: TelegramError) -> None:
    """Without an answer nobody knows."""
    assert Unknown is type(classify(error, PLACE))


def test_a_flood_closes_the_chat_of_the_request() -> None:
    """Telegram does not say whom it means; the chat is what is held back."""
    later = classify(SlowDown(17), PLACE)
    assert isinstance(later, TryLater)
    assert (17, PLACE) == (later.after, later.place)


@pytest.mark.filterwarnings("ignore:.*retry_after")
@pytest.mark.parametrize("wait", [17, timedelta(seconds=17)])
@pytest.mark.parametrize("new_style", ["0", "1"])
def test_the_librarys_own_flood_error(wait: int | timedelta, new_style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds or a timedelta, today's library or tomorrow's: the wait is the same."""
    monkeypatch.setenv("PTB_TIMEDELTA", new_style)
    later = classify(RetryAfter(wait), PLACE)
    assert isinstance(later, TryLater)
    assert (17, PLACE) == (later.after, later.place)


def test_a_group_that_moved_keeps_its_topic() -> None:
    """Only the chat's number changes."""
    moved = classify(ChatMigrated(-1001), PLACE)
    assert isinstance(moved, Moved)
    assert Place("telegram", "7", "-1001", "9", private=False) == moved.place


def test_refusals_do_not_repeat_what_they_quote() -> None:
    """A personal link in a description does not travel into logs and tables."""
    error = BadRequest("Bad Request: inline keyboard button URL 'https://x.org/rsvp/secret' is invalid: Wrong HTTP URL")
    assert "Inline keyboard button url '…' is invalid: wrong http url" == without_quotes(error)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InvalidToken(), "does not accept the token"),
        (Conflict("terminated by other getUpdates request"), "Another program polls with the same token"),
        (Conflict("can't use getUpdates method while webhook is active"), "A webhook is set"),
        (BadRequest("bad webhook: IP address 10.0.0.7 is reserved"), "look at SFAT_PUBLIC_URL"),
        (NotSent("ClientConnectorError"), "http://127.0.0.1:9"),
    ],
)
def test_the_operator_reads_what_to_do(error: TelegramError, words: str) -> None:
    """Each lasting fault has a sentence of its own."""
    assert words in sentence(error, "http://127.0.0.1:9")
