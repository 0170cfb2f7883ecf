"""Alembic's entry: runs migrations on the connection that `newscrawl.store.opening` hands over."""

from alembic import context

from newscrawl.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=False,
)
context.run_migrations()
