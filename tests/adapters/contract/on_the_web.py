"""Somebody on the page of the web chat."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.adapters.contract.person import Person, Seen, Surroundings

HOST = "chat.example"


@dataclass
class OnTheWeb(Person):
    """A browser on the page: its cookie, and what its last request was answered with."""

    town: Surroundings
    client: httpx.AsyncClient
    told: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] | None = None

    async def enters(self, token: str) -> None:
        """Submit the personal link's page, as its button does."""
        response = await self.client.post("/chat/enter", data={"token": token})
        assert 303 == response.status_code, response.text
        await self.town.settle()

    async def says(self, text: str) -> None:
        """Write into the chat."""
        self.steps += 1
        await self._does("say", text=text)

    async def presses(self, label: str) -> None:
        """Press the button with its own payload."""
        for line in reversed(await self._lines()):
            found = [button for row in line["rows"] for button in row if label in button["label"]]
            if found:
                self.steps += 1
                await self._does("press", message=str(line["id"]), payload=found[0]["data"])
                return
        raise AssertionError(f"nobody offers {label!r}: {await self.chat()}")

    async def forges(self, payload: str) -> None:
        """Anybody can post anything."""
        await self._does("press", message=str((await self._lines())[-1]["id"]), payload=payload)

    async def opens_form(self) -> None:
        """A form that came before the page was there is opened by its button."""
        await self.presses("Open the form")

    async def fills(self, **values: str) -> None:
        """Submit the form that was opened, with what stands in it where nothing else is given."""
        form = self.form
        assert form is not None, f"no form is open; the newest message is {await self.sees()!r}"
        written = {one["name"]: values.get(one["name"], one["value"]) for one in form["fields"]}
        assert set(values) <= set(written), f"the form has {list(written)}"
        self.steps += len(written) + 1
        await self._does("submit", key=form["key"], values=written)

    async def chat(self) -> list[Seen]:
        """What a freshly opened page shows."""
        return [await self._seen(line) for line in await self._lines() if line["ours"]]

    @property
    def toast(self) -> str:
        """What the answer to the last request says."""
        return str(self.told.get("toast", ""))

    @property
    def complaint(self) -> str:
        """The complaints beside the fields."""
        form = self.form or {"fields": []}
        return " ".join(one["complaint"] for one in form["fields"] if one["complaint"])

    async def _does(self, deed: str, **fields: Any) -> None:
        body = {"person": await self._key(), "id": str(uuid.uuid4()), **fields}
        response = await self.client.post(f"/chat/{deed}", json=body, headers={"Origin": f"http://{HOST}"})
        assert 200 == response.status_code, response.text
        self.told = response.json()
        if deed == "submit" or self.told["form"] is not None:  # else the one that is open stays on the page
            self.form = self.told["form"]
        await self.town.settle()

    async def _person(self) -> dict[str, Any]:
        (person,) = (await self.client.get("/chat/state")).json()["people"]
        found: dict[str, Any] = person
        return found

    async def _key(self) -> str:
        return str((await self._person())["key"])

    async def _lines(self) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = (await self._person())["lines"]
        return lines

    async def _seen(self, line: dict[str, Any]) -> Seen:
        text = "\n".join("".join(span["text"] for span in spans) for spans in line["spans"])
        labels = tuple(button["label"] for row in line["rows"] for button in row)
        documents = [(one["name"], (await self.client.get(one["url"])).content) for one in line["documents"]]
        return Seen(line["id"], text, labels, line["edited"], tuple(documents))
