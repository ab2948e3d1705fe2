"""What is ready is found by when it is due, however much waits for later."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_READY = sa.text("state IN ('queued', 'stale')")
_SUSPECT = sa.text("crashes >= 2 AND state IN ('queued', 'stale')")


def upgrade() -> None:
    """What is ready is found by when it is due, however much waits for later."""
    op.drop_index("ix_delivery_ready", table_name="delivery")
    op.create_index(
        "ix_delivery_ready", "delivery", ["lane", "due", "id"], sqlite_where=_READY, postgresql_where=_READY
    )
    op.create_index("ix_delivery_suspect", "delivery", ["id"], sqlite_where=_SUSPECT, postgresql_where=_SUSPECT)
