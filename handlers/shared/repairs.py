"""Repairs that are taken at once: nothing is offered that would be refused next."""

from collections.abc import Callable, Iterator

from bot.model.form import Complaint, Repair
from bot.model.text import Text

INSISTING = "!"  # behind an answer: the writer means it, although it is asked about


def with_sound_repairs(
    complaint: Complaint,
    refusal: Callable[[str], Complaint | None],
    insisted: Callable[[Text], Text] | None = None,
) -> Complaint:
    """The complaint with those of its repairs that are taken; where none is, what is wrong with the first of them.

    `refusal` says what is wrong with an answer. With `insisted` (the label of an answer that the writer insists on) a
    repair that would only be asked about is offered so.
    """

    def taken(offered: Complaint) -> Iterator[Repair]:
        for repair in offered.repairs:
            if refusal(repair.value) is None:
                yield repair
            elif insisted is not None and refusal(repair.value + INSISTING) is None:
                yield Repair(insisted(repair.label), repair.value + INSISTING)

    repairs = tuple(taken(complaint))
    instead = refusal(complaint.repairs[0].value) if complaint.repairs and not repairs else None
    if instead is not None:
        complaint, repairs = instead, tuple(taken(instead))
    return Complaint(complaint.text, *repairs)
