"""The same pages in English: each opens, so no translation breaks the places for its figures."""

import re

import pytest
from flask.testing import FlaskClient

from kernel.people.actors import Role
from tests import world
from tests.browser import pages
from tests.browser.county import LOGINS


@pytest.fixture(scope="module")
def clients(opened) -> dict[Role | None, FlaskClient]:
    signed_in: dict[Role | None, FlaskClient] = {None: opened.app.test_client()}
    for role, login in LOGINS.items():
        signed_in[role] = opened.app.test_client()
        signed_in[role].post("/sign-in", data={"login": login, "password": world.PASSWORD})
    for client in signed_in.values():
        client.set_cookie("language", "en")
    return signed_in


@pytest.mark.parametrize("visit", [*pages.STAFF_VISITS, *pages.FAMILY_VISITS], ids=str)
def test_a_page_opens_in_english(visit, opened, clients):
    answer = clients[visit.role].get(visit.path(opened.app, opened.county))
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.text
    # Names of people and places stay Chinese; the page's own words do not.
    shown = re.sub("<.*?>", "", answer.text[answer.text.index("<main") :], flags=re.DOTALL)
    assert re.search("[A-Za-z]{3,}", shown)
