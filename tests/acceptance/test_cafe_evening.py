"""The whole evening of a world café: thirty people on three platforms, and a `kill -9` while they write."""

import asyncio
import re
import shutil
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.acceptance.cafe_evening import Evening
from tests.acceptance.cafe_guests import GONG, GOODBYE, HOSTS_NOW, LATE, PAUSED, THANKS, Guest
from tests.acceptance.cafe_story import played
from tests.handlers.cafe.test_steps import MOST


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)])
def evening(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """Played once; what is asserted is what everybody has read in the end."""
    folder = tmp_path_factory.mktemp("evening")
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("sqlite_template"), folder / "sfat.db")
        yield asyncio.run(played(f"sqlite:///{path}", folder))
        return
    shelf = request.getfixturevalue("postgres_shelf")
    url = shelf.take()
    yield asyncio.run(played(url, folder))
    shelf.give_back(url)


def rounds_of(evening: Evening, guest: Guest) -> list[int]:
    """In which rounds somebody has a seat."""
    if guest is evening.gone:
        return [1, 2]
    return [2, 3] if guest.name == LATE[1] else [1, 2, 3]


def test_six_questions_and_an_open_room_take_few_steps(evening: Evening) -> None:
    """The command, seven fields and the button that sends them, the door of the room."""
    assert 10 == evening.steps <= MOST


def test_everybody_is_told_their_seat_once_in_each_round_in_their_own_language(evening: Evening) -> None:
    """By the round, on whichever platform; also who came late, until they go."""
    expected = {one.name: [(number, one.language) for number in rounds_of(evening, one)] for one in evening.guests}
    told = {one.name: [(seat.number, seat.language) for seat in one.seats] for one in evening.guests}

    assert expected == told


def test_everybody_sits_at_a_table_of_four_to_six(evening: Evening) -> None:
    """In every round, at all six tables, going by what people were told."""
    sizes = Counter((seat.number, seat.table) for one in evening.guests for seat in one.seats)

    assert [(number, table) for number in (1, 2, 3) for table in range(1, 7)] == sorted(sizes)
    assert {4, 5, 6} >= set(sizes.values())


def test_no_gong_rings_twice(evening: Evening) -> None:
    """One for each round in which somebody still sat when it ended."""
    expected = {one.name: len(rounds_of(evening, one)) - (one is evening.gone) for one in evening.guests}

    assert expected == {one.name: one.times(GONG) for one in evening.guests}


def test_the_round_ends_when_it_was_to_end_before_the_kill(evening: Evening) -> None:
    """The console says the same after it as before, and twenty seconds before that nobody has heard a gong."""
    before, after = evening.ends

    assert re.fullmatch(r"▶️ Round 2 of 3 runs until \d\d:\d\d\.", before)
    assert (before, 0) == (after, evening.early_gongs)


def test_it_was_killed_while_answers_were_on_their_way(evening: Evening) -> None:
    """Some that had been confirmed to their platform had not been told to be noted: else the others show little."""
    assert evening.noted_at_kill < evening.heard_at_kill


def test_every_answer_is_in_the_file_once_with_where_it_was_given(evening: Evening) -> None:
    """All of them were confirmed to their platform: question, table, round and organisation are those told before."""
    expected = []
    for text, (guest, number) in evening.written.items():
        (seat,) = [one for one in guest.seats if one.number == number]
        expected.append((text, str(seat.question), str(seat.table), str(number), guest.organisation, guest.platform))
    columns = ("text", "question", "table", "round", "organisation", "channel")

    assert sorted(expected) == sorted(tuple(row[name] for name in columns) for row in evening.file)


def test_the_wall_counts_all_that_was_confirmed_around_the_kill(evening: Evening) -> None:
    """As its page reads it."""
    assert sum(number < 3 for _, number in evening.written.values()) == evening.on_the_wall


def test_who_comes_late_writes_like_everybody_else(evening: Evening) -> None:
    """With a seat in the round that runs, or in the next one."""
    written = {name: [number for guest, number in evening.written.values() if guest.name == name] for name in LATE}

    assert {LATE[0]: {1, 2, 3}, LATE[1]: {2, 3}} == {name: set(numbers) for name, numbers in written.items()}


def test_a_host_who_goes_is_replaced_by_somebody_of_that_table(evening: Evening) -> None:
    """They are thanked; one who sits there is told once, and stays there in the next round."""
    gone = evening.gone
    assert gone is not None
    (table,) = [seat.table for seat in gone.seats if seat.number == 2]
    hosts = [one for one in evening.guests if one.times(HOSTS_NOW)]

    assert (1, 1) == (gone.times(GOODBYE), sum(one.times(HOSTS_NOW) for one in evening.guests))
    assert [[table, table]] == [[seat.table for seat in one.seats if seat.number > 1] for one in hosts]


def test_the_facilitator_hears_that_somebody_has_gone(evening: Evening) -> None:
    """Once, with how many seats change."""
    assert 1 == sum(text.startswith("🔁 1 gone") for text in evening.told)


def test_a_pause_is_told_once_to_everybody_who_is_there(evening: Evening) -> None:
    """In their own language."""
    assert {one.name: int(one.name != LATE[1]) for one in evening.guests} == {
        one.name: one.times(PAUSED) for one in evening.guests
    }


def test_everybody_who_stayed_is_thanked_once(evening: Evening) -> None:
    """Who has gone was thanked when they went."""
    assert {one.name: int(one is not evening.gone) for one in evening.guests} == {
        one.name: one.times(THANKS) for one in evening.guests
    }


def test_the_platforms_have_nothing_to_complain_of(evening: Evening) -> None:
    """No limit was broken, no request was wrong, and it ended in order."""
    assert ([], 0) == (evening.complaints, evening.exit_code)
