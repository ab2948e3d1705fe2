"""Segments as people type them, in both languages."""

import pytest

from handlers.shared.segments import words_of


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("all", ["all"]),
        ("Toate", ["all"]),
        ("toate all", ["all"]),
        ("sector:culture, BEGA; bega", ["sector:culture", "BEGA", "bega"]),
        ("atelier:L1", ["lab:L1"]),
        ("Etichetă:tineri eticheta:tineri ETICHETA:Tineri", ["tag:tineri", "tag:Tineri"]),
        ("eveniment:E1:da", ["event:E1:yes"]),
        ("eveniment:E1:vin Eveniment:E1:DA", ["event:E1:yes"]),
        ("eveniment:E1:poate event:E1:nu", ["event:E1:maybe", "event:E1:no"]),
        ("eveniment:E1:fără-răspuns eveniment:E1:invitați", ["event:E1:silent", "event:E1:invited"]),
        ("eveniment:E:2:da", ["event:E:2:yes"]),
        ("event:E1:yes lab:L1 tag:x", ["event:E1:yes", "lab:L1", "tag:x"]),
        ("eveniment:E1:mâine", ["event:E1:mâine"]),
        ("eveniment:da", ["event:da"]),
        ("nu da", ["nu", "da"]),
        (":", [":"]),
        ("", []),
    ],
)
def test_words(typed: str, words: list[str]) -> None:
    """Romanian words mean the same as English ones; ids and what nobody knows stay as they are written."""
    assert words == words_of(typed.split(" "))
