"""Conversations are written against our own English sentences; the Romanian catalogue has tests of its own."""

from datetime import timedelta

import pytest

from bot.core import catalogue, outcome, translate
from tests.handlers.steps import in_english
from tests.room import Seat
from tests.seeds import Lab


@pytest.fixture(autouse=True)
def edits_need_no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards are redrawn at once: how long an edit rests is the courier's matter, and has tests there."""
    for rest in ("EDIT_REST", "GROUP_EDIT_REST"):
        monkeypatch.setattr(outcome, rest, timedelta(milliseconds=5))


@pytest.fixture(autouse=True)
def our_own_sentences(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Romanian readers read the English sentences here, with Romanian dates, unless a test is marked `romanian`."""
    if request.node.get_closest_marker("romanian") is None:
        monkeypatch.setattr(catalogue, "sentences", lambda _language: {})
    translate.spans.cache_clear()  # lines that a test before has drawn were drawn in its sentences


@pytest.fixture
async def lab(lab: Lab, request: pytest.FixtureRequest) -> Lab:
    """The seeded lab; where a test is marked `english` everybody of it reads English, with English dates."""
    return await in_english(lab) if request.node.get_closest_marker("english") else lab


@pytest.fixture
async def ana(lab: Lab) -> Seat:
    """Ana, on the platform without forms."""
    return await lab.arrives("ana")
