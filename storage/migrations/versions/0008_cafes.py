"""World cafés and what is said in them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SEAT = "uq_cafe_seat_cafe_id_round_number_person_id"


def upgrade() -> None:
    """World cafés and what is said in them."""
    op.create_table(
        "cafe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("naming", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("grace", sa.Integer(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("together", sa.JSON(), nullable=False),
        sa.Column("apart", sa.JSON(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wall_generation", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_cafe_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_cafe_event_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_cafe_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe")),
        sa.UniqueConstraint("event_id", name=op.f("uq_cafe_event_id")),
    )
    with op.batch_alter_table("cafe", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cafe_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "cafe_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cafe_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cafe_id"], ["cafe.id"], name=op.f("fk_cafe_guest_cafe_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_cafe_guest_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cafe_guest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe_guest")),
        sa.UniqueConstraint("cafe_id", "person_id", name=op.f("uq_cafe_guest_cafe_id_person_id")),
    )
    with op.batch_alter_table("cafe_guest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cafe_guest_person_id"), ["person_id"], unique=False)

    op.create_table(
        "cafe_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cafe_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("builds_on", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cafe_id"], ["cafe.id"], name=op.f("fk_cafe_question_cafe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe_question")),
        sa.UniqueConstraint("cafe_id", "ordinal", name=op.f("uq_cafe_question_cafe_id_ordinal")),
    )
    op.create_table(
        "cafe_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cafe_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("gong_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cafe_id"], ["cafe.id"], name=op.f("fk_cafe_round_cafe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe_round")),
        sa.UniqueConstraint("cafe_id", "number", name=op.f("uq_cafe_round_cafe_id_number")),
    )
    op.create_table(
        "cafe_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cafe_id", sa.Integer(), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("table_number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cafe_id"], ["cafe.id"], name=op.f("fk_cafe_seat_cafe_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cafe_seat_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe_seat")),
        sa.UniqueConstraint("cafe_id", "round_number", "person_id", name=_SEAT),
    )
    with op.batch_alter_table("cafe_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cafe_seat_person_id"), ["person_id"], unique=False)

    op.create_table(
        "cafe_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cafe_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cafe_id"], ["cafe.id"], name=op.f("fk_cafe_table_cafe_id")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_cafe_table_host_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_cafe_table_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe_table")),
        sa.UniqueConstraint("cafe_id", "number", name=op.f("uq_cafe_table_cafe_id_number")),
    )
    with op.batch_alter_table("cafe_table", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cafe_table_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cafe_table_place_id"), ["place_id"], unique=False)

    op.create_table(
        "idea",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("cafe_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("table_number", sa.Integer(), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("noted_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden", sa.String(length=120), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_idea_by_id")),
        sa.ForeignKeyConstraint(["cafe_id"], ["cafe.id"], name=op.f("fk_idea_cafe_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_idea_event_id")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_idea_file_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_idea_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_idea_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_idea_place_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_idea_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
    )
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.create_index("ix_idea_at_table", ["cafe_id", "round_number", "table_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_noted_id"), ["noted_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_idea_written_in", ["place_id", "message"], unique=False)

    op.create_table(
        "idea_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cafe_id", sa.Integer(), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("table_number", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("ideas", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cafe_id"], ["cafe.id"], name=op.f("fk_idea_tally_cafe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_tally")),
    )
    with op.batch_alter_table("idea_tally", schema=None) as batch_op:
        batch_op.create_index("ix_idea_tally_at_table", ["cafe_id", "round_number", "table_number"], unique=True)
