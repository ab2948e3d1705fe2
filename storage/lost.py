"""What waits for a person who has closed every account they had (blocked us, say) is not waited for but lost."""

from sqlalchemy import String, and_, case, exists, func, select, type_coerce

from bot.model.values import Sending
from storage.deliveries import DELIVERY
from storage.inviting import open_account
from storage.people import ACCOUNT

_SHUT = and_(ACCOUNT.c.person_id == DELIVERY.c.person_id, ACCOUNT.c.state != "open")
_WHY_SHUT = select(func.min(ACCOUNT.c.state)).where(_SHUT).scalar_subquery()

LOST = and_(DELIVERY.c.state == Sending.WAITING.value, exists().where(_SHUT), ~open_account(DELIVERY.c.person_id))
"""Whether a delivery is lost."""

WHY = case((LOST, _WHY_SHUT), else_=type_coerce(DELIVERY.c.reason, String))
"""Why a delivery did not arrive, as text: the reason in its row, or what closed the account."""
