"""Whom the words of a clerk mean: names in all their forms, within the reader's own institution."""

from datetime import date
from pathlib import Path
from runpy import run_path

import pytest
from sqlalchemy import select, text

from kernel.db import db
from kernel.journal import JournalEntry
from kernel.people.deceased import Deceased, IdentityKind, register_deceased
from kernel.people.finding import MOST, find_people, veiled
from kernel.people.identity import Sex
from kernel.people.name_index import index_missing_names, name_keys, name_pairs
from kernel.people.spellings import PART
from kernel.scope import Scope, look_as
from tests import world

MIGRATION = Path(__file__).parents[2] / "migrations/versions/0042_parts_of_names.py"
NAMES = (
    *("张强", "张国强", "张国强", "李国强", "王国庆", "欧阳国强", "单雄信", "吕布", "李䶮", "𠮷野"),
    *("阿卜杜拉·买买提", "John Smith", "無", "司马相如", "雄安", "欧阳"),
)


def register(home, name: str) -> Deceased:
    return register_deceased(
        institution_id=home.id,
        name=name,
        identity_kind=IdentityKind.ID_CARD,
        identity_number=world.identity_number(),
        sex=Sex.UNKNOWN,
        born_on=None,
        died_on=date(2026, 3, 1),
        household_registration=None,
        waiver_class="resident",
        by=home.clerk,
    )


@pytest.fixture(scope="module")
def home(lasting_context):
    home = world.make_home()
    for name in NAMES:
        register(home, name)
    other = world.make_home("QH", "421222")
    register(other, "张国强")
    return home


@pytest.fixture(autouse=True)
def inside(home):
    look_as(Scope((home.id,)))
    yield
    look_as(None)


def names(words: str) -> list[str]:
    people = [db.session.get(Deceased, each).name for each in find_people(words).deceased]
    return sorted(people)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("张国强", ["张国强", "张国强"]),
        ("張國強", ["张国强", "张国强"]),
        (" 张 国 强 ", ["张国强", "张国强"]),
        ("张", ["张国强", "张国强", "张强"]),
        ("国强", ["张国强", "张国强", "李国强", "欧阳国强"]),
        ("强", ["张国强", "张国强", "张强", "李国强", "欧阳国强"]),
        ("国", ["张国强", "张国强", "李国强", "欧阳国强", "王国庆"]),
        ("雄", ["单雄信", "雄安"]),
        ("拉买", ["阿卜杜拉·买买提"]),
        ("zgq", ["张国强", "张国强"]),
        ("zhangg", ["张国强", "张国强"]),
        ("Zhang Guo Qiang", ["张国强", "张国强"]),
        ("ouyangguoqiang", ["欧阳国强"]),
        ("shanxiongxin", ["单雄信"]),
        ("dxx", ["单雄信"]),
        ("lvbu", ["吕布"]),
        ("lübu", ["吕布"]),
        ("吉野", ["𠮷野"]),
        ("𠮷野", ["𠮷野"]),
        ("李龑", ["李䶮"]),
        ("liyan", ["李䶮"]),
        ("买买提", ["阿卜杜拉·买买提"]),
        ("阿卜杜拉买买提", ["阿卜杜拉·买买提"]),
        ("阿卜杜拉・买买提", ["阿卜杜拉·买买提"]),
        ("john", ["John Smith"]),
        ("无", ["無"]),
        ("司馬相如", ["司马相如"]),
    ],
)
def test_a_name_is_found_however_it_is_typed(words, found):
    assert names(words) == found
    assert not find_people(words).near


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("章强", ["张强"]),
        ("王国强", ["张国强", "张国强", "李国强", "王国庆"]),
        ("司马想如", ["司马相如"]),
        ("单雄心", ["单雄信"]),
    ],
)
def test_what_sounds_alike_or_has_one_wrong_character_is_offered_as_such(words, found):
    assert names(words) == found
    assert find_people(words).near


