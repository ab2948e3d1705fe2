"""Which personas of the try-out are set to answer by themselves, so that nobody has to play them."""

from bot.demo.people import REPRESENTATIVES
from storage import marks
from storage.tx import Tx

ALONE_MARK = "personas by themselves"


async def alone(tx: Tx) -> frozenset[str]:
    """The keys of those who are; it outlives a restart."""
    kept = await marks.mark(tx, ALONE_MARK)
    return frozenset(() if kept is None else kept["keys"])


async def set_alone(tx: Tx, persona: str, *, wanted: bool) -> bool:
    """From now on this persona does, or does not; False when there is no representative of this key."""
    if persona not in REPRESENTATIVES:
        return False
    others = await alone(tx) - {persona}
    keys = others | {persona} if wanted else others
    await marks.set_mark(tx, ALONE_MARK, {"keys": sorted(keys)})
    return True
