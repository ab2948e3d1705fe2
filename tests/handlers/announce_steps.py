"""What a manager does again and again with announcements, and what a crowd sees of them."""

import itertools

from bot.model.address import Account, Place
from bot.model.update import Envelope, Pressed
from storage import preferences
from storage.people import AccountRow, AffiliationRow, PersonRow, PlaceRow
from storage.tx import Tx, add
from tests.memory import Message
from tests.room import MONDAY, Room, Seat
from tests.seeds import Lab

ROMANIAN, ENGLISH = "Sala s-a schimbat: <b>etajul 2</b>.", "The room has changed: second floor."

_sources = itertools.count(1)


async def manager(lab: Lab, *, native: bool = True) -> Seat:
    """Ilinca, who reads English here so that labels stand as they are written in the code."""
    await lab.room.write(lambda tx: preferences.speak(tx, lab.people["ilinca"], "en"))
    return await lab.arrives("ilinca", native=native)


async def drafts(seat: Seat, ro: str = "", en: str = "", to: str = "all", when: str = "now") -> None:
    """Fill the form of `/announce`; the preview stands afterwards."""
    await seat.says("/announce")
    await seat.fills(ro=ro, en=en, segment=to, when=when)


async def taps(seat: Seat, label: str) -> None:
    """Press a button and wait for its effect only, not until everything is out."""
    message = next(one for one in reversed(seat.messages) if any(label in text for text in one.labels))
    account = Account(seat.adapter.platform, seat.adapter.installation, seat.user)
    place = Place(seat.adapter.platform, seat.adapter.installation, seat.user)
    pressed = Pressed(message.data(label), message.id)
    envelope = Envelope(f"t{next(_sources)}", account, place, pressed, seat.user.title(), "")
    (future,) = await seat.room.program.intake.hear([envelope])
    await future


def announcements(room: Room, chat: str) -> list[Message]:
    """The announcements that stand in a reader's chat."""
    return [message for message in room.memory.chats.get(chat, []) if message.text.startswith("📣")]


def card(seat: Seat) -> str:
    """The newest card about an announcement in a manager's chat."""
    return next(one.text for one in reversed(seat.messages) if one.text.startswith("📣"))


async def crowd(lab: Lab, number: int) -> list[str]:
    """So many more representatives with an account each; their chats."""
    chats = [f"guest{one}" for one in range(number)]

    async def work(tx: Tx) -> None:
        for chat in chats:
            person = await add(tx, PersonRow(programme_id=lab.programme, name=chat.title(), language="ro"))
            place = await add(tx, PlaceRow(platform="memory", installation="m1", chat=chat))
            await add(
                tx,
                AccountRow(
                    platform="memory", installation="m1", user=chat, person_id=person, place_id=place, used_at=MONDAY
                ),
            )
            await add(
                tx,
                AffiliationRow(
                    programme_id=lab.programme,
                    person_id=person,
                    organisation_id=lab.organisations["oxid"],
                    since=MONDAY,
                ),
            )

    await lab.room.write(work)
    return chats
