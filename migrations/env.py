"""How alembic reaches the database: the caller's open connection, or the URL of the settings."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from app.config import get_settings
from app.infra.db import make_engine
from app.models import Base
from app.models.base import UtcDateTime


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:  # noqa: ANN401 - alembic's own signature.
    """Write our own column types by what the database sees, so that no revision imports ``app``."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    """Run the revisions on an open connection, inside its transaction."""
    # Only the program can seal and open personal fields; revisions get its vault and import nothing of ours.
    context.config.attributes["vault"] = get_settings().vault
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(get_settings().database_url).execution_options(writes=True).begin() as own:
        run(own)
