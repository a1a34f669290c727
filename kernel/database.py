"""Which database: the given one, or our own PostgreSQL, started when somebody first connects."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import make_url

from kernel.postgres import APP, Cluster
from kernel.settings import Settings

DATABASE = "funeral"
MIGRATIONS = Path(__file__).parent.parent / "migrations"


@dataclass(frozen=True)
class Database:
    """How the app, the worker and the migrations reach their PostgreSQL."""

    given_url: str
    given_owner_url: str
    directory: Path

    @classmethod
    def of(cls, settings: Settings) -> "Database":
        return cls(
            settings.database_url,
            settings.database_owner_url or settings.database_url,
            settings.var_dir / "postgres",
        )

    @property
    def is_embedded(self) -> bool:
        return not self.given_url

    @cached_property
    def cluster(self) -> Cluster:
        return Cluster(self.directory)

    def connect(self) -> psycopg.Connection[Any]:
        """For the engine: nothing starts before the first question is asked."""
        return psycopg.connect(self.conninfo())

    def conninfo(self) -> str:
        if self.is_embedded:
            self._start()
            return self.cluster.conninfo(DATABASE)
        return _conninfo(self.given_url)

    def owner_url(self) -> str:
        if self.is_embedded:
            self._start()
            return self.cluster.url(DATABASE, "owner")
        return _with_psycopg(self.given_owner_url)

    def app_role(self) -> str | None:
        """The role that must not change the journal, where it is not the owner itself."""
        if self.is_embedded:
            return APP
        app, owner = make_url(self.given_url).username, make_url(self.given_owner_url).username
        return app if app != owner else None

    def migrate(self) -> None:
        """Bring the tables up to the newest migration, then give the app role its rights."""
        migrate(self.owner_url(), self.app_role())

    def stop(self) -> None:
        if self.is_embedded:
            self.cluster.stop()

    def _start(self) -> None:
        self.cluster.start()
        self.cluster.create_database(DATABASE)


def migrate(owner_url: str, app_role: str | None) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = owner_url
    config.attributes["app_role"] = app_role
    command.upgrade(config, "head")


def _with_psycopg(url: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _conninfo(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
