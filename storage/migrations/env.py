"""What Alembic runs: the steps, on the connection it is given, in the transaction that is open there."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=context.config.attributes.get("render_item"),
    render_as_batch=True,  # SQLite changes a table by making it anew
)
context.run_migrations()
