"""The newest ideas of a café, and of a table in it, are found however many there are."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """The newest ideas of a café, and of a table in it, are found however many there are."""
    op.drop_index("ix_idea_at_table", table_name="idea")
    op.create_index("ix_idea_at_table", "idea", ["cafe_id", "round_number", "table_number", "id"])
    op.create_index("ix_idea_on_wall", "idea", ["cafe_id", "pinned", "id"])
