"""Where Alembic runs the migrations: on the connection that `models.migrate` opened."""

from __future__ import annotations

from alembic import context

attributes = context.config.attributes
context.configure(connection=attributes["connection"], **attributes["comparison"])
with context.begin_transaction():
    context.run_migrations()
