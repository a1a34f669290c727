"""The made-up gateway keeps docs/sms.md, also after it was killed."""

import json
import urllib.error

import pytest
import requests

from demo.sms_gateway import Book
from kernel.texts.gateway import Gateway, Outgoing
from kernel.texts.kinds import TextState


def a_text(number="13800138000", key="a-1"):
    return Outgoing(key, number, "嘉鱼县殡仪馆", "visit_booked", {"code": "A"}, "【馆】请保重。")


def test_one_number_is_one_text_however_often_it_is_asked(sms_process):
    sms_process.switch(silent=True, late=60)
    gateway = sms_process.gateway()
    first, second = gateway.send(a_text()), gateway.send(a_text())
    assert first == second == gateway.find("a-1")
    assert first.state is TextState.SENT
    assert sms_process.ledger()["a-1"]["asked"] == 2
    assert gateway.find("b-1") is None
    sms_process.kill()
    sms_process.start()
    assert gateway.find("a-1") is not None


def test_whoever_has_another_key_is_not_served(sms_process):
    sms_process.switch()
    stranger = Gateway(sms_process.url, "another")
    with pytest.raises(urllib.error.HTTPError) as refused:
        stranger.send(a_text(key="c-1"))
    refused.value.close()
    assert "c-1" not in sms_process.ledger()


def test_its_page_shows_what_phones_would_have_got(sms_process):
    sms_process.switch()
    sms_process.gateway().send(a_text(key="d-1"))
    page = requests.get(sms_process.url, timeout=10)
    assert "【馆】请保重。" in page.content.decode()


def test_half_a_line_of_a_killed_gateway_is_no_text(tmp_path):
    book = Book(tmp_path)
    said = json.loads(json.dumps(a_text().__dict__))
    assert book.take(said | {"report_to": ""})[0] == 200
    with (tmp_path / "texts.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "half')
    assert set(Book(tmp_path).taken) == {"a-1"}
    assert set(Book(tmp_path).taken) == {"a-1"}
