"""Whom an announcement reaches: by answer, by organisation, in words of either language."""

import pytest

from tests.handlers.announce_steps import ROMANIAN, announcements, drafts, manager
from tests.seeds import Lab


async def test_people_are_chosen_by_their_answer(lab: Lab) -> None:
    """`event:E1:yes` reaches who comes, and nobody else."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await lab.arrives("mia")
    await ana.says("/rsvp E1 da")

    await drafts(ilinca, ROMANIAN, to="EVENT:e1:yes")
    await ilinca.presses("📤 Send")

    assert (1, 0) == (len(announcements(lab.room, "ana")), len(announcements(lab.room, "mia")))


async def test_nobody_to_reach_is_said_before_sending(lab: Lab) -> None:
    """A group that is empty just now can be previewed, not sent at once."""
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN, to="event:E1:yes")

    await ilinca.presses("📤 Send")

    assert "This would reach nobody just now." in ilinca.sees


async def test_segments_are_typed_as_people_write_them(lab: Lab) -> None:
    """Organisation ids in any case, parted by commas or spaces, are named in the preview."""
    ilinca = await manager(lab)

    await drafts(ilinca, ROMANIAN, to="nord, BEGA")

    assert "To: Atelierul Nord, Biroul Malul Begăi" in ilinca.sees


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("toate", "To: all organisations"),
        ("etichetă:tineri", "To: tag: tineri"),
        ("atelier:L1", "To: earlier rounds of Orașul învață (in Romanian)"),
        ("eveniment:E1:vin", "To: who comes to “Consultation on the plan”"),
        ("eveniment:e1:fara-raspuns", "To: who has not answered about “Consultation on the plan”"),
    ],
)
async def test_segments_in_romanian_words(lab: Lab, typed: str, named: str) -> None:
    """The preview names whom they mean."""
    ilinca = await manager(lab)

    await drafts(ilinca, ROMANIAN, to=typed)

    assert named in ilinca.sees


async def test_groups_are_offered_by_the_form(lab: Lab) -> None:
    """Where a platform shows the whole form, several may be chosen that stand side by side."""
    ilinca = await manager(lab)

    await ilinca.says("/announce")

    to_whom = next(field for field in ilinca.form.fields if field.name == "segment")
    assert (("all", "All organisations"), True) == (to_whom.options[0], to_whom.several)
