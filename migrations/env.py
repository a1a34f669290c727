"""Runs the migrations as the tables' owner; they never import our models."""

from alembic import context
from sqlalchemy import Connection, create_engine, text

APPEND_ONLY = (
    *("journal", "journal_links", "journal_seals"),
    *("custody_events", "furnace_checks", "refused_scans", "ash_events"),
)


def run() -> None:
    attributes = context.config.attributes
    engine = create_engine(attributes["url"])
    with engine.connect() as connection:
        # Two processes that start at once migrate one after the other.
        connection.execute(text("SELECT pg_advisory_lock(hashtext('migrations'))"))
        connection.commit()
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
        if attributes.get("app_role"):
            grant(connection, attributes["app_role"])
        connection.commit()
    engine.dispose()


def grant(connection: Connection, role: str) -> None:
    """The app reads and writes rows; it neither changes tables nor touches the written journal."""
    role = connection.dialect.identifier_preparer.quote(role)
    statements = [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
        *[f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}" for table in APPEND_ONLY],
    ]
    for statement in statements:
        connection.execute(text(statement))


run()
