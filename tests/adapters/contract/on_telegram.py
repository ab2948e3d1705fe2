"""Somebody on Telegram."""

from dataclasses import dataclass

from tests.adapters.contract.person import Person, Seen, Surroundings
from tests.fakes.telegram import User


@dataclass
class OnTelegram(Person):
    """Telegram's client: the hands of the wire fake."""

    town: Surroundings
    user: User
    longest = 4096

    async def enters(self, token: str) -> None:
        """Follow `t.me/BOT?start=TOKEN`."""
        self.user.start(token)
        await self.town.settle()

    async def says(self, text: str) -> None:
        """Write into the private chat."""
        self.steps += 1
        self.user.says(text)
        await self.town.settle()

    async def presses(self, label: str) -> None:
        """Press, and see the wheel on the button stop."""
        for message in reversed(self.user.chat):
            wanted = [one for row in message.labels for one in row if label in one]
            if wanted:
                self.steps += 1
                self.user.press(wanted[0], message)
                await self.town.settle()
                await self.town.telegram.until(lambda: not self.user.unanswered)
                return
        raise AssertionError(f"nobody offers {label!r}: {[message.labels for message in self.user.chat]}")

    async def forges(self, payload: str) -> None:
        """A client can send any callback data."""
        self.user.press_data(payload, self.user.chat[-1])
        await self.town.settle()

    async def opens_form(self) -> None:
        """Its question stands already."""

    async def fills(self, **values: str) -> None:
        """One answer after the other."""
        for value in values.values():
            await self.says(value)

    async def chat(self) -> list[Seen]:
        """The bot's messages."""
        return [
            Seen(
                one.id,
                one.text,
                tuple(label for row in one.labels for label in row),
                one.edits > 0,
                tuple((document.name, document.content) for document in one.documents),
            )
            for one in self.user.chat
        ]

    @property
    def toast(self) -> str:
        """The newest toast."""
        return self.user.toasts[-1].text if self.user.toasts else ""

    @property
    def complaint(self) -> str:
        """A complaint is a message of its own."""
        return self.user.chat[-1].text