@pytest.mark.parametrize(
    "words",
    [
        *("", " ", "·", "%", "_", "张%", "'; DROP TABLE deceased; --", "\\", '"', "{}", "{张,国}"),
        *("赵云", "张三丰李四光", "张" * 500, "😀", "z" * 500, "\U0010ffff", "NULL", "^", "^$"),
        *("#", "#不是", "123456", "2026", "１２３"),
    ],
)
def test_words_that_mean_nobody_find_nobody(words):
    assert names(words) == []


def test_another_institutions_people_are_never_found(home):
    assert len(names("张国强")) == 2
    look_as(Scope(()))
    for words in ("张国强", "zgq", "国强", "章国强", "王国强"):
        assert names(words) == []
    look_as(None)
    assert len(names("张国强")) == 3


def test_an_officer_finds_those_of_all_the_homes_seen(home):
    both = tuple(db.session.scalars(select(name_keys.c.institution_id).distinct()))
    look_as(Scope(both))
    assert len(names("张国强")) == len(names("zgq")) == 3


def test_an_identity_number_is_found_whole_and_veiled(home):
    person = db.session.scalars(select(Deceased).filter_by(name="吕布")).one()
    number = person.identity_number
    for typed in (number, number.lower(), f"{number[:6]} {number[6:]}"):
        assert find_people(typed).deceased == (person.id,)
        assert number[6:14] not in veiled(typed)
        assert find_people(veiled(typed)).deceased == (person.id,)
    assert find_people(number[:-1]).deceased == ()
    assert veiled("张国强") == "张国强"


def test_a_surname_of_many_is_cut_off_and_said_to_be(home, monkeypatch):
    monkeypatch.setattr("kernel.people.finding.MOST", 2)
    found = find_people("张")
    assert len(found.deceased) == 2
    assert found.more
    assert MOST == 200


def test_who_fits_best_is_first_and_of_one_name_the_last_who_was_registered(home):
    def found(words: str) -> list[Deceased]:
        return [db.session.get(Deceased, each) for each in find_people(words).deceased]

    last, first = found("张国强")
    assert last.registered_at > first.registered_at
    assert [person.name for person in found("欧")] == ["欧阳", "欧阳国强"]
    # Whose name begins with it before those who have it within.
    assert [person.name for person in found("雄")] == ["雄安", "单雄信"]


def test_what_names_are_found_by_is_not_in_the_journal(home):
    changes = db.session.scalars(select(JournalEntry.changes)).all()
    records = {change["record"].split("/")[0] for entry in changes for change in entry}
    assert "deceased" in records
    assert not records & {"name_keys", "name_pairs"}


# ---- Filling in


def counts() -> tuple[int, int]:
    connection = db.session.connection()
    return tuple(len(connection.execute(select(each)).all()) for each in (name_keys, name_pairs))


def test_names_stored_before_are_filled_in_and_stopping_loses_nothing(app, home, monkeypatch):
    look_as(None)
    monkeypatch.setattr("kernel.people.name_index.BATCH", 2)
    before = counts()
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(name_keys.delete())
        connection.execute(name_pairs.delete())
    assert next(index_missing_names()) == 2
    assert counts()[1] == 2
    db.session.rollback()
    answer = app.test_cli_runner().invoke(args=["kernel", "index-names"])
    assert "姓名都可以查找了" in answer.output
    assert counts() == before
    db.session.rollback()
    assert list(index_missing_names()) == []
    assert max(index_missing_names(anew=True)) == before[1]
    assert counts() == before


def test_parts_of_names_stored_before_are_what_they_would_be_today(home):
    look_as(None)
    before = counts()
    connection = db.session.connection()
    connection.execute(name_keys.delete().where(name_keys.c.key.startswith(PART)))
    assert counts() < before
    connection.execute(text(run_path(str(MIGRATION))["PARTS"]))
    assert counts() == before
    db.session.rollback()
