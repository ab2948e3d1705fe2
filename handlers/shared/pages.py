"""A long list of buttons, a page at a time."""

from collections.abc import Callable, Sequence

from bot.model.card import Button, Row
from bot.model.press import Press
from bot.model.text import T

PAGE = 8


def paged(buttons: Sequence[Button], page: int, turn: Callable[[int], Press]) -> tuple[Row, ...]:
    """The buttons of a page, one a row, and those that turn it. A page that is not there is the nearest that is."""
    last = max(0, (len(buttons) - 1) // PAGE)
    here = min(max(page, 0), last)
    rows: list[Row] = [(button,) for button in buttons[here * PAGE : (here + 1) * PAGE]]
    earlier = (Button(T("‹ Earlier"), turn(here - 1)),) if here else ()
    further = (Button(T("More ›"), turn(here + 1)),) if here < last else ()
    return (*rows, (*earlier, *further))
