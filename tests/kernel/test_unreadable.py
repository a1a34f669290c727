"""A NUL character, which PostgreSQL cannot store, is answered with the calm page."""

import pytest

from tests import world
from tests.visitor import visit

SENTENCE = "网址或填写的内容里有不能识别的字符，请返回上一页重新填写。"


@pytest.fixture
def clerk(app, context):
    world.make_home()
    return visit(app, "jy-desk")


@pytest.mark.parametrize(
    "address",
    ["/cases/JYA%00", "/cases?search=%00", "/cases?%00=1", "/b?code=%00", "/static/%00", "/%00"],
)
def test_in_an_address_it_is_refused(clerk, address):
    answer = clerk.get(address)
    assert answer.status_code == 400
    assert SENTENCE in answer.text


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/sign-in", {"login": "jy\0", "password": "x"}),
        ("/sign-in", {"login": "jy", "password": "x", "\0": ""}),
        ("/b", {"code": "ABCD\0", "last4": "8000"}),
        ("/desk/find", {"search": "张\0三"}),
    ],
)
def test_in_a_form_it_is_refused(clerk, address, typed):
    answer = clerk.post(address, data=typed)
    assert answer.status_code == 400
    assert SENTENCE in answer.text
