"""What Alembic runs: the steps, on the connection and in the transaction that `services.store.migrate` hands over."""

from __future__ import annotations

from alembic import context

from services.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
