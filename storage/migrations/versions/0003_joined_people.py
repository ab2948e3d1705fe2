"""Joined people."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Joined people."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joined_to_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_joined_to_id"), ["joined_to_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_person_joined_to_id"), "person", ["joined_to_id"], ["id"])

    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("joins_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_link_account_id"), "account", ["account_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_link_joins_id"), "account", ["joins_id"], ["id"])

    with op.batch_alter_table("rsvp", schema=None) as batch_op:
        batch_op.add_column(sa.Column("said_at", sa.DateTime(timezone=True), nullable=True))
