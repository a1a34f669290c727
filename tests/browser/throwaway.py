"""A migrated database of one's own on the test server, gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from kernel.database import migrate
from kernel.postgres import APP, Cluster
from kernel.settings import Settings
from tests.conftest import settings_for


@contextmanager
def throwaway_database(cluster: Cluster, purpose: str) -> Iterator[str]:
    """Its name; the settings of an app on it are `settings_for(cluster, name)`."""
    name = f"tests_{os.getpid()}_{purpose}"
    cluster.drop_database(name)
    cluster.create_database(name)
    try:
        migrate(cluster.url(name, "owner"), APP)
        yield name
    finally:
        cluster.drop_database(name)


def environment_of(cluster: Cluster, database: str) -> dict[str, str]:
    """The same settings as the environment of a process says them."""
    settings: Settings = settings_for(cluster, database)
    return {
        name.upper(): str(value)
        for name, value in settings.model_dump().items()
        if name in settings.model_fields_set
    }
