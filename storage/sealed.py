"""Whether something in a database was signed or sealed with the secret key of its installation."""

from sqlalchemy import select

from storage.inbox import INBOX
from storage.people import ACCOUNT, LINK, PERSON
from storage.programmes import PROGRAMME
from storage.tx import Tx, scalar

# People have links, links are digests, updates are sealed. All have been there since the first revision, so that a
# database of an older program can be asked as well.
_NEED_THE_KEY = (PROGRAMME, PERSON, LINK, ACCOUNT, INBOX)


async def needs_its_key(tx: Tx) -> bool:
    """Whether a new key would make something useless that is here, or was sent from here."""
    for table in _NEED_THE_KEY:
        if await scalar(tx, select(table.c.id).limit(1)) is not None:
            return True
    return False
