"""What is kept of what people say in groups is marked there, and whatever goes wrong with that harms nothing."""

from asyncio import Future

import pytest

from bot.adapters.telegram import marks
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.model.update import Envelope, Now, Placed, Said
from tests.adapters.telegram.conftest import MemoryInbox, listening, ours
from tests.fakes.telegram import FakeTelegram, Group, User


class Keeps(MemoryInbox):
    """Keeps what is said in groups, or does not."""

    keeps = True

    def _now(self, envelope: Envelope, now: "Future[Now]") -> "Future[Now]":
        now.set_result(Now(kept=self.keeps and isinstance(envelope.update, Said) and not envelope.place.private))
        return now


@pytest.fixture
def inbox() -> Keeps:
    return Keeps()


@pytest.fixture
def group(fake: FakeTelegram) -> Group:
    """One in which the bot hears everything."""
    return fake.group(-1_000_000_000_005, "Masa 1", bot_is_admin=True)


async def test_what_is_kept_is_marked(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: Keeps, ana: User, group: Group
) -> None:
    """With a reaction, and no message."""
    async with listening(adapter, inbox):
        said = ana.says("Mai multe bănci", group)
        await fake.until(lambda: said.reactions)

    assert (["✍"], []) == (said.reactions, group.chat)


@pytest.mark.parametrize("keeps", [True, False])
async def test_nothing_else_is(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: Keeps, ana: User, group: Group, keeps: bool
) -> None:
    """Neither what is said in private, nor what is not kept."""
    inbox.keeps = keeps
    async with listening(adapter, inbox):
        ana.says("da", None if keeps else group)
        await fake.until(lambda: inbox.batches)
        inbox.keeps = True
        said = ana.says("Mai multe bănci", group)
        await fake.until(lambda: said.reactions)

    assert 1 == len(fake.called("setMessageReaction"))


async def test_a_group_that_allows_other_marks(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: Keeps, ana: User, group: Group
) -> None:
    """The second one is tried."""
    group.state.reactions = frozenset({"👍"})
    async with listening(adapter, inbox):
        said = ana.says("Mai multe bănci", group)
        await fake.until(lambda: said.reactions)

    assert ["👍"] == said.reactions


async def test_too_fast(adapter: TelegramAdapter, fake: FakeTelegram, inbox: Keeps, ana: User, group: Group) -> None:
    """It waits as long as Telegram says."""
    fake.fail("setMessageReaction", status=429, retry_after=1)
    async with listening(adapter, inbox):
        said = ana.says("Mai multe bănci", group)
        await fake.until(lambda: said.reactions)

    assert (["✍"], 2) == (said.reactions, len(fake.called("setMessageReaction")))


async def test_a_wait_that_is_too_long(
    adapter: TelegramAdapter,
    fake: FakeTelegram,
    inbox: Keeps,
    ana: User,
    group: Group,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The mark is left out, and the next one is put."""
    monkeypatch.setattr(marks, "LONGEST", 0.5)
    fake.fail("setMessageReaction", status=429, retry_after=1)
    async with listening(adapter, inbox):
        ana.says("Mai multe bănci", group)
        said = ana.says("Mai mulți pomi", group)
        await fake.until(lambda: said.reactions)

    assert ["A message in a group could not be marked: SlowDown"] == ours(caplog)


async def test_a_mark_that_fails_is_logged(
    adapter: TelegramAdapter,
    fake: FakeTelegram,
    inbox: Keeps,
    ana: User,
    group: Group,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Without a word of what was said; what comes next is heard and marked."""
    fake.fail("setMessageReaction", status=500)
    async with listening(adapter, inbox):
        ana.says("secret words", group)
        said = ana.says("Mai mulți pomi", group)
        await fake.until(lambda: said.reactions)

    assert ["A message in a group could not be marked: ServerFault"] == ours(caplog)
    assert ["secret words", "Mai mulți pomi"] == [one.text for one in inbox.updates if isinstance(one, Said)]


async def test_whether_it_may_read_is_asked_when_it_comes_into_a_group(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: Keeps, ana: User
) -> None:
    """Somebody has turned privacy mode off since the start."""
    group = fake.group(-5, "Masa 1")
    async with listening(adapter, inbox):
        group.adds_bot(ana)
        await fake.until(lambda: len(inbox.envelopes) == 1)
        fake.world.reads_all = True
        group.adds_bot(ana)
        await fake.until(lambda: len(inbox.envelopes) == 2)

    assert [False, True] == [one.hears for one in inbox.updates if isinstance(one, Placed)]
