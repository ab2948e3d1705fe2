"""Pace, in simulated time: never too fast, and hardly slower than allowed."""

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pace import Bucket, Pace
from bot.core.ports import Rates

TELEGRAM = Rates(overall=30, per_chat=1, burst=3, group_per_minute=20)
WAITS = st.lists(st.floats(0, 0.2), min_size=50, max_size=120)


def most_within(times: list[float], seconds: float) -> int:
    """The most events in any window of a length; one that is as long as the window is no longer in it."""
    return max(bisect_left(times, at + seconds) - number for number, at in enumerate(times))


def send_all(pace: Pace | Bucket, idle: list[float]) -> list[float]:
    """Send as soon as one may, after an idle time each."""
    now, times = 0.0, []
    for wait in idle:
        now = pace.free_at(now + wait)
        pace.take(now)
        times.append(now)
    return times


@given(WAITS, st.sampled_from((1, 5, 20, 30, 50)))
def test_never_more_than_the_installation_may(idle: list[float], overall: int) -> None:
    """In no window of a second go more messages than the rate allows, whatever the pauses between."""
    assert most_within(send_all(Pace(Rates(overall=overall)), idle), 1.0) <= overall


@pytest.mark.parametrize("overall", [1, 5, 30, 50])
def test_the_rate_is_used(overall: int) -> None:
    """A long line goes out at 98 % of the rate or more."""
    times = send_all(Pace(Rates(overall=overall)), [0.0] * (overall * 20))

    assert len(times) / times[-1] >= 0.98 * overall


@given(st.lists(st.floats(0, 3), min_size=20, max_size=80))
def test_a_chat_gets_a_burst_and_then_one_a_second(idle: list[float]) -> None:
    """In a window of any length a chat gets no more than its burst and one a second."""
    times = send_all(Bucket(TELEGRAM, private=True), idle)

    assert all(most_within(times, seconds) <= 3 + seconds for seconds in (1, 2, 5, 20))


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0, 1), st.floats(0, 1)), min_size=20, max_size=80))
def test_a_chat_is_not_crowded_however_long_the_way(sent: list[tuple[float, float, float]]) -> None:
    """What counts is when messages come: some are under way for long, others not, and a chat gets one at a time."""
    bucket, now = Bucket(TELEGRAM, private=True), 0.0
    times: list[float] = []
    for idle, way_there, way_back in sent:
        now = bucket.free_at(now + idle)
        bucket.take(now)
        times.append(now + way_there)
        now += way_there + way_back
        bucket.arrived(now)

    assert all(most_within(times, seconds) <= 3 + seconds for seconds in (1, 2, 5, 20))


def test_a_chat_that_was_silent_gets_its_burst_at_once() -> None:
    """The first three messages do not wait."""
    assert [0.0, 0.0, 0.0] == send_all(Bucket(TELEGRAM, private=True), [0.0] * 3)


def test_a_chats_rate_is_used() -> None:
    """After its burst a chat gets 95 % of one a second or more."""
    times = send_all(Bucket(TELEGRAM, private=True), [0.0] * 103)

    assert 100 / times[-1] >= 0.95


@given(st.lists(st.floats(0, 8), min_size=60, max_size=120))
def test_a_group_gets_no_more_than_twenty_a_minute(idle: list[float]) -> None:
    """In no window of a minute go more than 20 messages to a group."""
    assert most_within(send_all(Bucket(TELEGRAM, private=False), idle), 60.0) <= 20


def test_a_groups_minute_is_used() -> None:
    """A group gets 95 % of 20 a minute or more."""
    times = send_all(Bucket(TELEGRAM, private=False), [0.0] * 400)

    assert 400 / (times[-1] / 60 + 1) >= 0.95 * 20


@given(st.lists(st.integers(0, 3), min_size=30, max_size=60), st.integers(1, 8))
def test_what_is_given_back_is_not_sent_twice_as_fast(late: list[int], drawing: int) -> None:
    """However late and however many slots are given back while a line goes out, no second has more than the rate."""
    pace, now = Pace(Rates(overall=10)), 0.0
    times: list[float] = []
    slots: list[int] = []
    for step in range(len(late) + drawing):
        now = pace.free_at(now)
        slot = pace.take(now)
        if step < drawing:
            slots.append(slot)
        else:
            times.append(now)
        if slots and step >= drawing and late[step - drawing] == 0:
            pace.give_back(slots.pop(0))

    assert most_within(times, 1.0) <= 10


def test_the_newest_slot_is_free_again() -> None:
    """Who gives back at once has delayed nobody."""
    pace = Pace(Rates(overall=10))
    pace.give_back(pace.take(5.0))

    assert pace.free_at(5.0) == 5.0


def test_a_chats_slot_is_free_again() -> None:
    """A chat to which nothing went after all has its whole burst, and its whole minute."""
    bucket = Bucket(TELEGRAM, private=False)
    for _ in range(30):
        bucket.take(0.0)
        bucket.give_back()

    assert bucket.free_at(0.0) == 0.0


@pytest.mark.parametrize("pace", [Pace(TELEGRAM), Bucket(TELEGRAM, private=True)])
def test_closed_until(pace: Pace | Bucket) -> None:
    """Nothing goes before the instant until which the platform asked to wait."""
    pace.closed_until = 42.0

    assert 42.0 == pace.free_at(1.0)


