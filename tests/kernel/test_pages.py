"""The door: who may open what, and what is said when something is refused."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kernel.db import db
from kernel.errors import NotFound
from kernel.journal import JournalEntry
from kernel.postgres import Cluster
from kernel.web import PUBLIC, open_to, safe_next
from tests import world
from tests.conftest import settings_for
from wsgi import create_app


@pytest.fixture
def home(app: Flask, emptied: None) -> world.Home:
    with app.app_context():
        return world.make_home()


@pytest.fixture
def other_app(cluster: Cluster, database: str) -> Iterator[Flask]:
    """An app of its own, to which a test adds a page; mistakes are answered, not raised."""
    app = create_app(settings_for(cluster, database))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        db.engine.dispose()


def sign_in(client: FlaskClient, login: str, password: str = world.PASSWORD, to: str = "") -> str:
    answer = client.post(f"/sign-in{to}", data={"login": login, "password": password})
    return answer.location or answer.text


@pytest.mark.usefixtures("home")
def test_a_clerk_signs_in_and_starts_the_day(client: FlaskClient) -> None:
    assert sign_in(client, "jy-desk") == "/desk"
    assert client.get("/cases").status_code == 200


@pytest.mark.usefixtures("home")
def test_a_wrong_password_is_refused_beside_the_field_and_journalled(
    app: Flask, client: FlaskClient
) -> None:
    page = sign_in(client, "jy-desk", "not the password")
    assert "登录名或密码不对，请重新输入。" in page
    assert 'value="jy-desk"' in page
    with app.app_context():
        operations = [entry.operation for entry in db.session.query(JournalEntry)]
    assert "kernel.refuse_sign_in" in operations


@pytest.mark.usefixtures("home")
def test_an_unknown_login_hears_the_same_sentence(client: FlaskClient) -> None:
    assert "登录名或密码不对" in sign_in(client, "nobody")


def test_a_stranger_is_sent_to_the_door_and_on_from_there(client: FlaskClient) -> None:
    answer = client.get("/cases?page=2")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/cases?page%3D2"


@pytest.mark.usefixtures("home")
def test_after_the_door_one_goes_where_one_wanted(client: FlaskClient) -> None:
    assert sign_in(client, "jy-desk", to="?next=/cases?page%3D2") == "/cases?page=2"


@pytest.mark.usefixtures("home")
def test_the_wrong_role_is_refused_with_a_sentence(client: FlaskClient) -> None:
    sign_in(client, "jy-operator")
    answer = client.get("/oversight")
    assert answer.status_code == 403
    assert "您的岗位不能办理这一项" in answer.text


@pytest.mark.usefixtures("home")
def test_signing_out_closes_the_door(client: FlaskClient) -> None:
    sign_in(client, "jy-desk")
    client.post("/sign-out")
    assert client.get("/cases").status_code == 302


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "", None]
)
def test_nobody_is_sent_to_another_site(target: str | None) -> None:
    assert safe_next(target, "/") == "/"


def test_a_page_that_does_not_exist_says_so(client: FlaskClient) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


def test_our_mistake_shows_a_reference_and_nothing_else(other_app: Flask) -> None:
    @other_app.get("/broken")
    @open_to(PUBLIC)
    def fail() -> str:
        raise RuntimeError("secret of the family")

    answer = other_app.test_client().get("/broken")
    assert answer.status_code == 500
    assert re.search(r"编号 [0-9A-F]{8}", answer.text)
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.usefixtures("home")
def test_a_page_that_forgot_to_say_who_may_open_it_is_open_to_nobody(other_app: Flask) -> None:
    @other_app.get("/unmarked")
    def unmarked() -> str:
        return "open"

    client = other_app.test_client()
    sign_in(client, "jy-desk")
    assert client.get("/unmarked").status_code == 403


def test_a_refusal_nobody_caught_has_a_page_of_its_own(other_app: Flask) -> None:
    @other_app.get("/lost")
    @open_to(PUBLIC)
    def lose() -> str:
        raise NotFound

    answer = other_app.test_client().get("/lost")
    assert answer.status_code == 404
    assert "没有找到这条记录" in answer.text


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    headers = client.get("/sign-in").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_form_without_its_token_is_refused_kindly(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post("/sign-in", data={"login": "x", "password": "y"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert "页面停留太久" in answer.text


def test_the_elder_version_stays_chosen(client: FlaskClient) -> None:
    assert 'class="govuk-template elder"' not in client.get("/sign-in").text
    assert client.get("/elder?next=/sign-in").location == "/sign-in"
    assert "elder" in client.get("/sign-in").text.split("<head>")[0]


def test_the_language_stays_chosen(client: FlaskClient) -> None:
    client.get("/language?next=/sign-in")
    assert '<html lang="en"' in client.get("/sign-in").text
    client.get("/language")
    assert '<html lang="zh-Hans"' in client.get("/sign-in").text
