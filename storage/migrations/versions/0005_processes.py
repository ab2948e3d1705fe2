"""Several processes: who has what in hand, and who has which duty. And indexes of what is open only."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

IN_FLIGHT = sa.text("state = 'sending'")
NEW = sa.text("state = 'new'")
OPEN = sa.text("state = 'open'")
DEAD = sa.text("state = 'dead'")


def upgrade() -> None:
    """Processes, duties, holders."""
    op.create_table(
        "process",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "duty",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["process_id"], ["process.id"], name=op.f("fk_duty_process_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_duty")),
    )
    op.add_column("delivery", sa.Column("holder_id", sa.Integer(), nullable=True))
    op.drop_column("delivery", "lease_until")
    op.create_index(
        "ix_delivery_in_flight", "delivery", ["holder_id"], sqlite_where=IN_FLIGHT, postgresql_where=IN_FLIGHT
    )
    op.add_column("inbox", sa.Column("holder_id", sa.Integer(), nullable=True))
    op.drop_index("ix_inbox_state", "inbox")
    op.create_index("ix_inbox_open", "inbox", ["lane", "id"], sqlite_where=NEW, postgresql_where=NEW)
    op.create_index("ix_inbox_dead", "inbox", ["id"], sqlite_where=DEAD, postgresql_where=DEAD)
    op.create_index("ix_inbox_finished", "inbox", ["finished_at"])
    op.create_table(
        "pace",
        sa.Column("installation", sa.String(length=96), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("part", sa.Float(), nullable=False),
        sa.Column("slowed_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("installation", name=op.f("pk_pace")),
    )
    op.drop_index("ix_due_state", "due")
    op.drop_index("ix_due_due", "due")
    op.create_index("ix_due_open", "due", ["due"], sqlite_where=OPEN, postgresql_where=OPEN)
