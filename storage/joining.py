"""Joining: an account becomes a person's, and whoever it belonged to before becomes one with that person.

Nobody is joined by name: it takes a code that was typed on the one account and a yes that was said on the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select, update

from bot.model.values import Reason, Role, Scope, Sending
from storage import accounts, belonging, cafe_people, dialogues, preferences, uniting
from storage.answers import INVITATION, RSVP
from storage.deliveries import DELIVERY
from storage.people import (
    ACCOUNT,
    AFFILIATION,
    GRANT,
    LINK,
    PERSON,
    PLACE,
    AccountRow,
    AffiliationRow,
    GrantRow,
    LinkRow,
    PersonRow,
)
from storage.questions import QUESTION
from storage.rights import LARGEST
from storage.tx import Tx, add, many, one

JOIN = "join"
_NOT_OUT = (Sending.WAITING.value, Sending.HELD.value, Sending.QUEUED.value)
_REDRAWN = {
    "version": DELIVERY.c.version + 1,
    "state": case((DELIVERY.c.state == Sending.SENT.value, Sending.STALE.value), else_=DELIVERY.c.state),
}


@dataclass(frozen=True)
class Joined:
    """Of whoever an account belonged to before: what others may see of them, which is the other person's now."""

    person: int
    events: tuple[int, ...] = ()
    affiliations: tuple[AffiliationRow, ...] = ()
    questions: tuple[int, ...] = ()
    grants: tuple[GrantRow, ...] = ()


async def new_code(tx: Tx, person_id: int, account_id: int, now: datetime, until: datetime) -> int:
    """A join that an account of the person asks for; its number, from which its code and digest are made."""
    return await add(tx, LinkRow(kind=JOIN, person_id=person_id, account_id=account_id, made_at=now, expires_at=until))


async def keep_digest(tx: Tx, number: int, digest: str) -> None:
    """What its code is recognised by."""
    await tx.execute(update(LINK).where(LINK.c.id == number).values(digest=digest))


async def close_codes(tx: Tx, person_id: int, now: datetime) -> list[int]:
    """What a person has asked for and nobody has decided is over; the numbers."""
    mine = and_(LINK.c.person_id == person_id, LINK.c.kind == JOIN, LINK.c.revoked_at.is_(None))
    return list((await tx.execute(update(LINK).where(mine).values(revoked_at=now).returning(LINK.c.id))).scalars())


async def was_code(tx: Tx, digest: str) -> bool:
    """Whether a code that opens nothing joined accounts once, or was made to."""
    found = select(LINK.c.id).where(LINK.c.digest == digest, LINK.c.kind == JOIN)
    return (await tx.execute(found)).first() is not None


async def wait_for_yes(tx: Tx, link: int, account_id: int, until: datetime) -> None:
    """The code was typed on this account; the other one is asked until then."""
    await tx.execute(update(LINK).where(LINK.c.id == link).values(joins_id=account_id, expires_at=until))


async def settle(tx: Tx, link: int, now: datetime) -> bool:
    """Yes, no or withdrawn; False when it was settled before."""
    still = and_(LINK.c.id == link, LINK.c.revoked_at.is_(None))
    return (await tx.execute(update(LINK).where(still).values(revoked_at=now))).rowcount == 1


async def manages_both(tx: Tx, one_programme: int, other: int, now: datetime) -> bool:
    """Whether somebody manages both programmes: for these there is no wall between them."""
    runs = or_(GRANT.c.until.is_(None), GRANT.c.until > now)
    known = select(PERSON.c.id).where(PERSON.c.erased_at.is_(None))
    found = select(GRANT.c.person_id, GRANT.c.scope, GRANT.c.scope_id).where(
        GRANT.c.role == Role.MANAGER, runs, GRANT.c.person_id.in_(known)
    )
    reach: dict[int, set[int | None]] = {}
    for row in (await tx.execute(found)).all():
        if row.scope is Scope.INSTALLATION:
            return True
        if row.scope is Scope.PROGRAMME:
            reach.setdefault(row.person_id, set()).add(row.scope_id)
    return any({one_programme, other} <= programmes for programmes in reach.values())


async def join(tx: Tx, account: AccountRow, person_id: int, now: datetime) -> Joined | None:
    """The account is the person's from now on, with everything of whoever it belonged to; None when that was nobody.

    What is half filled in there is closed: it was asked of somebody else.
    """
    before = account.person_id
    if before is None:
        await dialogues.close_all_forms(tx, [account.id or 0])
        await accounts.tie(tx, account.id or 0, person_id)
        return None
    # First: where several processes write, what an account of theirs is just doing is over by then, or comes after.
    theirs = update(ACCOUNT).where(ACCOUNT.c.person_id == before).values(person_id=person_id).returning(ACCOUNT.c.id)
    await dialogues.close_all_forms(tx, list((await tx.execute(theirs)).scalars()))
    joined = await _seen_of(tx, before)
    await uniting.affiliations(tx, before, person_id, now)
    await uniting.invitations(tx, before, person_id)
    await uniting.answers(tx, before, person_id)
    await uniting.deliveries(tx, before, person_id)
    await cafe_people.unite(tx, before, person_id)
    await _end_second_roles(tx, before, person_id, now)
    await close_codes(tx, before, now)
    await belonging.move(tx, before, person_id)
    await uniting.no_longer_a_guest(tx, person_id)
    await _leave_the_number(tx, before, person_id, now)
    await preferences.redraw(tx, person_id)
    return joined


