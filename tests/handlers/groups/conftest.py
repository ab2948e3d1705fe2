"""The lab with a group in it."""

import pytest

from tests.handlers.groups.steps import post
from tests.handlers.steps import in_english
from tests.room import Group, Seat
from tests.seeds import Lab


@pytest.fixture
async def english(lab: Lab) -> Lab:
    """The lab, everybody reading English but the programme being Romanian."""
    return await in_english(lab)


@pytest.fixture
async def ilinca(english: Lab) -> Seat:
    """The manager."""
    return await english.arrives("ilinca")


@pytest.fixture
async def north(english: Lab, ilinca: Seat) -> Group:
    """A group in which the card stands."""
    group = english.room.group("North")
    await ilinca.puts_us_into(group)
    await post(english, ilinca, group)
    return group
