"""How letters of names are shown; what is stored stays as it was typed."""

import pytest

from bot.core.translate import Reader, plain
from bot.model.text import Code, T

READER = Reader("ro", "Europe/Bucharest")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ionuţ Mureşan", "Ionuț Mureșan"),
        ("ŞTEFAN ŢINTARU", "ȘTEFAN ȚINTARU"),
        ("Asociaţia Mureş", "Asociația Mureș"),
        ("Lăcrămioara Ștefan", "Lăcrămioara Ștefan"),
        ("Şcoala Gyöngy din Timişoara, secţia română", "Școala Gyöngy din Timișoara, secția română"),
        ("Ayşe Yılmaz", "Ayşe Yılmaz"),
        ("Işık Şahin", "Işık Şahin"),
        ("Kişi Güneş", "Kişi Güneş"),
    ],
)
def test_romanian_letters_have_their_comma_below_and_turkish_ones_their_cedilla(typed: str, shown: str) -> None:
    assert shown == plain(typed, READER)


def test_each_name_of_a_sentence_is_taken_for_itself() -> None:
    names = T("{first}, {second}", first="Ayşe Yılmaz", second="Ioana Mureşan")

    assert "Ayşe Yılmaz, Ioana Mureșan" == plain(names, READER)


def test_a_code_has_the_letters_it_was_given() -> None:
    assert "şi-ţ" == plain(Code("şi-ţ"), READER)
