"""Which programme a table means: it does not say so itself, but the organisations that it names may."""

from bot.model.text import T
from handlers.imports.complaints import Complaints, shown
from handlers.imports.records import ImportedTable, ImportRefused
from storage import programmes
from storage.importing import programmes_by_organisation
from storage.programmes import ProgrammeRow
from storage.tx import Tx


async def meant_programme(tx: Tx, content: ImportedTable) -> ProgrammeRow:
    """The only programme there is, or the only one that has the organisations named. Raises ImportRefused."""
    found = await programmes.all_programmes(tx)
    if not found:
        sentence = T("There is no programme yet that these could belong to; import a programme file (YAML) first.")
        raise ImportRefused.because(sentence)
    if len(found) == 1:
        return found[0]
    theirs = await programmes_by_organisation(tx)
    _refuse_shared(theirs, content)
    own = {one.key for one in content.organisations}
    others = {key for person in content.people for key in person.organisations if key} - own
    meant = {number for key in own | others for number in theirs.get(key, ())}
    if len(meant) == 1 and others <= theirs.keys():
        return next(row for row in found if row.id in meant)
    raise ImportRefused.because(
        T(
            "There are several programmes ({programmes}), and this table does not say which it means; use a programme "
            "file (YAML), name only organisations that one programme has, or send the table to the bot in a chat, "
            "which asks.",
            programmes=", ".join(shown(row.key) for row in found),
        )
    )


def _refuse_shared(theirs: dict[str, set[int]], content: ImportedTable) -> None:
    """Complain of each organisation that several programmes have, where it is named first."""
    places = {one.key: one.at for one in reversed(content.organisations)}
    for person in reversed(content.people):
        places |= dict.fromkeys(person.organisations, person.at)
    complaints = Complaints()
    for key, at in places.items():
        if len(theirs.get(key, ())) > 1:
            sentence = T(
                "Several programmes have an organisation “{key}”, and this table does not say which it means; use a "
                "programme file (YAML), or send the table to the bot in a chat, which asks.",
                key=shown(key),
            )
            complaints.add(at, sentence)
    complaints.raise_if_any()
