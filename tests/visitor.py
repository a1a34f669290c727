"""A browser in a test that also calls operations itself."""

from contextvars import Context
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import world


class Visitor(FlaskClient):
    """Every request has a session of its own, as on the real site; not that of the test."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return Context().run(super().open, *args, **kwargs)


def visit(app: Flask, login: str = "") -> Visitor:
    """Somebody from the street, or whoever has this login in tests/world.py."""
    visitor = Visitor(app, app.response_class, use_cookies=True)
    if login:
        visitor.post("/sign-in", data={"login": login, "password": world.PASSWORD})
    return visitor
