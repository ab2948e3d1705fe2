"""Who opened the room of a café, or pressed the last button of one of its rounds."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Who opened the room of a café, or pressed the last button of one of its rounds."""
    with op.batch_alter_table("cafe", schema=None) as batch_op:
        batch_op.add_column(sa.Column("run_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_cafe_run_by_id"), "person", ["run_by_id"], ["id"])
