"""Chromium, the running system and a small county in it: once for all tests of this folder."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser

from kernel.postgres import Cluster
from tests.browser.chromium import chromium
from tests.browser.county import County, app_of, make_county
from tests.browser.site import Site
from tests.browser.throwaway import environment_of, throwaway_database
from tests.conftest import VAR, settings_for, stay_within_the_day

# So that pages offer to pay online; nothing listens there, and nothing is paid in these tests.
PROVIDER = {
    "STRIPE_SECRET_KEY": "sk_test_pages",
    "STRIPE_WEBHOOK_SECRET": "whsec_pages",
    "STRIPE_API_URL": "http://127.0.0.1:9",
}


@dataclass(frozen=True)
class Open:
    """A county, the site that serves it, and an app on the same database for looking inside."""

    county: County
    site: Site
    app: Flask


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def opened(cluster: Cluster) -> Iterator[Open]:
    stay_within_the_day()
    with (
        throwaway_database(cluster, "browser") as database,
        app_of(settings_for(cluster, database)) as app,
    ):
        with app.app_context():
            county = make_county()
        environment = environment_of(cluster, database) | PROVIDER
        with Site(environment, logs=VAR / "logs" / "browser") as site:
            yield Open(county, site, app)
