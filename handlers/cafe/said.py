"""What a facilitator is told of a seating plan: one sentence, and no promise that can not be kept."""

from collections.abc import Iterable, Mapping

from bot.model.text import N, Sentence, T
from handlers.cafe.seating.figures import figures, least_repeated
from handlers.cafe.seating.plan import Plan


def quality(plan: Plan) -> Sentence:
    """How many meetings are repeated, and whether it is known that no plan could do better."""
    repeated = figures(plan).repeated
    if repeated == 0:
        return T("Nobody sits with the same person twice.")
    if _as_it_was_made(plan) and repeated <= least_repeated(plan.wanted):
        return N(
            "{n} meeting of two people is a repeated one; counting shows that no plan has fewer.",
            "{n} meetings of two people are repeated ones; counting shows that no plan has fewer.",
            repeated,
        )
    return N(
        "{n} meeting of two people is a repeated one; I do not know whether a plan without it is possible.",
        "{n} meetings of two people are repeated ones; I do not know whether fewer are possible.",
        repeated,
    )


def by_name(said: Sentence, names: Mapping[int, str]) -> Sentence:
    """What is wrong with a seating, with people by their names: a seating knows their numbers only."""

    def named(value: str) -> str:
        return ", ".join(names.get(int(one), one) if one.isdecimal() else one for one in value.split(", "))

    values = {key: named(value) if isinstance(value, str) else value for key, value in said.values.items()}
    return Sentence(said.msgid, said.plural, values)


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in a sentence, three and more that follow each other as one range: `1, 3, 7–40`."""
    runs: list[list[int]] = []
    for one in sorted(numbers):
        if runs and runs[-1][-1] == one - 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    said = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(said)


def _as_it_was_made(plan: Plan) -> bool:
    """Whether the same people sit in every round. Where some left or came meanwhile, nothing has been counted out."""
    people = {guest.id for guest in plan.wanted.people}
    return all(people == {one for table in seated for one in table} for seated in plan.rounds)
