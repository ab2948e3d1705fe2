"""Chance that can be repeated: one seed, one sequence, whatever the machine and the version of Python."""

import random
from collections.abc import Callable, MutableSequence
from typing import TypeVar

Item = TypeVar("Item")
Dice = Callable[[], float]
"""Each call is a number from 0 up to, but not including, 1. Python promises the same numbers for the same seed,
also in later versions; it does so for no other method of a generator, so nothing else of it is used."""


def dice(seed: int) -> Dice:
    """The sequence that belongs to a seed."""
    return random.Random(seed).random


def shuffle(items: MutableSequence[Item], roll: Dice) -> None:
    """Put items into any order, each as likely as the others."""
    for last in range(len(items) - 1, 0, -1):
        other = int(roll() * (last + 1))
        items[last], items[other] = items[other], items[last]
