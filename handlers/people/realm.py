"""What a manager looks after. Nobody is shown who belongs elsewhere: that is the wall between programmes."""

from dataclasses import dataclass

from bot.core import Ctx, Look
from bot.model.problems import Refusal, Sorry
from bot.model.text import T
from bot.model.values import Role, Scope
from storage import accounts, rights, roster
from storage.people import OrganisationRow, PersonRow
from storage.tx import Tx


@dataclass(frozen=True)
class Realm:
    """Where a person is manager: everywhere, or in programmes, labs and events."""

    whole: bool
    programmes: tuple[int, ...]
    labs: tuple[int, ...]
    events: tuple[int, ...]

    @property
    def reach(self) -> tuple[int, ...] | None:
        """The programmes whose people this manager looks after; None stands for all."""
        return None if self.whole else self.programmes

    @property
    def narrow(self) -> bool:
        """Whether no programme's people are theirs, only roles on single labs and events."""
        return not self.whole and not self.programmes


async def realm_of(look: Look | Ctx) -> Realm:
    """What whoever looks, or asks, looks after."""
    person_id = look.my_id if isinstance(look, Ctx) else look.person_id
    held = [] if person_id is None else await rights.grants(look.db, person_id, Role.MANAGER, look.now)

    def of(scope: Scope) -> tuple[int, ...]:
        return tuple(sorted({number for kind, number in held if kind is scope and number is not None}))

    whole = any(kind is Scope.INSTALLATION for kind, _ in held)
    return Realm(whole, of(Scope.PROGRAMME), of(Scope.LAB), of(Scope.EVENT))


async def known_person(tx: Tx, number: int) -> PersonRow:
    """The person behind a button. Raises Sorry when there is none (any more)."""
    found = await accounts.person(tx, number) if 0 < number <= rights.LARGEST else None
    if found is None or found.erased_at is not None:
        raise Sorry(T("This person is no longer there. /people finds those who are."))
    return found


async def known_organisation(tx: Tx, number: int) -> OrganisationRow:
    """The organisation behind a button. Raises Sorry when there is none."""
    found = await roster.organisation(tx, number)
    if found is None:
        raise Sorry(T("This organisation is no longer there. /people finds those that are."))
    return found


async def manages_person(look: Look, number: int) -> bool:
    """Whether the reader looks after a person: a card that stands is over when they no longer do."""
    return await look.may(Role.MANAGER, "person", number)


async def stay_inside(ctx: Ctx, person: PersonRow, programme: int | None) -> None:
    """Raise Refusal unless the person is one of whoever asks, or belongs to this programme, which is theirs."""
    if programme is not None and person.programme_id == programme:
        return
    if not await ctx.may(ctx.person, Role.MANAGER, "person", person.id or 0):
        text = T("Only the organisers can do this. Your request was noted, and nothing was changed.")
        raise Refusal(text, action="give role", about=f"person {person.id}")


async def person_changed(ctx: Ctx, person_id: int) -> None:
    """Every card that shows the person is drawn again."""
    await ctx.touch("person", person_id)
    for organisation in await roster.organisations_for(ctx.db, person_id):
        await ctx.touch("organisation", organisation.id or 0)
