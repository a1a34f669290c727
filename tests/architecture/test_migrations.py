"""Migrations are numbered, linear, import no models, and make exactly the models' tables."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text

import hardware.models  # noqa: F401
from kernel.db import Base
from kernel.postgres import APP, Cluster

FOLDER = Path(__file__).parents[2] / "migrations" / "versions"
FILES = sorted(FOLDER.glob("*.py"))
PACKAGES = {"kernel", "hardware", "billing", "funeral", "cemetery", "booking", "oversight"}
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'x', 'u', 'f')
      AND conrelid::regclass::text NOT LIKE 'procrastinate%'
"""
APPEND_ONLY = {
    *("journal", "journal_links", "journal_seals"),
    *("custody_events", "furnace_checks", "refused_scans", "ash_events"),
}


@pytest.fixture(scope="module")
def migrated(cluster: Cluster, database: str) -> Iterator[Engine]:
    engine = create_engine(cluster.url(database, "owner"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def from_models(cluster: Cluster, database: str) -> Iterator[Engine]:
    name = f"{database}_models"
    cluster.drop_database(name)
    cluster.create_database(name)
    engine = create_engine(cluster.url(name, "owner"))
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION btree_gist"))
        Base.metadata.create_all(connection)
    yield engine
    engine.dispose()
    cluster.drop_database(name)


def test_they_are_numbered_and_each_follows_the_one_before() -> None:
    previous = None
    for number, file in enumerate(FILES, start=1):
        assert re.match(rf"{number:04d}_[a-z0-9_]+$", file.stem), file.name
        said = file.read_text(encoding="utf-8")
        assert f'revision = "{file.stem}"' in said
        assert f"down_revision = {f'{chr(34)}{previous}{chr(34)}' if previous else None}" in said
        previous = file.stem


def test_they_do_not_import_our_packages() -> None:
    for file in FILES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = {
            name.split(".")[0]
            for node in ast.walk(tree)
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert not imported & PACKAGES, file.name


def test_the_migrated_tables_are_the_models_tables(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_name": _ours},
        )
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrated_constraints_are_the_models_constraints(
    migrated: Engine, from_models: Engine
) -> None:
    """Checks and exclusions, which autogenerate does not compare."""

    def constraints(engine: Engine) -> set[tuple[str, ...]]:
        with engine.connect() as connection:
            return {tuple(row) for row in connection.execute(text(CONSTRAINTS))}

    assert constraints(migrated) == constraints(from_models)


def test_the_app_role_cannot_change_what_is_append_only(migrated: Engine) -> None:
    query = text(
        "SELECT table_name FROM information_schema.role_table_grants "
        "WHERE grantee = :role AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')"
    )
    with migrated.connect() as connection:
        writable = set(connection.scalars(query, {"role": APP}))
    assert not writable & APPEND_ONLY
    assert "cases" in writable


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    foreign = kind == "table" and str(name).startswith(("procrastinate", "alembic"))
    return not foreign
