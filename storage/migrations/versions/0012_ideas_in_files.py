"""Ideas that are photos or voice notes are found by their event, and so are the files that are still needed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_IN_A_FILE = sa.text("file_id IS NOT NULL")


def upgrade() -> None:
    """Ideas that are photos or voice notes are found by their event, and so are the files that are still needed."""
    op.create_index(
        "ix_idea_in_a_file", "idea", ["event_id", "file_id"], sqlite_where=_IN_A_FILE, postgresql_where=_IN_A_FILE
    )
    op.create_index("ix_idea_file", "idea", ["file_id"], sqlite_where=_IN_A_FILE, postgresql_where=_IN_A_FILE)
