"""A right is found by whoever holds it or may rest there, as the deceased are: in any form."""

import pytest
from sqlalchemy import delete

from cemetery.rights.finding import find_right_ids, right_keys
from cemetery.rights.finding_again import index_missing_rights
from cemetery.rights.grounds import Living
from cemetery.rights.operations import succeed_holder
from kernel.db import db, transaction
from kernel.scope import Scope, seeing
from tests import world
from tests.rights.scene import a_holder, living_right, make_scene
from tests.visitor import visit


@pytest.fixture
def holder():
    return a_holder(name="赵示强", phone="139 0013 7788")


@pytest.fixture
def right(scene, holder):
    elder = Living("欧阳示蘭", world.identity_number(world.date(1940, 3, 4)))
    made = living_right(scene, elder)
    succeed_holder(number=made.number, holder=holder, proof="死亡证明 42122", by=scene.keeper)
    return made


def test_by_name_part_pinyin_initials_numbers_and_telephone(scene, right, holder):
    elder = right.persons[0]
    for words in (
        *("赵示强", "趙示強", "示强", "zhaoshiqiang", "zsq", "赵"),
        *("欧阳示兰", "示兰", "ouyang", "oysl"),
        *("张示秀", holder.identity_number, elder.identity_number, "139-0013-7788"),
    ):
        assert find_right_ids(words) == [right.id], words
    for words in ("", "#", "王", "wsq", "13900137789", world.identity_number()):
        assert find_right_ids(words) == [], words


def test_in_the_list_and_on_the_page_of_everybody(app, scene, right, holder, keeper):
    listed = keeper.post("/rights", data={"search": "示强", "state": ""})
    assert right.number in keeper.get(listed.location).text
    for words in ("zsq", holder.phone, holder.identity_number):
        answer = keeper.post("/desk/find", data={"search": words})
        assert holder.identity_number not in answer.location
        page = keeper.get(answer.location).text
        assert f'href="/rights/{right.number}"' in page, words
    world.make_office()
    officer = visit(app, "mz-officer").get("/find?search=zsq").text
    assert right.number in officer
    assert "赵示强" not in officer
    assert "欧阳示" not in officer


def test_another_home_finds_nobody_of_ours(scene, right):
    other = make_scene("QH")
    with seeing(Scope((other.home.id,))):
        assert find_right_ids("赵示强") == []
    with seeing(Scope((scene.home.id,))):
        assert find_right_ids("赵示强") == [right.id]


def test_rights_of_before_are_made_findable_once(right):
    with transaction():
        db.session.connection().execute(delete(right_keys))
    assert find_right_ids("zsq") == []
    assert list(index_missing_rights()) == [1]
    assert find_right_ids("zsq") == find_right_ids("示兰") == [right.id]
    assert list(index_missing_rights()) == []
