"""Names typed by managers: tidied, and compared with those that are there. A namesake is pointed out, never merged."""

import re
from collections.abc import Callable, Iterable

from bot.model.form import Complaint, Field, Repair
from bot.model.text import T, Text
from handlers.shared.search import ANYWAY, folded, tidy
from storage.directory import Listed
from storage.people import OrganisationRow

LONGEST = 120
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+\.[^\s@<>\"(),:;\\\[\].]{2,}")
_TAG = 64
Warn = Callable[[str], Text]


def name_field(label: Text, warn: Warn, *, initial: str = "", hint: Text = "") -> Field:
    """A question for a name. `warn` says what else is called so; whoever adds a `!` has seen it."""

    def read(written: str) -> str:
        name = tidy(written.rstrip(ANYWAY + " "))
        if not any(letter.isalnum() for letter in name):
            raise Complaint(T("A name needs at least one letter."))
        warning = "" if written.endswith(ANYWAY) else warn(name)
        if warning:
            raise Complaint(warning, Repair(T("Add anyway"), name + ANYWAY))
        return name

    return Field("name", label, read=read, limit=LONGEST + len(ANYWAY), hint=hint, initial=initial)


def namesakes(people: Iterable[Listed], *, but: int = 0) -> Warn:
    """Warns of people of the same name; `but` is the person who is being corrected."""
    others = [person for person in people if person.number != but]

    def warn(name: str) -> Text:
        same = [person for person in others if folded(person.name) == folded(name)]
        at = ", ".join(person.organisations for person in same if person.organisations)
        if at:
            return T("There is another {name}, at {org}. Is this somebody else?", name=same[0].name, org=at)
        return T("There is another {name}. Is this somebody else?", name=same[0].name) if same else ""

    return warn


def same_organisations(organisations: Iterable[OrganisationRow], *, but: int = 0) -> Warn:
    """Warns of an organisation of the same name; `but` is the one that is being corrected."""
    others = {folded(row.name): row.name for row in organisations if row.id != but}

    def warn(name: str) -> Text:
        found = others.get(folded(name))
        return T("There is already an organisation called {name}. Is this another one?", name=found) if found else ""

    return warn


def read_email(written: str) -> str:
    """An address by its shape; whether it exists is another matter."""
    if not _EMAIL.fullmatch(written):
        raise Complaint(T("This is no e-mail address. Please write it like name@example.org."))
    return written


def read_tags(written: str) -> list[str]:
    """Words divided by commas, semicolons or spaces, each kept once."""
    tags = list(dict.fromkeys(re.split(r"[\s;,|]+", tidy(written).strip(" ;,|"))))
    if any(len(tag) > _TAG for tag in tags):
        raise Complaint(T("A tag is one word of at most {longest} characters.", longest=_TAG))
    return tags
