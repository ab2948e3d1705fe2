"""A pile of paper as it is typed in on a page: what the page shows, what it brings, why it is turned away."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from bot.model.values import Words

MOST_IDEAS = 100  # in one submission: nobody else waits longer for it than a tenth of a second
LONGEST = 10_000  # characters of an idea: a letter of several pages


class Why(StrEnum):
    """Why a page is turned away; it has a sentence for each."""

    GONE = "gone"
    ROLE = "role"
    EARLY = "early"
    PLACE = "place"
    WHO = "who"
    SIZE = "size"
    IDEA = "idea"


class Saved(NamedTuple):
    """How many ideas were new, and how many of these seem to hold a telephone number or an e-mail address."""

    new: int
    personal: int


class Refused(Exception):
    """Nothing was done, for this reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Batch(NamedTuple):
    """Ideas of one table in one round, of one person or organisation (by number), or of nobody in particular.

    `key` is made by the page: what comes twice with the same one is kept once.
    """

    key: str
    round_number: int
    table_number: int
    organisation: int | None
    person: int | None
    ideas: Sequence[str]


class Asked(NamedTuple):
    """What is asked at a table in a round, verbatim, with the question's number."""

    table: int
    title: str
    question: int
    words: Words


class Whose(NamedTuple):
    """Somebody, or an organisation, whose idea it may be."""

    id: int
    name: str


class Typed(NamedTuple):
    """An idea that was typed in; `whose` is "" where nobody in particular said it."""

    id: int
    question: int
    round_number: int
    table_number: int
    text: str
    whose: str


class Pile(NamedTuple):
    """All that the page shows. `rounds` are those that have begun; nobody is offered where no names are kept.

    `typed` are the newest of the reader's own, `written` in all.
    """

    title: Words
    rounds: Sequence[tuple[int, Sequence[Asked]]]
    nameless: bool
    organisations: Sequence[Whose]
    people: Sequence[Whose]
    typed: Sequence[Typed]
    written: int
