"""Whom to invite: by buttons, by groups, in words."""

import pytest

from storage.people import OrganisationRow
from storage.tx import Tx, add
from tests.handlers.invite_steps import manager
from tests.seeds import Lab


async def test_choosing_by_buttons(lab: Lab) -> None:
    """Event, organisations one by one, preview: all by buttons, and the card always tells what is chosen."""
    ilinca = await manager(lab)
    await ilinca.says("/invite")
    await ilinca.presses("Consultation on the plan")
    await ilinca.presses("Choose organisations…")

    await ilinca.presses("Atelierul Nord")
    await ilinca.presses("Hubul Oxid & Co")
    assert "Chosen: Atelierul Nord, Hubul Oxid & Co" in ilinca.sees
    await ilinca.presses("☑️ Atelierul Nord")
    await ilinca.presses("Continue with 1 organisation")

    assert "To: Hubul Oxid & Co" in ilinca.sees


@pytest.mark.parametrize(
    ("group", "choice", "meant"),
    [
        ("A sector…", "Cultură", "To: sector: Cultură"),
        ("A tag…", "tineri", "To: tag: tineri"),
    ],
)
async def test_choosing_a_group(lab: Lab, group: str, choice: str, meant: str) -> None:
    """A sector or a tag is chosen from those that organisations have."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1")
    await ilinca.presses(group)
    await ilinca.presses(choice)

    await ilinca.presses("Continue with 1 organisation")

    assert meant in ilinca.sees


async def test_everyone_and_back(lab: Lab) -> None:
    """From the preview the way leads back to the choice, with what was chosen."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1")
    await ilinca.presses("Everyone (3 organisations)")

    await ilinca.presses("Change selection")

    assert "Chosen: all organisations" in ilinca.sees
    assert "Continue with 3 organisations" == ilinca.labels[0]


async def test_a_long_list_has_pages(lab: Lab) -> None:
    """Organisations are shown ten a page, and what was ticked on one page stays ticked."""

    async def many(tx: Tx) -> None:
        for number in range(12):
            name = f"Organizația {number:02}"
            await add(tx, OrganisationRow(programme_id=lab.programme, key=f"O{number}", name=name, tags=[]))

    await lab.room.write(many)
    ilinca = await manager(lab)
    await ilinca.says("/invite E1")
    await ilinca.presses("Choose organisations…")
    await ilinca.presses("Atelierul Nord")
    await ilinca.presses("▶")
    assert "Page 2 of 2" in ilinca.sees

    await ilinca.presses("Organizația 11")

    assert "Chosen: Atelierul Nord, Organizația 11" in ilinca.sees


async def test_words_of_a_romanian_command(lab: Lab) -> None:
    """Segments may be typed in Romanian words."""
    ilinca = await manager(lab)

    await ilinca.says("/invita E1 etichetă:tineri")

    assert "To: tag: tineri" in ilinca.sees


async def test_unknown_words_are_named(lab: Lab) -> None:
    """Words that mean no organisation are said back, and no preview comes."""
    ilinca = await manager(lab)

    await ilinca.says("/invite E1 nord sector:nothing XYZ")

    assert "these words: sector:nothing, XYZ" in ilinca.sees


async def test_an_unknown_event(lab: Lab) -> None:
    """An event that does not exist is named."""
    ilinca = await manager(lab)

    await ilinca.says("/invite E99 all")

    assert "I know no event E99" in ilinca.sees
