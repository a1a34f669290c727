"""A home's people see its rows, an officer the county's, nobody else's."""

import pytest
from sqlalchemy import exists, func, select

from funeral.models import FuneralCase
from funeral.queries.cases import find_case
from kernel.db import db
from kernel.people.staff import find_login
from kernel.scope import look_as
from tests import world

pytestmark = pytest.mark.usefixtures("context")


def seen_by(login: str) -> list[str]:
    staff = find_login(login)
    assert staff is not None
    look_as(staff.scope())
    return sorted(db.session.scalars(select(FuneralCase.number)))


@pytest.fixture
def numbers(context: None) -> dict[str, str]:
    homes = {"JY": world.JIAYU, "DW": "152525"}
    return {
        code: world.open_case(world.make_home(code, region)).number
        for code, region in homes.items()
    }


def test_a_clerk_sees_the_own_home_only(numbers: dict[str, str]) -> None:
    assert seen_by("jy-desk") == [numbers["JY"]]


def test_an_officer_sees_the_homes_of_the_own_county_only(numbers: dict[str, str]) -> None:
    world.make_office("MZ", world.JIAYU)
    assert seen_by("mz-officer") == [numbers["JY"]]


def test_a_case_of_another_home_is_not_found_by_its_number(numbers: dict[str, str]) -> None:
    seen_by("jy-desk")
    db.session.expunge_all()
    assert find_case(numbers["DW"]) is None
    assert find_case(numbers["JY"]) is not None


def test_counting_is_scoped_too(numbers: dict[str, str]) -> None:
    assert len(numbers) == 2
    seen_by("dw-desk")
    assert db.session.scalar(select(func.count(FuneralCase.id))) == 1


def test_whether_there_is_one_is_scoped_in_each_way_to_ask(numbers: dict[str, str]) -> None:
    seen_by("jy-desk")
    for number, is_there in ((numbers["JY"], True), (numbers["DW"], False)):
        is_this = FuneralCase.number == number
        for query in (
            select(exists().where(is_this)),
            select(exists(select(FuneralCase.id).where(is_this))),
            select(FuneralCase.id).where(is_this).exists().select(),
            select(func.count() > 0).select_from(select(FuneralCase).where(is_this).subquery()),
        ):
            assert db.session.scalar(query) is is_there, str(query)


def test_jobs_and_families_are_not_scoped(numbers: dict[str, str]) -> None:
    look_as(None)
    assert sorted(db.session.scalars(select(FuneralCase.number))) == sorted(numbers.values())
