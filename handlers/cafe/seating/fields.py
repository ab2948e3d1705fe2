"""Finite fields, where the number of tables is a prime or a power of one: there the best rotations are simply known.

Every element but 0 is a power of one of them. The offsets of a class are such powers one after the other, those of the
next class begin one power later, and the differences of any two classes are then another element in every round.
"""

from itertools import product


def prime_power(number: int) -> tuple[int, int] | None:
    """The prime and the power that make a number, or None."""
    prime = next((factor for factor in range(2, number + 1) if number % factor == 0), 0)
    power, rest = 0, number
    while prime and rest % prime == 0:
        power, rest = power + 1, rest // prime
    return (prime, power) if prime and rest == 1 else None


def powers(prime: int, power: int) -> list[int]:
    """All elements but 0, each a step of multiplying after the one before.

    An element is the number of its coefficients, read as digits with the highest first.
    """
    size = prime**power
    for taps in product(range(prime), repeat=power):  # what the power above the highest is replaced by
        element, found = [0] * power, list[int]()
        element[-1] = 1  # the digits go from the highest to the lowest, and this is one
        while True:
            value = 0
            for digit in element:
                value = value * prime + digit
            if value in (0, *found[:1]):
                break
            found.append(value)
            top = element[0]
            element = [(low + top * tap) % prime for low, tap in zip([*element[1:], 0], taps, strict=True)]
            if len(found) >= size:
                break
        if len(found) == size - 1 and value == found[0]:
            return found
    raise ValueError(f"{prime} is not a prime")
