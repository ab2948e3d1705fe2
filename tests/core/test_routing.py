"""Routes that contradict one another are refused at the start."""

from datetime import datetime

import pytest

from bot.core import Ctx, Effect, Received, Router, Routes
from bot.core.routes import Misrouted
from bot.core.routing import FromWhom
from bot.model.address import Place
from bot.model.press import Press
from bot.model.text import T
from bot.model.update import Edited, Said
from bot.model.values import Role
from storage.people import PersonRow
from storage.tx import Tx
from tests.core import booking
from tests.core.workshop import Board


async def there(_tx: Tx, _place: Place, _update: Said | Edited, _now: datetime) -> bool:
    """Every group."""
    return True


async def from_anybody(_tx: Tx, _place: Place, _person: PersonRow, _now: datetime) -> bool:
    """Everybody we know."""
    return True


async def kept(_ctx: Ctx, _said: Said, _received: Received | None) -> bool:
    """Keeps everything."""
    return True


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


@pytest.mark.parametrize(
    ("endings", "from_whom"), [((".jpg",), None), ((), from_anybody)], ids=["from nobody", "of no kind"]
)
def test_files_in_groups_that_nobody_could_send(endings: tuple[str, ...], from_whom: FromWhom | None) -> None:
    """Which files, and from whom: one without the other is refused at the start."""
    deaf = Router("deaf")
    deaf.when_overheard(there=there, endings=endings, from_whom=from_whom)(kept)

    with pytest.raises(Misrouted, match="deaf"):
        Routes.of((deaf,))
