"""What Telegram has written down of a webhook, and when that is a fault."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.adapters.telegram.registration import KINDS, Registration

NOW = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)
URL = "https://sfat.example.ro/telegram/webhook"


def test_what_telegram_tells() -> None:
    """Everything it may tell, as it writes it."""
    told = {
        "url": URL,
        "has_custom_certificate": False,
        "pending_update_count": 3,
        "last_error_date": int(NOW.timestamp()),
        "last_error_message": "Connection refused",
        "ip_address": "203.0.113.7",
        "max_connections": 40,
        "allowed_updates": ["message"],
    }
    expected = Registration(URL, 3, NOW, "Connection refused", "203.0.113.7", 40, ("message",))
    assert expected == Registration.read(told)


def test_the_least_telegram_tells() -> None:
    """While updates are polled."""
    assert Registration("") == Registration.read({"url": "", "pending_update_count": 0})


def test_a_failure_is_one_short_line() -> None:
    """Whoever answers a post chooses these words."""
    told = {"url": URL, "pending_update_count": 0, "last_error_message": "a\nb\x1b[31m" + "c" * 300}
    failure = Registration.read(told).failure
    assert ("ab[31mc", 200) == (failure[:7], len(failure))


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://example.org:8443/bot123:AAsecret?key=secret", "example.org"), ("", ""), ("https://[", "")],
)
def test_only_the_host_of_an_address_is_told(url: str, host: str) -> None:
    """The rest may be a secret."""
    assert host == Registration(url).host


@pytest.mark.parametrize(
    ("kinds", "ours"), [(KINDS, True), (KINDS[::-1], True), (KINDS[1:], False), ((*KINDS, "poll"), False), ((), False)]
)
def test_exactly_our_kinds_are_asked_for(kinds: tuple[str, ...], ours: bool) -> None:
    """In whatever order."""
    assert ours is Registration(URL, kinds=kinds).asks_for_ours


@pytest.mark.parametrize(
    ("seconds_ago", "more", "taken_ago", "failing"),
    [
        (10, {"waiting": 1}, None, True),
        (180, {"waiting": 1}, None, True),
        (181, {"waiting": 1}, None, False),
        (10, {"waiting": 0}, None, False),
        (10, {"waiting": 1}, 20, True),
        (10, {"waiting": 1}, 5, False),
        (10, {"waiting": 1}, 9.5, True),
    ],
)
def test_when_posts_fail(seconds_ago: float, more: dict[str, Any], taken_ago: float | None, failing: bool) -> None:
    """Something waits, the error is young, and nothing has been taken since (Telegram knows whole seconds only)."""
    registration = Registration(URL, failed_at=NOW - timedelta(seconds=seconds_ago), **more)
    taken = None if taken_ago is None else NOW - timedelta(seconds=taken_ago)
    assert failing is registration.is_failing(NOW, taken)


def test_without_an_error_nothing_fails() -> None:
    """However much waits: Telegram may be just about to post it."""
    assert not Registration(URL, waiting=500).is_failing(NOW)
