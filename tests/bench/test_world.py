"""What we measure with is itself right: the limit is strict, and what is not confirmed comes again."""

import time

import pytest

from tests.bench.world import World


def test_at_most_the_limit_is_accepted_in_any_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window slides: a second after each of them one more is accepted, not all at once when a second is over."""
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    world = World()
    world.control_configure(limit=2)

    accepted = []
    for now in (100.0, 100.5, 100.9, 101.1, 101.2, 101.6):  # noqa: B007  (read by the clock above)
        accepted.append(world.takes())

    assert [True, True, False, True, False, True] == accepted


def test_what_was_not_confirmed_is_given_again() -> None:
    """An update is forgotten only when a later one is asked for."""
    world = World()
    world.control_say(users=[1, 2], text="hello")

    first = world.next_updates(2)
    world.asked_for_updates(2)
    again = world.next_updates(2)

    assert first[1:] == again


def test_no_more_presses_are_out_than_the_window_lets() -> None:
    """Another is given when one has been answered."""
    world = World()
    world.control_configure(window=1)
    world.control_press(users=[1, 2], payloads=["x"])

    given = [len(world.next_updates(100)), len(world.next_updates(100))]
    world.acknowledged(next(iter(world.unanswered)))
    given.append(len(world.next_updates(100)))

    assert [1, 0, 1] == given
