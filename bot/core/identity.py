"""Who speaks: a platform's account and chat become rows, and a person when we know whose account it is."""

from datetime import datetime

from bot.core.overhearing import is_talk
from bot.model.update import Command, Continues, Envelope, Placed, Reached, Said, Update
from bot.model.values import Reason
from storage import accounts, outbox, places, sending
from storage.people import AccountRow, PersonRow, PlaceRow
from storage.tx import Tx


async def meet(
    tx: Tx, envelope: Envelope, now: datetime, *, writes_first: bool = False
) -> tuple[AccountRow, PlaceRow, PersonRow | None, bool]:
    """The rows behind an envelope, made when they are new. Whoever writes to us can be written to again; last whether a
    group has opened again by that.

    `writes_first`: their private chat is there before they have written in it; on every platform it is called by the
    account's own id.
    """
    heard, said_in = envelope.account, envelope.place
    place = await accounts.place_of(
        tx, said_in.platform, said_in.installation, said_in.chat, said_in.thread, private=said_in.private
    )
    opened = False if said_in.private else await _keep_group(tx, place, envelope)
    account = await accounts.account_of(tx, heard.platform, heard.installation, heard.user, now)
    state = account.state if is_talk(envelope) else _state_told(envelope.update)
    back = account.state != "open" and state == "open"
    account.state = state
    account.used_at = now
    account.name = envelope.name or account.name
    account.language = envelope.language or account.language
    if said_in.private and not said_in.is_page:
        account.place_id = place.id
    elif account.place_id is None and writes_first:
        own = await accounts.place_of(tx, heard.platform, heard.installation, heard.user, "", private=True)
        account.place_id = own.id
    await accounts.account_used(tx, account, now)
    person = await accounts.person(tx, account.person_id)
    if person is not None and person.joined_to_id is not None:
        # Joined by another process after the account was read, and before it was ours to write.
        account.person_id = person.joined_to_id
        person = await accounts.person(tx, account.person_id)
    if back and account.person_id is not None:
        await outbox.release(tx, account.person_id)
    return account, place, person, opened


def _state_told(update: Update) -> str:
    """Whoever is heard can be written to, unless that is what we are told."""
    if not isinstance(update, Reached) or update.open:
        return "open"
    return Reason.DEACTIVATED.value if update.over else Reason.BLOCKED.value


async def _keep_whether_we_hear(tx: Tx, place: PlaceRow, update: Update) -> None:
    """As the platform says. That words are heard says nothing: an answer to a message of ours is heard everywhere."""
    if isinstance(update, Placed) and update.open and update.hears is not None:
        await places.set_hears(tx, place, update.hears)


async def _keep_group(tx: Tx, place: PlaceRow, envelope: Envelope) -> bool:
    """We were put into a group or taken out of it, or it has a new id; whether words have opened it again.

    Where nothing could be written for a while, words that we hear say that we are in it. A press says nothing: buttons
    stay behind where we were taken out. What has moved on is never heard of again, whatever comes late. Where it opens
    again, the cards that stand there are kept up again.
    """
    if place.state == places.MOVED:
        return False
    before = place.state
    await _keep_whether_we_hear(tx, place, envelope.update)
    match envelope.update:
        case Placed(is_open, title, over):
            place.state = places.OPEN if is_open else places.CLOSED if over else places.GONE
            place.title = title or place.title
            await places.placed(tx, place.id or 0, place.state, title)
        case Continues(chat):
            said_in = envelope.place
            old = await accounts.place_of(
                tx, said_in.platform, said_in.installation, chat, said_in.thread, private=False
            )
            await sending.move_place(tx, old.id or 0, said_in.chat)
            place.title = place.title or old.title
        case Said() | Command() if place.state not in (places.OPEN, *places.OVER):
            place.state = places.OPEN
            await places.placed(tx, place.id or 0, place.state, "")
    opens = before != places.OPEN == place.state
    if opens:
        await places.stand_again(tx, place.id or 0)
    return opens and isinstance(envelope.update, Said | Command)
