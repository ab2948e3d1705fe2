"""Alembic's environment: runs on the connection that `storage.migrate` hands over."""

from alembic import context

from storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite can not alter a column in place
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
