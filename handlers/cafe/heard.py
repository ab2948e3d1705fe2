"""Who was heard so far, for those who run a café: how much at which table, who not yet, and who how much of it all.

Everything is read from what is counted along (`tallies`, `voices`): the console is drawn anew with every idea.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.core import Look
from bot.model.text import Joined, N, T, Text, join
from bot.model.values import CafeState, Naming, RoundState
from handlers.cafe.silent import silent_for
from storage import programmes, voices
from storage.cafes import CafeRoundRow, CafeRow
from storage.tallies import Tally
from storage.voices import Voice

FEWEST = 5  # ideas: a share of fewer says nothing
MOST_NAMED = 4


def tables(look: Look, now: CafeRoundRow, counted: Sequence[Tally]) -> list[Text]:
    """A line for each table of a round: what is asked there, how much was said, and for how long nothing."""
    lines: list[Text] = []
    for one in counted:
        if one.round_number != now.number:
            continue
        ideas = N("{n} idea", "{n} ideas", one.ideas)
        line: Text = T("Table {t}, question {q}: {ideas}", t=one.table_number, q=one.question, ideas=ideas)
        if (silent := silent_for(one, now, look.now)) is not None:
            minutes = silent // timedelta(minutes=1)
            line = join(line, N("⚠️ silent for {n} minute", "⚠️ silent for {n} minutes", minutes), between=" · ")
        lines.append(line)
    return lines


async def heard(look: Look, row: CafeRow, now: CafeRoundRow | None) -> list[Text]:
    """Who in the room was not heard yet, and whose ideas the others are, while the café is open; nothing where no
    names are kept, and before the first round.
    """
    begun = now is not None and now.state is not RoundState.WAITING
    if row.state is not CafeState.OPEN or row.naming is Naming.ANONYMOUS or not begun:
        return []
    found = await voices.voices(look.db, row.id or 0)
    names: dict[str, Text] = {one.key: one.name for one in await programmes.sectors(look.db, row.programme_id)}
    sectors = Counter[str]()
    for one in found:
        sectors[one.sector] += one.ideas
    lines = [*_not_yet(found, sectors, names), *_shares(found, sectors, names)]
    return ["", *lines] if lines else []


def _not_yet(found: Sequence[Voice], sectors: Mapping[str, int], names: Mapping[str, Text]) -> list[Text]:
    """What was said for somebody who has left counts as heard all the same."""
    here = dict.fromkeys(one.sector for one in found if one.here and one.sector)
    quiet = [names.get(key, key) for key in here if sectors[key] <= 0]
    silent: list[Text] = [one.organisation for one in found if one.here and one.ideas <= 0]
    lines: list[Text] = [T("🔇 Sectors not heard yet: {names}", names=_some(quiet))] if quiet else []
    return [*lines, T("🔇 Organisations not heard yet: {names}", names=_some(silent))] if silent else lines


def _some(names: Sequence[Text]) -> Text:
    more = len(names) - MOST_NAMED
    rest: Text = N("and {n} more", "and {n} more", more) if more > 0 else ""
    return join(Joined(tuple(names[:MOST_NAMED]), ", "), rest)


def _shares(found: Sequence[Voice], sectors: Mapping[str, int], names: Mapping[str, Text]) -> list[Text]:
    """By sector; by organisation where there is one sector only. Of the ideas whose organisation is known."""
    counted: list[tuple[Text, int]] = [(one.organisation, one.ideas) for one in found]
    if len(sectors) > 1:
        counted = [(names.get(key, key) if key else T("without a sector"), ideas) for key, ideas in sectors.items()]
    total = sum(ideas for _, ideas in counted)
    if total < FEWEST:
        return []
    counted = sorted((one for one in counted if one[1] > 0), key=lambda one: -one[1])
    first, rest = counted[:MOST_NAMED], sum(ideas for _, ideas in counted[MOST_NAMED:])
    shown = [*first, (T("the others"), rest)] if rest else first
    parts = [
        join(name, f"{percent} %")
        for (name, _), percent in zip(shown, percents([ideas for _, ideas in shown]), strict=True)
    ]
    told = N(
        "🗣 Share of voice, of {n} idea whose organisation is known: {names}",
        "🗣 Share of voice, of {n} ideas whose organisation is known: {names}",
        total,
        names=Joined(tuple(parts), ", "),
    )
    return [told]


def percents(counted: Sequence[int]) -> list[int]:
    """What part of all each is, in whole percents that add up to a hundred."""
    total = sum(counted)
    found = [100 * one // total for one in counted]
    by_rest = sorted(range(len(counted)), key=lambda at: -(100 * counted[at] % total))
    for at in by_rest[: 100 - sum(found)]:
        found[at] += 1
    return found
