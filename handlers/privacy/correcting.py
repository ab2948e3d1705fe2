"""Correcting one's own name and e-mail address."""

import re
from collections.abc import Mapping
from typing import Any

from bot.core import Ctx, Look, Show
from bot.model.form import Complaint, Field, Form, Sheet
from bot.model.text import T
from bot.model.values import Role
from handlers.privacy.routes import CORRECT, Correct, router
from handlers.shared.cafes import renamed
from handlers.shared.presses import KEPT
from storage import accounts, cafe_people, directory

LONGEST_NAME = 120
LONGEST_EMAIL = 254  # characters of an address that mail servers take (RFC 5321, 4.5.3.1)
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;.]+(\.[^@\s<>,;.]+)+")


@router.press(Correct, who=Role.KNOWN)
async def correct(_ctx: Ctx, _press: Correct) -> Form:
    """Ask for both, as they stand now."""
    return Form(CORRECT)


async def questions(look: Look) -> Sheet:
    """Name and e-mail address; an address that is left empty is taken away."""
    person = await accounts.person(look.db, look.person_id)
    name, email = (person.name, person.email) if person else ("", "")
    return Sheet(
        T("Your data"),
        (
            Field("name", T("What is your name?"), read=_name, limit=LONGEST_NAME, initial=name),
            Field(
                "email",
                T("What is your e-mail address?"),
                read=_address,
                optional=True,
                limit=LONGEST_EMAIL,
                hint=T("You may leave it empty; then none is kept."),
                initial=email,
            ),
        ),
        T("Save"),
    )


def _name(written: str) -> str:
    return " ".join(written.split())


def _address(written: str) -> str:
    if not _EMAIL.fullmatch(written):
        raise Complaint(T("This is no e-mail address. Please write it like name@example.org."))
    return written


@router.form(CORRECT, who=Role.KNOWN, sheet=questions)
async def corrected(ctx: Ctx, values: Mapping[str, Any]) -> Show:
    """The person's own word counts; the change is recorded, not what it was."""
    email = values["email"] or ""
    await directory.correct_person(ctx.db, ctx.my_id, name=values["name"], email=email, channel=ctx.me.channel)
    await ctx.record("correct own data", f"person {ctx.my_id}", by=ctx.my_id, programme=ctx.me.programme_id)
    await ctx.touch("person", ctx.my_id, person=ctx.my_id)
    await renamed(ctx, ctx.my_id, await cafe_people.cafes_of(ctx.db, ctx.my_id))
    return Show(KEPT, ctx.my_id)
