"""Room: a small real Sfat with people in it. `await ana.says("/rsvp")`, `await ana.presses("✅")`, `ana.sees`.

Only the clock and the wire are not real; what people do enters where platforms bring it.
"""

import itertools
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.core import dialogue
from bot.core.desk import House
from bot.core.links import Links
from bot.core.program import Program
from bot.core.routes import Routes
from bot.core.tokens import Keys
from bot.demo.clock import Stop, StoryClock, play_until, settle
from bot.model.address import Account, Place
from bot.model.form import DrawnForm
from bot.model.update import (
    Command,
    Edited,
    Envelope,
    FileHandle,
    Now,
    Placed,
    Pressed,
    Profile,
    Reached,
    Said,
    Submitted,
    Update,
)
from handlers import FEATURES
from storage.database import Database
from storage.tx import Tx
from tests.memory import MemoryAdapter, Message

MONDAY = datetime(2027, 1, 4, 7, 0, tzinfo=UTC)  # 09:00 in Bucharest
_sources = itertools.count(1)


@dataclass(repr=False)
class Seat:
    """Somebody at a platform; `forms` are native ones as the platform shows them."""

    room: "Room"
    user: str
    adapter: MemoryAdapter
    language: str = ""
    profile: Profile = field(default_factory=Profile)
    told: Now = field(default_factory=Now)

    async def says(self, text: str) -> str:
        """Write a text or a command; returns the newest message."""
        if text.startswith("/"):
            name, *words = text[1:].split()
            return await self.does(Command(name, tuple(words)))
        return await self.does(Said(text))

    async def sends(self, what: str) -> str:
        """Send something that is no text."""
        return await self.does(Said("", what))

    async def sends_file(
        self, name: str, content: bytes, *, size: int | None = None, caption: str = "", group: "Group | None" = None
    ) -> str:
        """Send a file, in private or in a group; `size` when the platform tells another one than it has.

        What it is, its name says: of other files than pictures and voice notes no platform brings us any from a group.
        """
        kind = (mimetypes.guess_type(name)[0] or "").partition("/")[0]
        what = {"image": "photo", "audio": "voice"}.get(kind, "file")
        assert group is None or what != "file", f"no platform brings {name!r} from a group"
        handle = FileHandle(f"f{next(_sources)}", name, "", len(content) if size is None else size)
        self.adapter.files[handle.id] = content
        return await self.does(Said(caption, what, handle, handle.id), group)

    async def presses(self, label: str) -> str:
        """Press the newest button whose label contains `label`."""
        for message in reversed(self.messages):
            if any(label in one for one in message.labels):
                return await self.does(Pressed(message.data(label), message.id))
        raise AssertionError(f"nobody offers {label!r}: {[message.labels for message in self.messages]}")

    async def forges(self, payload: str, message: str = "") -> str:
        """Press a button that no card offers."""
        return await self.does(Pressed(payload, message))

    async def fills(self, **values: str) -> str:
        """Submit the native form that is open, its initial values kept where nothing else is given."""
        form = self.form
        written = {field.name: values.get(field.name, field.value) for field in form.fields}
        unknown = set(values) - {field.name for field in form.fields}
        assert not unknown, f"the form has no {unknown}; it has {[field.name for field in form.fields]}"
        return await self.does(Submitted(form.key, written))

    async def edits_a_message(self) -> str:
        """Edit something that was written before."""
        return await self.does(Edited())

    async def blocks(self, *, back: bool = False) -> None:
        """Block the bot, or take it back."""
        await self.does(Reached(open=back))

    async def does(self, update: Update, group: "Group | None" = None) -> str:
        """Any update, once, in private or in a group; returns the newest message in private."""
        return await self.repeats(self.envelope(update, group))

    def envelope(self, update: Update, group: "Group | None" = None) -> Envelope:
        """An update as the platform would bring it."""
        account = Account(self.adapter.platform, self.adapter.installation, self.user)
        here = group.chat if group else self.user
        place = Place(self.adapter.platform, self.adapter.installation, here, private=group is None)
        name, source = self.user.title(), f"s{next(_sources)}"
        return Envelope(source, account, place, update, name, self.language, profile=self.profile)

    async def puts_us_into(self, group: "Group") -> str:
        """Make us a member of a group."""
        return await self.does(Placed(open=True, title=group.title), group)

    async def takes_us_out_of(self, group: "Group") -> str:
        """Take us out of a group."""
        return await self.does(Placed(open=False, title=group.title), group)

    async def presses_in(self, group: "Group", label: str) -> str:
        """Press a button under the newest message of a group that has it."""
        for message in reversed(group.messages):
            if any(label in one for one in message.labels):
                return await self.does(Pressed(message.data(label), message.id), group)
        raise AssertionError(f"nobody offers {label!r} in the group")

    async def types_in(self, group: "Group", command: str) -> str:
        """Write a command in a group."""
        name, *words = command.removeprefix("/").split()
        return await self.does(Command(name, tuple(words)), group)

    async def repeats(self, envelope: Envelope) -> str:
        """Bring an envelope, perhaps for the second time."""
        (future,) = await self.room.program.intake.hear([envelope])
        self.told = await future
        await self.room.settle()
        return self.sees

    @property
    def messages(self) -> list[Message]:
        """The messages of this chat, the oldest first."""
        return self.adapter.chats.get(self.user, [])

    @property
    def sees(self) -> str:
        """The newest message's text; "" when there is none."""
        return self.messages[-1].text if self.messages else ""

    @property
    def labels(self) -> list[str]:
        """The newest message's buttons."""
        return self.messages[-1].labels if self.messages else []

    @property
    def all_text(self) -> str:
        """Everything that stands in the chat."""
        return "\n\n".join(message.text for message in self.messages)

    @property
    def form(self) -> DrawnForm:
        """The native form that was opened or came back with complaints."""
        assert self.told.form is not None, f"no form is open; the newest message is {self.sees!r}"
        return self.told.form

    @property
    def complaints(self) -> Mapping[str, str]:
        """The complaints of the native form, by field."""
        return {field.name: field.complaint for field in self.form.fields if field.complaint}


