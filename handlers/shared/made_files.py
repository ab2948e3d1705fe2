"""A file that is made as a job because it is large: told meanwhile, kept sealed until it is out, for whoever asked."""

from bot.core import Desk, End, Finish, Look, Terms, Work
from bot.core.files import keep_file, read_file, seal_file
from bot.model.card import Card, Document, card
from bot.model.text import Text
from bot.model.values import Lane
from storage import files, jobs
from storage.jobs import JobRow, JobState


async def keep_and_send(work: Work, made: Document, view: str, *, event: int | None) -> Finish:
    """Keep what was made, and send `view` of the job to whoever asked for it."""
    row = work.row
    sealed = await work.compute(seal_file, work.house.keys, made.content)

    async def finish(desk: Desk) -> End:
        number = await keep_file(desk.db, made.name, made.media_type, sealed, by=row.by_id, at=desk.now)
        await files.belongs_to(desk.db, number, row.programme_id or 0)
        await jobs.note(desk.db, row.id or 0, file_id=number)
        if row.by_id is not None:
            terms = Terms(lane=Lane.INTERACTIVE, vital=True, event=event, programme=row.programme_id)
            await desk.send(view, row.id or 0, to=row.by_id, cause=f"{view}:{row.id}", terms=terms)
        return End(JobState.DONE)

    return finish


async def nothing_to_make(_desk: Desk) -> End:
    """What it was to be made of is no longer there."""
    return End(JobState.REFUSED)


async def asked_for(look: Look, number: int) -> JobRow | None:
    """The job, if it was the reader's own."""
    row = await jobs.job(look.db, number)
    return row if row is not None and row.by_id is not None and row.by_id == look.person_id else None


def told(row: JobRow | None, *, meanwhile: Text, ready: Text, failed: Text) -> Card | None:
    """How far it is: that it takes a moment, that it is there, or that it could not be made."""
    if row is None:
        return None
    match row.state:
        case JobState.DONE:
            return card(ready)
        case JobState.FAILED | JobState.REFUSED | JobState.CANCELLED:
            return card(failed)
    return card(meanwhile)


async def kept_document(look: Look, row: JobRow | None) -> Document | None:
    """The file that a job has made; None when it is no longer kept."""
    if row is None or row.file_id is None:
        return None
    kept = await files.file(look.db, row.file_id)
    content = await read_file(look.db, look.house.keys, row.file_id)
    return None if kept is None or content is None else Document(kept.name, kept.media_type, content)
