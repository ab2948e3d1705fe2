"""Routes that contradict one another are refused at the start."""

import pytest

from bot.core import Ctx, Effect, Router, Routes
from bot.core.routes import Misrouted
from bot.model.press import Press
from bot.model.text import T
from bot.model.values import Role
from tests.core import booking
from tests.core.workshop import Board


class Touch(Press, name="t.touch"):
    """A button of a test."""

    kind: int


async def nothing(_ctx: Ctx, _words: tuple[str, ...]) -> Effect:
    """Answers nothing."""
    return None


async def untouched(_ctx: Ctx, _press: Touch) -> Effect:
    """Answers nothing."""
    return None


def test_two_features_with_one_command() -> None:
    """A name that is taken is refused at the start."""
    twin = Router("twin")
    twin.command("ping", who=Role.ANYONE, help=T("x"))(nothing)

    with pytest.raises(Misrouted, match="/ping"):
        Routes.of((booking.router, twin))


def test_two_features_with_one_view() -> None:
    """The same for views."""
    with pytest.raises(Misrouted, match="note"):
        Routes.of((Board().router, Board().router))


def test_an_object_nobody_knows() -> None:
    """A door whose object has no rights is refused at the start."""
    odd = Router("odd")
    odd.press(Touch, who=Role.MANAGER, about="unicorn")(untouched)

    with pytest.raises(Misrouted, match="unicorn"):
        Routes.of((odd,))
