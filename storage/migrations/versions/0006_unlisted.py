"""What guests represent that is not among the organisations."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """What guests represent that is not among the organisations."""
    op.add_column("person", sa.Column("represents", sa.String(), nullable=True))
