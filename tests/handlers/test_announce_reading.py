"""What a manager writes into the form of an announcement, and what becomes of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.form import Complaint
from bot.model.values import Words
from handlers.announce.moments import as_written, moment_reader
from handlers.announce.secrets import public_reader
from storage.announcing import Kept

ZONE = "Europe/Bucharest"
NOW = datetime(2027, 1, 4, 7, 0, tzinfo=UTC)
read = moment_reader(NOW, ZONE)


@pytest.mark.parametrize("written", ["now", "acum", " Acum "])
def test_now(written: str) -> None:
    """At once is no moment."""
    assert read(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "10.02.2027 10:00",
        "10.02.2027, ora 10",
        "miercuri, 10 februarie 2027, ora 10.00",
        "Wednesday 10 February 2027 at 10",
        "10 februarie 2027 10: 00",
        "2027-02-10 10:00",
        "miercuri 10.02.2027 10",
    ],
)
def test_a_day_and_an_hour(written: str) -> None:
    """A day and an hour as people write them are one instant in the programme's zone."""
    assert datetime(2027, 2, 10, 8, 0, tzinfo=UTC) == read(written)


@pytest.mark.parametrize("written", ["mâine", "10.02.2027", "ora 10", "25:00", "10.02.2027 25:00", ""])
def test_neither_now_nor_a_moment(written: str) -> None:
    """What is no moment is explained, and now is offered."""
    with pytest.raises(Complaint) as complaint:
        read(written)

    assert ["now"] == [repair.value for repair in complaint.value.repairs]


@pytest.mark.parametrize(
    ("written", "repairs"),
    [
        ("3.01.2027 10:00", ["now"]),
        ("31.02.2027 10:00", []),
        ("luni 10.02.2027 10:00", ["10.05.2027 10:00", "10.01.2028 10:00", "08.02.2027 10:00", "10.02.2027 10:00"]),
        ("02/03/2027 10:00", ["02.03.2027 10:00", "03.02.2027 10:00"]),
        ("02/01/2027 10:00", ["01.02.2027 10:00"]),
        ("02/03/2021 10:00", ["now"]),
        ("28.03.2027 03:30", ["28.03.2027 02:30", "28.03.2027 04:30"]),
        ("31.10.2027 03:30", ["31.10.2027 03:30 (1)", "31.10.2027 03:30 (2)"]),
    ],
)
def test_doubtful_moments_are_asked_about(written: str, repairs: list[str]) -> None:
    """The past, impossible days, wrong weekdays and changed clocks come back with whole moments to choose from."""
    with pytest.raises(Complaint) as complaint:
        read(written)

    assert repairs == [repair.value for repair in complaint.value.repairs]


@given(st.datetimes(datetime(2027, 1, 5), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_a_moment_is_read_back_as_it_stands_in_the_form(at: datetime) -> None:
    """What the form shows of a moment means that moment, to the minute, across every change of clocks."""
    minute = at.replace(second=0, microsecond=0)

    assert minute == read(as_written(minute, ZONE))


KEPT = Kept(Words.plain("Consultare", "ro"), "https://www.Zoom.example.org/j/987654?pwd=xyz#start", "Sesam7")


@pytest.mark.parametrize(
    "text",
    [
        "https://zoom.example.org/j/987654?pwd=xyz",
        "ZOOM.EXAMPLE.ORG/J/987654.",
        "parola: sesam7",
        "(Sesam7)",
        "altă întâlnire: https://other.example.org/x?PWD=1",
    ],
)
def test_secrets_are_found(text: str) -> None:
    """The link in any spelling, the passcode as a word, and passcodes inside foreign links."""
    with pytest.raises(Complaint):
        public_reader([KEPT])(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ne vedem la Sesam, pe strada 7.",
        "https://zoom.example.org/j/9876541",
        "https://zoom.example.org",
        "sesam77",
        "Etajul 2, camera 987654",
    ],
)
def test_what_only_looks_alike_is_let_through(text: str) -> None:
    """No false alarms for other meetings, longer words and numbers."""
    assert text == public_reader([KEPT])(text)


def test_an_event_without_link_and_passcode_hides_nothing() -> None:
    """Empty secrets are found in no text."""
    assert "Bună ziua" == public_reader([Kept(Words.plain("Consultare", "ro"), "", "")])("Bună ziua")
