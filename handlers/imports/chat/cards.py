"""The card of an import: what is being done, what would change, what is wrong, what was done."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table

from bot.core import Look
from bot.core.pack import unpacked
from bot.model.card import Button, Card, Row, card
from bot.model.text import Hour, Joined, N, T, Text, join
from bot.model.values import Role
from handlers.imports.chat.routes import APPLY, CARD, READ, UNDO, Import, Leave, TakeBack, router
from storage import files, jobs, programmes
from storage.jobs import JobRow, JobState
from storage.people import ORGANISATION, PERSON
from storage.programmes import ProgrammeRow
from storage.standing import names

TABLES: dict[str, Table] = {"organisation": ORGANISATION, "person": PERSON}
COLUMNS: dict[str, Text] = {
    "name": T("name"),
    "language": T("language"),
    "channel": T("channel"),
    "email": T("e-mail"),
    "sector": T("sector"),
    "tags": T("tags"),
}
BUSY = (JobState.QUEUED, JobState.RUNNING)
NOTHING_DONE = T("Something went wrong, and nothing was changed. Please send the file again.")


@router.view(CARD, watches=("job",))
async def shown(look: Look, number: int) -> Card | None:
    """How it stands, for a reader who still manages its programme."""
    row = await jobs.job(look.db, number)
    if row is None or not await look.may(Role.MANAGER, "job", number):
        return None
    programme = await programmes.programme(look.db, row.programme_id or 0)
    file = None if row.file_id is None else await files.file(look.db, row.file_id)
    name = file.name if file else ""
    head: list[Text] = [T("📥 *Import: {name}*", name=name)]
    head += [T("Programme: {title}", title=programme.title)] if programme else []
    lines, rows = await _told(look, row, programme)
    return card(*head, "", *lines, rows=rows)


async def _told(look: Look, row: JobRow, programme: ProgrammeRow | None) -> tuple[Sequence[Text], Sequence[Row]]:
    number = row.id or 0
    leave: Row = (Button(T("✖ Cancel"), Leave(number)),)
    match row.kind, row.state:
        case (_, JobState.CANCELLED):
            return _cancelled(row), ()
        case (_, JobState.REFUSED):
            return _problems(row), ()
        case (_, JobState.FAILED) if row.kind == UNDO:
            return [T("Something went wrong, and nothing was taken back.")], ()
        case (_, JobState.FAILED):
            return [NOTHING_DONE], ()
        case _ if row.state in BUSY:
            return _busy(row), [leave] if row.kind == READ else ()
        case (_, JobState.WAITING):
            return await _preview(look, row), [(Button(T("📤 Import"), Import(number)), *leave)]
        case (kind, _) if kind == APPLY:
            return _done(look, row, programme)
        case (kind, _) if kind == UNDO:
            return await _taken_back(look, row), ()
    return [T("Everything is as the file says already: there is nothing to import.")], ()


def _cancelled(row: JobRow) -> list[Text]:
    if row.outcome.get("expired"):
        return [T("✖ Nobody decided for a day, so this was left. Nothing was imported.")]
    return [T("✖ Cancelled. Nothing was imported.")]


def _busy(row: JobRow) -> list[Text]:
    if row.kind == READ:
        so_far = [N("{n} row so far.", "{n} rows so far.", row.progress)] if row.progress else []
        return [T("I am reading it…"), *so_far]
    return [T("I am importing it…") if row.kind == APPLY else T("I am taking it back…")]


def _problems(row: JobRow) -> list[Text]:
    """The first of them: row and column in words, and what is wrong there."""
    lines: list[Text] = [T("✖ Nothing was imported. Please correct this and send the file again:")]
    problems: list[list[Any]] = row.outcome["problems"]
    lines += [_problem(*where, message=unpacked(message)) for *where, message in problems]
    more = row.outcome["count"] - len(problems)
    return [*lines, N("and {n} more", "and {n} more", more)] if more else lines


def _problem(row: int, column: int, head: str = "", *, message: Text) -> Text:
    """Without a row, it is the whole file that is wrong."""
    if not row:
        return message
    if not head:
        return T("row {row}, column {column}: {problem}", row=row, column=column, problem=message)
    return T("row {row}, column {column} ({head}): {problem}", row=row, column=column, head=head, problem=message)


def _counted(kinds: Mapping[str, Sequence[int]]) -> list[Text]:
    """A line for each kind of record in the file."""
    lines: list[Text] = []
    for kind, (new, changed, same) in kinds.items():
        match kind:
            case "organisations":
                lines.append(
                    T(
                        "Organisations: new {new}, changed {changed}, as before {same}",
                        new=new,
                        changed=changed,
                        same=same,
                    )
                )
            case "people":
                lines.append(
                    T("People: new {new}, changed {changed}, as before {same}", new=new, changed=changed, same=same)
                )
            case _:
                lines.append(
                    T(
                        "Who speaks for whom: new {new}, changed {changed}, as before {same}",
                        new=new,
                        changed=changed,
                        same=same,
                    )
                )
    return lines


async def _preview(look: Look, row: JobRow) -> list[Text]:
    lines: list[Text] = [T("👁 *Preview: nothing is changed yet*"), *_counted(row.outcome["kinds"])]
    totals = {"organisation": row.outcome["kinds"].get("organisations"), "person": row.outcome["kinds"].get("people")}
    for kind, table in TABLES.items():
        new, changed = row.outcome["new"][kind], row.outcome["changed"][kind]
        if new:
            lines += ["", T("New: {names}", names=_listed(new, totals[kind][0]))]
        called = await names(look.db, table, [number for number, _ in changed])
        if changed:
            lines += ["", T("Changed:")]
        lines += [
            T("{name}: {what}", name=called.get(number, ""), what=_columns(columns)) for number, columns in changed
        ]
        more = totals[kind][1] - len(changed) if changed else 0
        lines += [N("and {n} more", "and {n} more", more)] if more else []
    return lines


def _listed(shown: Sequence[str], total: int) -> Text:
    more = total - len(shown)
    return join(Joined(tuple(shown), ", "), N("and {n} more", "and {n} more", more) if more else "")


def _columns(columns: Sequence[str]) -> Text:
    return Joined(tuple(COLUMNS[name] for name in columns), ", ")


def _done(look: Look, row: JobRow, programme: ProgrammeRow | None) -> tuple[list[Text], list[Row]]:
    lines: list[Text] = [T("✔️ *Imported*"), *_counted(row.outcome["kinds"])]
    if row.undo_until is None or row.undo_until <= look.now:
        return lines, []
    until = Hour(row.undo_until, programme.zone if programme else "")
    lines += ["", T("Until {hour} it can be taken back.", hour=until)]
    return lines, [(Button(T("↩️ Undo"), TakeBack(row.id or 0)),)]


async def _taken_back(look: Look, row: JobRow) -> list[Text]:
    gone, restored = row.outcome["gone"], row.outcome["restored"]
    lines: list[Text] = [
        T("↩️ *Taken back*"),
        T(
            "Organisations: gone {gone}, as before {restored}",
            gone=gone["organisation"],
            restored=restored["organisation"],
        ),
        T("People: gone {gone}, as before {restored}", gone=gone["person"], restored=restored["person"]),
    ]
    kept = row.outcome["kept"]
    called = [name for kind, table in TABLES.items() for name in (await names(look.db, table, kept[kind])).values()]
    if called:
        lines += [
            "",
            T("These stay, because something was done with them since:"),
            _listed(called, row.outcome["kept_in_all"]),
        ]
    return lines
