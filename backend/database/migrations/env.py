"""What Alembic runs for every command: the connection comes from the caller, never from a file."""

from __future__ import annotations

from alembic import context

from backend.database.schema import load_models

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=load_models(),
    compare_type=True,
    render_as_batch=True,
    user_module_prefix="types.",
)
context.run_migrations()
