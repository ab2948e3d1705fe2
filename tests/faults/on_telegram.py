"""The battlefield on Telegram."""

from pathlib import Path

from tests.fakes.telegram import FakeTelegram, User
from tests.faults import crowd
from tests.faults.battlefield import TITLE, Battlefield


class OnTelegram(Battlefield):
    """A fake Telegram with the crowd in it."""

    def __init__(self, fake: FakeTelegram, url: str, folder: Path, people: int = crowd.PEOPLE, **more: str) -> None:
        tokens = {"SFAT_TELEGRAM_TOKEN": fake.token, "SFAT_TELEGRAM_API_URL": fake.url, "SFAT_TELEGRAM_RATE": "300"}
        super().__init__(url, folder, **{**tokens, **more})
        self.fake = fake
        self.people = [self._person(crowd.FIRST + number) for number in range(people)]
        self.manager = self._person(crowd.MANAGER)

    def _person(self, number: int) -> User:
        user = self.fake.user(number, f"P{number}", language_code="ro")
        user.state.started = user.state.met = True
        return user

    def invitations(self, user: User) -> int:
        """How many invitations to the first event stand in somebody's chat."""
        return sum("✉️" in message.text and TITLE in message.text for message in user.chat)

    async def invite(self, event: int = 1) -> None:
        """Let the manager invite everybody."""
        titled = crowd.title(event)
        self.manager.says(f"/invita E{event} all")

        def asked() -> bool:
            return any(titled in one.text and ["📤 Trimite"] in one.labels for one in self.manager.chat)

        await self.fake.until(asked, 10)
        self.manager.press("📤 Trimite")
