"""Telephone numbers and addresses are noticed, and masked where everybody reads; other numbers stay."""

import pytest

from bot.model.personal import masked, names_somebody


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Call me: 0712 345 678", "Call me: •••"),
        ("Sunați la +40 (256) 408-300.", "Sunați la •••."),
        ("emma@example.org, please", "•••, please"),
        ("Write to <ana.pop+lab@primaria.example.ro>!", "Write to <•••>!"),
        ("0712345678 or a@example.org", "••• or •••"),
    ],
)
def test_what_names_somebody(text: str, shown: str) -> None:
    """Written in whichever way."""
    assert (True, shown) == (names_somebody(text), masked(text))


@pytest.mark.parametrize("text", ["12 benches in 2027", "1.500 lei", "@sfat", "from 9 to 17", "10.000.000 lei"])
def test_what_names_nobody(text: str) -> None:
    """Amounts, years, hours."""
    assert (False, text) == (names_somebody(text), masked(text))
