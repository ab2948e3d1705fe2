"""The table of what was said at the cafés, as it is exported and as those who run a café download it."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.model.values import Naming, Words
from handlers.shared.formats import Value
from storage import harvesting
from storage.harvesting import Answer
from storage.tx import Tx

COLUMNS = (
    *("id", "event", "question", "table", "round", "organisation", "person", "lang", "channel", "text", "at"),
    *("question_text", "organisation_name", "person_name", "counts"),
)


async def answer_rows(tx: Tx, event_id: int | None) -> list[tuple[Value, ...]]:
    """A row for each idea that stands, for those who run a café and for the operator: they see names where names are
    kept at all. Instants in ISO 8601 on the event's clock; people and organisations by their external keys, and where
    everybody may learn who said it by their names too. The question is in the language in which it was written."""
    asked = await harvesting.asked(tx, event_id)
    return [_row(one, asked) for one in await harvesting.answers(tx, event_id)]


def _row(one: Answer, asked: Mapping[tuple[str, int], Words]) -> tuple[Value, ...]:
    nobodys, named = one.naming is Naming.ANONYMOUS, one.naming is Naming.NAMED
    question = asked.get((one.event, one.question))
    return (
        one.id,
        one.event,
        one.question,
        one.table_number,
        one.round_number,
        None if nobodys else one.organisation,
        None if nobodys else one.person,
        one.language or None,
        one.channel or None,
        words(one),
        one.at.astimezone(ZoneInfo(one.zone)).isoformat(timespec="seconds"),
        None if question is None else question.choose(question.original)[0],
        one.organisation_name if named else None,
        one.person_name if named else None,
        one.counts,
    )


def words(one: Answer) -> str:
    """What was said; of a voice note or a photo the name of its file, and its caption."""
    return one.text if one.file is None else f"[{one.file}] {one.text}".strip()
