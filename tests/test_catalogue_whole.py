"""The Romanian catalogue is complete, and holds nothing but what the code says."""

import ast
import re

from bot.core.catalogue import sentences
from tests.catalogue_sentences import PO, ROOT, calls, catalogue, pairs, said


def test_every_sentence_is_literal() -> None:
    """T and N are called with plain strings, for nothing else can be collected."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for name, number in (("T", 1), ("N", 2))
        for path, call in calls(name)
        for argument in call.args[:number]
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str))
    ]

    assert [] == hidden


def test_no_sentence_is_said_in_two_ways() -> None:
    """A msgid belongs to T or to N, with one plural: the catalogue is asked by msgid alone."""
    assert {} == {msgid: plurals for msgid, plurals in said().items() if len(plurals) > 1}


def test_every_sentence_is_translated() -> None:
    """Each sentence of the code has all its forms in Romanian; `make catalogues` collects those that have not."""
    known = sentences("ro")
    whole = {msgid for msgid, text in known.items() if (all(text) if isinstance(text, tuple) else text)}

    assert [] == sorted(said().keys() - whole)


def test_nothing_is_translated_for_nobody() -> None:
    """The catalogue holds no sentence that the code no longer says; `make catalogues` takes such out."""
    assert [] == sorted({msgid for msgid, _, _ in pairs()} - said().keys())


def test_every_plural_is_the_one_of_the_code() -> None:
    """A counting sentence stands in the catalogue with both its English forms."""
    there = {message.id[0]: {message.id[1]} for message in catalogue() if isinstance(message.id, list | tuple)}

    assert {msgid: plurals for msgid, plurals in said().items() if plurals != {""}} == there


def test_nothing_is_doubtful() -> None:
    """No translation is fuzzy or obsolete."""
    doubtful = [message.id for message in catalogue() if message.id and message.fuzzy]

    assert ([], []) == (doubtful, list(catalogue().obsolete))


def test_the_header_says_only_what_is_needed() -> None:
    """Nothing in the file depends on the day or the machine on which it was written."""
    assert not re.search(r"Date:|Generated-By|Translator|Team|^#:", PO.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_header_names_the_plurals() -> None:
    """Other tools count as we do, by CLDR."""
    rule = "nplurals=3; plural=(n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2);"

    assert rule == dict(catalogue().mime_headers)["Plural-Forms"]
