"""Somebody on Slack."""

from dataclasses import dataclass

from tests.adapters.contract.person import Person, Seen, Surroundings
from tests.fakes.slack import Person as SlackPerson


@dataclass
class OnSlack(Person):
    """Slack's client: the hands of the wire fake. Commands are the words of one; files are messages of their own."""

    town: Surroundings
    user: SlackPerson
    longest = 8000
    has_toasts = False
    prefix = "/sfat "

    async def enters(self, token: str) -> None:
        """No address of Slack carries a token: it is typed."""
        await self.says(f"/start {token}")

    async def says(self, text: str) -> None:
        """Write to the app, or use its command."""
        self.steps += 1
        name = text[1:].partition(" ")[0]
        await (self.user.command("/sfat", text[1:]) if name.isalnum() and text[0] == "/" else self.user.says(text))
        await self.town.settle()

    async def presses(self, label: str) -> None:
        """Press, on the newest message that offers it."""
        for message in reversed(self.user.chat):
            wanted = [one for one in message.labels if label in one]
            if wanted:
                self.steps += 1
                await self.user.presses(wanted[0], on=message)
                await self.town.settle()
                return
        raise AssertionError(f"nobody offers {label!r}: {[message.labels for message in self.user.chat]}")

    async def forges(self, payload: str) -> None:
        """Another button than the one that was sent."""
        await self.user.presses_value(payload, self.user.chat[-1])
        await self.town.settle()

    async def opens_form(self) -> None:
        """It opens by itself where it was asked for."""
        await self.town.slack.until(lambda: self.user.modal)

    async def fills(self, **values: str) -> None:
        """Submit the modal that stands, with what stands in it where nothing else is given."""
        assert self.user.modal is not None, f"no form is open; the newest message is {await self.sees()!r}"
        self.steps += len(self.user.modal.fields) + 1
        await self.user.submits({f"field:{name}": value for name, value in values.items()})
        await self.town.settle()

    async def chat(self) -> list[Seen]:
        """The app's messages."""
        return [
            Seen(
                one.ts,
                one.plain,
                tuple(one.labels),
                one.edits > 0,
                tuple((file.name, file.content or b"") for file in one.files),
            )
            for one in self.user.chat
        ]

    @property
    def toast(self) -> str:
        """Slack has none."""
        return ""

    @property
    def complaint(self) -> str:
        """What stands beside the fields."""
        view = self.user.modal
        return "" if view is None else " ".join([*view.errors.values(), view.plain])