@pytest.mark.parametrize("overall", [30, 1000])
def test_late_timers_lose_nothing(overall: int) -> None:
    """A millisecond late each time, and still 98 % of the rate."""
    pace, times = Pace(Rates(overall=overall)), [0.0]
    for _ in range(overall * 10):
        times.append(pace.free_at(times[-1]) + 0.001)
        pace.take(times[-1])

    assert len(times) / times[-1] >= 0.98 * overall


@given(st.lists(st.tuples(st.floats(0, 0.0019), st.floats(-0.0049, 0.0049)), min_size=60, max_size=120))
def test_jitter_fits_the_window(lines: list[tuple[float, float]]) -> None:
    """Timers up to two milliseconds late and ways ten apart: no second at the platform has more than the rate."""
    pace, now = Pace(Rates(overall=30)), 0.0
    times: list[float] = []
    for late, way in lines:
        now = pace.free_at(now) + late
        pace.take(now)
        times.append(now + 1 + way)

    assert most_within(sorted(times), 1.0) <= 30


def test_too_fast_is_slower_and_recovers() -> None:
    """A fifth slower after being asked to wait; one per cent faster for every ten seconds without."""
    pace = Pace(TELEGRAM)
    before = pace.gap(0.0)
    pace.close(100.0, 1.0, too_fast=True)

    assert 101.0 == pace.free_at(100.0)
    assert pytest.approx(before / 0.8) == pace.gap(100.0)
    assert pytest.approx(before / 0.8 / 1.01) == pace.gap(110.0)
    assert before == pace.gap(100.0 + 10 * 23)


@pytest.mark.parametrize(("after", "expected"), [(5.0, 0.8 * 0.8), (20.0, 0.8 * 1.01**2 * 0.95)])
def test_too_fast_again(after: float, expected: float) -> None:
    """Still too fast at once: as much slower again. Too fast on the way back: hardly slower."""
    pace = Pace(TELEGRAM)
    pace.close(100.0, 1.0, too_fast=True)
    pace.close(100.0 + after, 1.0, too_fast=True)

    assert pytest.approx(expected, rel=0.01) == pace.tempo.part


def in_a_broadcast(replies: list[float], seconds: float = 30.0) -> tuple[list[float], list[float]]:
    """When everything goes in a broadcast at 30 a second, and how long each reply, wished for at these times, waits."""
    pace, now = Pace(TELEGRAM), 0.0
    times, waits = [], []
    wished = sorted(replies)
    while now < seconds:
        broadcast = pace.free_at(now)
        if wished and max(now, wished[0]) <= broadcast:
            at = max(now, wished.pop(0))
            now = pace.free_at(at, reply=True)
            pace.take(now, reply=True)
            waits.append(now - at)
        else:
            now = broadcast
            pace.take(now)
        times.append(now)
    return times, waits


@given(st.lists(st.floats(0, 29), max_size=80), st.lists(st.floats(0, 0.0095), min_size=20, max_size=40))
def test_replies_between_are_not_too_fast(replies: list[float], ways: list[float]) -> None:
    """However many replies go out beside a broadcast, and whichever way takes nine milliseconds longer: no second
    has more messages than the rate."""
    times, _ = in_a_broadcast(replies)
    arrived = sorted(at + ways[number % len(ways)] for number, at in enumerate(times))

    assert most_within(arrived, 1.0) <= 30


def test_a_reply_does_not_wait_for_its_turn() -> None:
    """After the first, replies a good second apart go at once; the rate is used all the same."""
    times, waits = in_a_broadcast([1.0 + 1.1 * number for number in range(25)])

    assert [0.0] * 24 == waits[1:]
    assert len(times) / times[-1] >= 0.96 * 30


def test_the_answer_to_whoever_starts_a_broadcast_slows_it_not() -> None:
    """Nothing else was going on when it went out: the broadcast has the whole rate from its first message."""
    pace, sent = Pace(TELEGRAM), 0
    pace.take(100.0, reply=True)
    now = pace.free_at(100.0)
    while now < 105.0:
        pace.take(now)
        sent, now = sent + 1, pace.free_at(now)

    assert sent >= 0.98 * 30 * 5


def test_what_is_kept_is_lent_where_nobody_replies() -> None:
    """Ten seconds after the last reply the broadcast has the whole rate again."""
    times, _ = in_a_broadcast([1.0], seconds=40.0)

    assert sum(12.0 <= at < 32.0 for at in times) >= 0.98 * 30 * 20


def test_what_was_on_its_way_slows_once() -> None:
    """Thirty refusals at once are one."""
    pace = Pace(TELEGRAM)
    for number in range(30):
        pace.close(100.0 + number / 100, 1.0, too_fast=True)

    assert pytest.approx(0.8) == pace.tempo.part


def test_a_rest_for_another_reason_slows_nothing() -> None:
    """A server that is away has not been asked too often."""
    pace = Pace(TELEGRAM)
    pace.close(100.0, 5.0, too_fast=False)

    assert (105.0, 1.0) == (pace.free_at(100.0), pace.tempo.part)
