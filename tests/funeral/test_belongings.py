"""物品清单: what came with the remains is listed, and given back exactly once."""

import threading

import pytest
from flask import Flask

from funeral.errors import storage as errors
from funeral.operations import record_belonging, return_belonging
from funeral.queries.belongings import get_belonging, list_belongings
from kernel.db import db
from tests import world
from tests.funeral import desk


@pytest.fixture
def case(home):
    return world.open_case(home)


def record(home, case, **changed):
    asked = {
        "number": case.number,
        "description": "手表",
        "quantity": 1,
        "place": "物品柜 5 号",
        "by": home.clerk,
    }
    return record_belonging(**(asked | changed))


def give_back(home, belonging, **changed):
    asked = {
        "belonging_id": belonging.id,
        "returned_to": "张小三",
        "signature": "领取单 12 号",
        "by": home.clerk,
    }
    return return_belonging(**(asked | changed))


def test_a_thing_is_listed_and_given_back_against_a_signature(home, case):
    watch = give_back(home, record(home, case))
    assert (watch.returned_to, watch.signature) == ("张小三", "领取单 12 号")
    with pytest.raises(errors.AlreadyReturned):
        give_back(home, watch, returned_to="另一人")
    assert get_belonging(watch.id).returned_to == "张小三"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"description": " "}, errors.BelongingMissing),
        ({"quantity": 0}, errors.QuantityWrong),
        ({"quantity": None}, errors.QuantityWrong),
        ({"quantity": 1001}, errors.QuantityWrong),
        ({"place": ""}, errors.PlaceMissing),
    ],
)
def test_a_line_that_says_too_little_is_refused(home, case, changed, refusal):
    with pytest.raises(refusal):
        record(home, case, **changed)
    assert list_belongings(case.id) == []


def test_nothing_is_given_to_nobody_or_without_a_signature(home, case):
    watch = record(home, case)
    with pytest.raises(errors.ReceiverMissing):
        give_back(home, watch, returned_to="")
    with pytest.raises(errors.SignatureMissing):
        give_back(home, watch, signature=" ")
    assert get_belonging(watch.id).returned_at is None


def test_two_clerks_at_once_give_it_back_once(app: Flask, home, case):
    for round_ in range(20):
        belonging = record(home, case, description=f"第{round_}件").id
        start, answers = threading.Barrier(2), []

        def run(name: str, belonging=belonging, start=start, answers=answers) -> None:
            with app.app_context():
                start.wait()
                try:
                    return_belonging(
                        belonging_id=belonging, returned_to=name, signature="单", by=home.clerk
                    )
                except errors.AlreadyReturned:
                    answers.append("refused")
                else:
                    answers.append("returned")

        threads = [threading.Thread(target=run, args=(name,)) for name in ("甲", "乙")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == ["refused", "returned"]
    db.session.expire_all()


def test_the_page_lists_adds_and_gives_back(home, case, clerk):
    path = f"/cases/{case.number}/belongings"
    assert "还没有登记物品" in desk.read(clerk, path)
    sentence = desk.beside(clerk, path, "quantity", description="手表", quantity="二", place="柜")
    assert sentence == "请用数字填写，例如 12。"
    assert "手表" in desk.send(clerk, path, description="手表", quantity="1", place="柜")
    [watch] = list_belongings(case.id)
    returned = desk.send(clerk, f"{path}/{watch.id}", returned_to="张小三", signature="单 1 号")
    assert "已交还" in returned
    other = world.open_case(home)
    assert clerk.get(f"/cases/{other.number}/belongings/{watch.id}").status_code == 404