@dataclass(repr=False)
class Group:
    """A group or channel on a platform."""

    adapter: MemoryAdapter
    chat: str
    title: str

    @property
    def messages(self) -> list[Message]:
        """What stands there, the oldest first."""
        return self.adapter.chats.get(self.chat, [])

    @property
    def sees(self) -> str:
        """The newest message; "" when there is none."""
        return self.messages[-1].text if self.messages else ""

    @property
    def labels(self) -> list[str]:
        """The newest message's buttons."""
        return self.messages[-1].labels if self.messages else []


@dataclass(repr=False)
class Room:
    """The program, its clock, and two platforms: `memory` asks question by question, `native` shows forms."""

    program: Program
    clock: StoryClock
    memory: MemoryAdapter
    native: MemoryAdapter

    @classmethod
    async def open(cls, url: str, starts: datetime = MONDAY) -> "Room":
        """A room over the migrated database at `url`."""
        clock = StoryClock(starts)
        memory, native = MemoryAdapter(), MemoryAdapter("native", native_forms=True, writes_first=True)
        if starts != MONDAY:  # a room that goes on: its platforms do not give the numbers of old messages again
            for adapter in (memory, native):
                adapter._numbers = itertools.count(10_001)
        keys = Keys(["a key for tests"])
        links = Links(keys)
        links.deep_link = memory.deep_link
        house = House(Routes.of((dialogue.router, *FEATURES)), keys, links)
        program = Program(Database(url), house, clock, {"memory": memory, "native": native})
        await program.start(pulse=False)
        return cls(program, clock, memory, native)

    async def close(self) -> None:
        """Stop everything."""
        await self.program.stop()

    def seat(self, user: str, *, native: bool = False, language: str = "ro") -> Seat:
        """Somebody with an account on one of the platforms."""
        return Seat(self, user, self.native if native else self.memory, language)

    def group(self, title: str, *, native: bool = False) -> Group:
        """A group on one of the platforms; nobody has put us into it yet."""
        return Group(self.native if native else self.memory, f"group {title}", title)

    async def settle(self) -> None:
        """Wait until everything that is due is out."""
        assert await settle(self.program, 10), "something is still waiting to be sent"

    async def until(self, moment: datetime) -> list[Stop]:
        """Play the clock to a moment; the stops on the way."""
        stops = await play_until(self.program, self.clock, moment)
        await self.settle()
        return stops

    async def write(self, work: Any) -> Any:
        """Run `work(tx)` in a transaction of its own."""
        return await self.program.db.write(work)

    def read(self) -> Any:
        """A snapshot to read from: `async with room.read() as tx`."""
        return self.program.db.read()

    async def token(self, kind: str, number: int) -> str:
        """The token of a link."""
        return self.program.house.keys.token(kind, number)


async def count(tx: Tx, table: Any) -> int:
    """How many rows a table has."""
    rows = await tx.execute(table.select())
    return len(rows.all())
