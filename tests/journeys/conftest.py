"""One house for all journeys, each county in it on its own."""

from collections.abc import Iterator

import pytest

from kernel.postgres import Cluster
from tests.browser.chromium import chromium
from tests.journeys.house import House, open_house


@pytest.fixture(scope="package")
def house(cluster: Cluster) -> Iterator[House]:
    with chromium() as browser, open_house(cluster, browser, "journey") as house:
        yield house