async def _seen_of(tx: Tx, person: int) -> Joined:
    invited = select(INVITATION.c.event_id).where(INVITATION.c.person_id == person)
    events = invited.union(select(RSVP.c.event_id).where(RSVP.c.person_id == person))
    affiliations = select(AFFILIATION).where(AFFILIATION.c.person_id == person)
    questions = select(QUESTION.c.id).where(QUESTION.c.person_id == person)
    return Joined(
        person,
        tuple((await tx.execute(events)).scalars()),
        tuple(await many(tx, AffiliationRow, affiliations)),
        tuple((await tx.execute(questions)).scalars()),
        tuple(await many(tx, GrantRow, select(GRANT).where(GRANT.c.person_id == person))),
    )


async def _end_second_roles(tx: Tx, before: int, after: int, now: datetime) -> None:
    """A role that both hold just as far is held once: whoever ends it would find another one behind it."""
    runs = or_(GRANT.c.until.is_(None), GRANT.c.until > now)
    own = GRANT.alias()
    same = and_(
        own.c.person_id == after,
        own.c.role == GRANT.c.role,
        own.c.scope == GRANT.c.scope,
        func.coalesce(own.c.scope_id, 0) == func.coalesce(GRANT.c.scope_id, 0),
        or_(own.c.until.is_(None), own.c.until > now),
    )
    twice = select(own.c.id).where(same).exists()
    await tx.execute(update(GRANT).where(GRANT.c.person_id == before, runs, twice).values(until=now))


async def _leave_the_number(tx: Tx, before: int, after: int, now: datetime) -> None:
    """Nobody is behind the number of the one any more; the other keeps what they had not: key, programme, address."""
    old, new = await accounts.person(tx, before), await accounts.person(tx, after)
    assert old is not None and new is not None, "both were there a moment ago"
    programme_id = old.programme_id if new.programme_id is None and new.key is None else new.programme_id
    takes_key = new.key is None and old.key is not None and old.programme_id == programme_id
    nobody = {"name": "", "email": "", "channel": "", "zone": "", "represents": None}
    nobody |= {"welcomed_at": None, "stopped_at": None}
    left = {**nobody, "key": None if takes_key else old.key, "erased_at": now, "joined_to_id": after}
    await tx.execute(update(PERSON).where(PERSON.c.id == before).values(**left))
    kept = {
        "programme_id": programme_id,
        "key": old.key if takes_key else new.key,
        "email": new.email or old.email,
        "represents": new.represents or old.represents,
    }
    await tx.execute(update(PERSON).where(PERSON.c.id == after).values(**kept))


async def redirect_cards(tx: Tx, kinds: Sequence[str], subjects: Sequence[tuple[str, str]]) -> None:
    """Cards of these views that were about the one subject of a pair are about the other, and drawn anew."""
    for before, after in subjects:
        here = and_(DELIVERY.c.kind.in_(kinds), DELIVERY.c.subject == before)
        await tx.execute(update(DELIVERY).where(here).values(subject=after))
        standing = and_(DELIVERY.c.kind.in_(kinds), DELIVERY.c.subject == after, DELIVERY.c.live)
        await tx.execute(update(DELIVERY).where(standing, DELIVERY.c.message != "").values(**_REDRAWN))


async def part(tx: Tx, account: AccountRow, person: PersonRow) -> None:
    """The account is nobody's we know; in its chat nothing of the person is kept up to date any more."""
    await accounts.tie(tx, account.id or 0, None)
    await dialogues.close_all_forms(tx, [account.id or 0])
    if account.place_id is not None:
        theirs = and_(DELIVERY.c.place_id == account.place_id, DELIVERY.c.person_id == person.id)
        over = {**_REDRAWN, "live": False, "reason": Reason.WITHDRAWN.value}
        await tx.execute(update(DELIVERY).where(theirs, DELIVERY.c.live, DELIVERY.c.message != "").values(**over))
        await tx.execute(update(DELIVERY).where(theirs, DELIVERY.c.state.in_(_NOT_OUT)).values(place_id=None))
    remaining = await accounts.accounts_of(tx, person.id or 0)
    if person.channel == account.platform and all(row.platform != account.platform for row in remaining):
        await preferences.write_to(tx, person.id or 0, "")


async def forget_page(tx: Tx, account: AccountRow, thread: str) -> None:
    """The platform's own page of the account (`thread` says which) is drawn for somebody we do not know."""
    chat = await accounts.place(tx, account.place_id)
    if chat is None:
        return
    here = and_(*(PLACE.c[name] == getattr(chat, name) for name in ("platform", "installation", "chat")))
    pages = select(PLACE.c.id).where(here, PLACE.c.thread == thread)
    standing = and_(DELIVERY.c.place_id.in_(pages), DELIVERY.c.message != "")
    await tx.execute(update(DELIVERY).where(standing).values(**_REDRAWN, person_id=None, looks=""))


async def account(tx: Tx, number: int | None) -> AccountRow | None:
    """An account by its number."""
    return None if number is None else await one(tx, AccountRow, select(ACCOUNT).where(ACCOUNT.c.id == number))


async def link(tx: Tx, number: int) -> LinkRow | None:
    """A join by its number."""
    if not 0 < number <= LARGEST:
        return None
    return await one(tx, LinkRow, select(LINK).where(LINK.c.id == number, LINK.c.kind == JOIN))
