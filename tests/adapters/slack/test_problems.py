"""What Slack refuses, in the ports' vocabulary and for the operator."""

import logging

import pytest

from bot.adapters.slack.problems import INBOX, LINE, TOKEN, Trouble, classify, sentence
from bot.adapters.slack.wire import BROKEN, CLOSED, LIMITED, SILENT, Fault
from bot.model.address import Place
from bot.model.problems import Lost, PortError, Refused, TryLater, Unknown, Unreachable
from bot.model.values import Reason

ANA = Place("slack", "T1", "UANA")
ADDRESS = "https://slack.com/api/"


def fault(code: str, method: str = "chat.postMessage", status: int = 200, after: float = 0.0) -> Fault:
    return Fault(method, code, status=status, after=after)


def outcome(error: PortError) -> object:
    """What tells port errors apart."""
    match error:
        case TryLater():
            return error.after, error.place
        case Unreachable():
            return error.why
    return type(error)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (fault(LIMITED, status=429, after=7), (7, ANA)),
        (fault("channel_not_found"), Reason.GONE),
        (fault("is_archived"), Reason.GONE),
        (fault("is_inactive"), Reason.GONE),
        (fault("user_not_found"), Reason.GONE),
        (fault("cannot_dm_bot"), Reason.GONE),
        (fault("user_disabled"), Reason.DEACTIVATED),
        (fault("not_in_channel"), Reason.BLOCKED),
        (fault("messages_tab_disabled"), Reason.BLOCKED),
        (fault("restricted_action"), Reason.BLOCKED),
        (fault("message_not_found"), Lost),
        (fault("cant_update_message"), Lost),
        (fault("edit_window_closed"), Lost),
        (fault("invalid_blocks"), Refused),
        (fault("msg_too_long"), Refused),
        (fault("a_word_nobody_knows"), Refused),
        (fault("account_inactive"), (30, None)),
        (fault("token_revoked"), (30, None)),
        (fault("missing_scope"), (30, None)),
        (fault("service_unavailable"), (5, None)),
        (fault(CLOSED), (1, None)),
        (fault(BROKEN, status=502), (5, None)),
        (fault(BROKEN, status=500), (5, None)),
        (fault(BROKEN), (5, None)),
        (fault(BROKEN, status=504), Unknown),
        (fault(SILENT), Unknown),
        (fault("fatal_error"), Unknown),
        (fault("internal_error"), Unknown),
    ],
)
def test_refusals(said: Fault, meant: object) -> None:
    """Whoever is told `account_inactive` is we, not the person: it speaks of the token."""
    assert meant == outcome(classify(said, ANA))


@pytest.mark.parametrize("code", [SILENT, "fatal_error"])
def test_doubt_that_does_no_harm(code: str) -> None:
    """What nobody would notice twice is simply tried again."""
    assert (5, None) == outcome(classify(fault(code), ANA, harmless=True))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (fault("invalid_auth", "auth.test"), "SFAT_SLACK_BOT_TOKEN"),
        (fault("invalid_auth", "apps.connections.open"), "SFAT_SLACK_APP_TOKEN"),
        (Fault("files.getUploadURLExternal", "missing_scope", detail="files:write"), "lacks a permission files:write"),
        (fault(CLOSED), "SFAT_SLACK_API_URL"),
    ],
)
def test_sentences(said: Fault, words: str) -> None:
    """Each names what the operator can do something about."""
    assert words in sentence(said, ADDRESS)


def test_a_trouble_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    """And its end once more."""
    trouble = Trouble(ADDRESS)
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            trouble.met(TOKEN, fault("invalid_auth", "auth.test"))
        trouble.over(TOKEN)
        trouble.over(TOKEN)

    assert 2 == len(caplog.records)
    assert "" == trouble.sentence


def test_each_cause_has_its_own_end() -> None:
    """The line is well again; the tokens are not."""
    trouble = Trouble(ADDRESS)
    trouble.say(TOKEN, "one")
    trouble.say(LINE, "two")
    trouble.over(TOKEN)
    assert "two" == trouble.sentence
    trouble.over(INBOX)
    assert "two" == trouble.sentence
