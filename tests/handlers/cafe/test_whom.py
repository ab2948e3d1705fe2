"""Who with whom, in conversation: two names, and what is to become of them."""

import pytest

from storage import cafe_plans
from storage.people import PERSON
from tests.handlers.cafe.steps import facilitator, guests, opens, plans, starts
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")


async def planned(lab: Lab) -> Seat:
    """A café is planned for four; Ana hosts table 1, and somebody table 2."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    return ilinca


async def decides(ilinca: Seat, one: str, other: str, how: str) -> None:
    """Fill in the form of two names."""
    await ilinca.presses("🔀 Who with whom")
    await ilinca.fills(one=one, other=other, how=how)


async def seats(lab: Lab) -> dict[int, dict[str, int]]:
    """For each round, the table of each by their short name."""
    names = {person: name for name, person in lab.people.items()}
    found: dict[int, dict[str, int]] = {}
    async with lab.room.read() as tx:
        for row in await cafe_plans.seats(tx, 1):
            found.setdefault(row.round_number, {})[names[row.person_id]] = row.table_number
    return found


async def travellers(lab: Lab) -> list[str]:
    """Those who host no table."""
    async with lab.room.read() as tx:
        hosts = {row.host_id for row in await cafe_plans.tables(tx, 1)}
    return [name for name in EVERYBODY if lab.people[name] not in hosts]


NAMES = {"ana": "campeanu", "dan": "MUNTEANU", "mia": "mia", "radu": "ionescu"}


async def test_two_who_never_sit_together_do_not(lab: Lab) -> None:
    """The rule stands on the card, and holds in every round."""
    ilinca = await planned(lab)
    one, other = await travellers(lab)
    await decides(ilinca, NAMES[one], NAMES[other], "apart")

    assert "Never at one table: " in ilinca.sees
    assert [True, True] == [tables[one] != tables[other] for tables in (await seats(lab)).values()]


async def test_two_who_always_sit_together_do(lab: Lab) -> None:
    """A part of the name without diacritics, in any case, is enough; the newest wish replaces the one before."""
    ilinca = await planned(lab)
    one, other = await travellers(lab)
    host = next(name for name in EVERYBODY if name not in (one, other))
    await decides(ilinca, NAMES[one], NAMES[host], "apart")
    await decides(ilinca, NAMES[one], NAMES[host], "together")

    assert "Never at one table" not in ilinca.sees
    assert [True, True] == [tables[one] == tables[host] for tables in (await seats(lab)).values()]


async def test_a_rule_can_be_dropped(lab: Lab) -> None:
    """It is gone from the card."""
    ilinca = await planned(lab)
    one, other = await travellers(lab)
    await decides(ilinca, NAMES[one], NAMES[other], "apart")
    await decides(ilinca, NAMES[other], NAMES[one], "free")

    assert "Never at one table" not in ilinca.sees


@pytest.mark.both
async def test_two_change_places_in_the_rounds_to_come(lab: Lab) -> None:
    """The round that runs stays as it is."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    one, other = await travellers(lab)
    before = await seats(lab)
    await ilinca.presses("👥 Room")
    await decides(ilinca, NAMES[one], NAMES[other], "exchange")
    now = await seats(lab)

    names = [lab.room.seat(name) for name in (one, other)]
    assert 1 == ilinca.all_text.count("from round 2 on: They change places")
    assert [False, False] == ["Your table is another now" in seat.all_text for seat in names]  # the gong tells them
    assert before[1] == now[1]
    assert (before[2][one], before[2][other]) == (now[2][other], now[2][one])


async def test_who_knew_already_where_to_go_is_told_anew(lab: Lab) -> None:
    """After the gong: those two hear their table, and nobody else."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    one, other = await travellers(lab)
    await ilinca.presses("👥 Room")
    await decides(ilinca, NAMES[one], NAMES[other], "exchange")
    now = (await seats(lab))[2]

    for name in EVERYBODY:
        told = f"🔀 Your table is another now: in round 2 please sit at table {now[name]}."
        assert (name in (one, other)) == (told in lab.room.seat(name).all_text)


async def test_what_can_not_be_is_said_with_names(lab: Lab) -> None:
    """Two hosts at one table: refused, and no rule is kept."""
    ilinca = await planned(lab)
    hosts = [name for name in EVERYBODY if name not in await travellers(lab)]
    await decides(ilinca, NAMES[hosts[0]], NAMES[hosts[1]], "together")

    refused = ilinca.sees
    await ilinca.says("/cafe E1")

    assert refused.startswith("Ana Câmpeanu and ")
    assert "are to sit together, but each is host of a table; change one of the two." in refused
    assert "Always at one table" not in ilinca.sees


@pytest.mark.parametrize(
    ("one", "other", "complaints"),
    [
        ("Zoe", "mia", {"one": "Nobody here is called Zoe."}),
        ("mia", "Lindqvist", {"other": "That is the same person. Please name somebody else."}),
    ],
)
async def test_names_that_do_not_do(lab: Lab, one: str, other: str, complaints: dict[str, str]) -> None:
    """Said beside the name."""
    ilinca = await planned(lab)
    await decides(ilinca, one, other, "apart")

    assert complaints == ilinca.complaints


async def test_a_name_of_several_is_asked(lab: Lab) -> None:
    """Told apart by their organisations."""
    ilinca = await planned(lab)
    here = PERSON.update().where(PERSON.c.id.in_([lab.people["dan"], lab.people["mia"]]))
    await lab.room.write(lambda tx: tx.execute(here.values(name="Dan Pop")))
    await decides(ilinca, "dan", "ana", "apart")
    (field,) = [one for one in ilinca.form.fields if one.name == "one"]

    assert "Several are called dan. Which one?" == field.complaint
    assert ["Dan Pop (Atelierul Nord)", "Dan Pop (Biroul Malul Begăi)"] == [value for _, value in field.repairs]
