"""The manifests ask for what the code uses, for nothing more, and say why."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.adapters.slack import events
from bot.adapters.slack.deeds import ASK
from bot.adapters.slack.doors import PATH
from bot.adapters.slack.scopes import APP_METHODS, EVENTS, METHODS, SCOPES
from bot.adapters.slack.who import COMMAND

ROOT = Path(__file__).parents[3]
FILES = ("slack-socket.yaml", "slack-http.yaml")
_CALL = re.compile(r'\b(?:ask|_done|_fitting)\(\s*"([a-zA-Z.]+)"')
LEARNT = {"app_uninstalled", "tokens_revoked"}  # they tell of the app as a whole; nobody has done them


def text_of(name: str) -> str:
    return (ROOT / "deploy" / name).read_text(encoding="utf-8")


def manifest(name: str) -> Any:
    return yaml.safe_load(text_of(name))


@pytest.fixture(params=FILES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_methods_are_those_the_code_calls() -> None:
    """Every call names its method."""
    sources = (ROOT / "bot" / "adapters" / "slack").glob("*.py")
    called = {method for source in sources for method in _CALL.findall(source.read_text(encoding="utf-8"))}

    assert {*METHODS, *APP_METHODS} == called


def test_the_events_are_those_the_code_hears() -> None:
    """The channel's kind is part of an event's name where messages are meant."""
    messages = {"message.channels", "message.groups", "message.im"}

    assert set(EVENTS) == (set(events.KINDS) - {"message"}) | messages | LEARNT


def test_scopes(name: str) -> None:
    """No wider than used."""
    assert sorted(SCOPES) == manifest(name)["oauth_config"]["scopes"]["bot"]


def test_every_scope_has_its_reason(name: str) -> None:
    """As a comment behind it."""
    lines = [line for line in text_of(name).splitlines() if line.strip().removeprefix("- ").split(" ")[0] in SCOPES]

    assert (len(SCOPES), True) == (len(lines), all("  # " in line for line in lines))


def test_events(name: str) -> None:
    """All that are heard, in order."""
    assert sorted(EVENTS) == manifest(name)["settings"]["event_subscriptions"]["bot_events"]


def test_command_and_shortcut(name: str) -> None:
    """By the names the code knows, within Slack's limits."""
    features = manifest(name)["features"]
    (command,), (shortcut,) = features["slash_commands"], features["shortcuts"]

    assert (COMMAND, "message", ASK) == (command["command"], shortcut["type"], shortcut["callback_id"])
    assert (True, True, True) == (
        len(shortcut["name"]) <= 24,
        len(shortcut["description"]) <= 150,
        len(command["description"]) <= 2000,
    )


def test_both_ask_for_the_same() -> None:
    """But for the way in."""
    socket, http = (manifest(name) for name in FILES)
    addresses = [
        http["features"]["slash_commands"][0].pop("url"),
        http["settings"]["event_subscriptions"].pop("request_url"),
        http["settings"]["interactivity"].pop("request_url"),
    ]

    assert [True, False] == [one["settings"].pop("socket_mode_enabled") for one in (socket, http)]
    assert {f"https://sfat.example.org{PATH}"} == set(addresses)
    assert socket == http
