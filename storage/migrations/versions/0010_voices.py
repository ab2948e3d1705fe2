"""Who was heard at a café: how many ideas each organisation has said, counted with every change."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Who was heard at a café: how many ideas each organisation has said, counted with every change."""
    op.create_table(
        "idea_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cafe_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ideas", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cafe_id"], ["cafe.id"], name=op.f("fk_idea_voice_cafe_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_idea_voice_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_voice")),
    )
    with op.batch_alter_table("idea_voice", schema=None) as batch_op:
        batch_op.create_index("ix_idea_voice_of", ["cafe_id", "organisation_id"], unique=True)
    # What was said before this table was there.
    op.execute(
        "INSERT INTO idea_voice (cafe_id, organisation_id, ideas) "
        "SELECT cafe_id, organisation_id, count(*) FROM idea "
        "WHERE counts AND NOT anonymous AND organisation_id IS NOT NULL AND withdrawn_at IS NULL "
        "GROUP BY cafe_id, organisation_id"
    )
