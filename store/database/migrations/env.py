"""What Alembic runs: the steps that are missing, on the connection of whoever opens the store."""

from alembic import context

from store.database.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,  # opening holds one transaction: all steps are made, or none
)
context.run_migrations()
