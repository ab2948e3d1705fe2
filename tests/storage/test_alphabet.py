"""Names in the order of the Romanian alphabet."""

import random

import pytest

from storage.alphabet import by_name


@pytest.mark.parametrize(
    "names",
    [
        ["Ana", "Azur", "Ăla", "Âla", "Bega"],
        ["Iza", "Înot", "Jiu"],
        ["Suceava", "Șag", "Timiș", "Țara", "Unu"],
        ["Sud", "Şag", "Șah", "Ţara", "Țarb"],  # cedillas are commas
        ["ana", "Barbu", "dan"],
        ["Edit", "Éva", "Ewa"],
        ["Dan", "Đurić", "Emil", "Nicu", "Ødegård", "Olar", "Popa"],
        ["3 Râuri", "Ana"],
        ["Casa", "Casa Nouă", "Casarca"],
    ],
)
def test_the_romanian_alphabet(names: list[str]) -> None:
    """Whatever the order in which they came."""
    mixed = random.Random(7).sample(names, len(names))

    assert names == sorted(mixed, key=by_name)
