"""规定预约办法: versions with a day and a legal basis, what they change, what families read."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from funeral.errors import (
    LeadTooLong,
    TermsBasisMissing,
    TermsExist,
    TermsPast,
    TermsWrong,
    TooEarly,
    TooFarAhead,
    TooManyTimes,
)
from funeral.kinds import CrematorType, HallClass
from funeral.models import BookingTerms
from funeral.operations import lay_down_terms, plan_farewell
from funeral.queries.schedule import cremation_of, list_free_times
from funeral.queries.terms import last_day, terms_of
from funeral.terms import Terms
from funeral.terms_words import say_terms
from kernel import clock
from kernel.db import db
from kernel.people.actors import Role, family
from tests import world
from tests.funeral import desk
from tests.visitor import visit

BASIS = "嘉鱼县殡仪馆预约办法（2026年第1号）"
TERMS = Terms(legal_basis=BASIS)


def lay_down(home, days=0, **changed):
    return lay_down_terms(
        institution_id=home.id,
        valid_from=clock.today() + timedelta(days=days),
        terms=replace(TERMS, **changed),
        by=home.clerk,
    )


def book(home, starts_at, **changed):
    asked = {
        "institution_id": home.id,
        "hall_class": HallClass.SMALL,
        "cremator_type": CrematorType.FLAT,
        "starts_at": starts_at,
        "by": family("web"),
    }
    return plan_farewell(**(asked | changed))


def test_a_home_without_terms_has_the_usual_ones(home):
    assert terms_of(home.id) == Terms()


def test_what_is_laid_down_is_read_back_whole(home):
    odd = {"lead": timedelta(minutes=90), "desk_confirms": True, "furnace_starts": 1}
    lay_down(home, **odd)
    assert terms_of(home.id) == replace(TERMS, **odd)


def test_a_version_is_in_force_from_its_day(home):
    lay_down(home, days_ahead=5)
    lay_down(home, days=10, days_ahead=30)
    assert last_day(home.id) == clock.today() + timedelta(days=4)
    tenth = clock.today() + timedelta(days=10)
    assert terms_of(home.id, tenth - timedelta(days=1)).days_ahead == 5
    assert terms_of(home.id, tenth).days_ahead == 30


def test_two_versions_on_one_day_are_refused(home):
    lay_down(home)
    with pytest.raises(TermsExist):
        lay_down(home, days_ahead=3)
    assert terms_of(home.id).days_ahead == 7


def test_the_past_and_a_missing_basis_are_refused(home):
    with pytest.raises(TermsPast):
        lay_down(home, days=-1)
    with pytest.raises(TermsBasisMissing):
        lay_down(home, legal_basis=" ")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"days_ahead": 0}, "days_ahead"),
        ({"days_ahead": 367}, "days_ahead"),
        ({"hold": timedelta(0)}, "hold"),
        ({"per_claimant": 0}, "per_claimant"),
        ({"changes": 100}, "changes"),
        ({"lead": timedelta(minutes=-1)}, "lead"),
        ({"return_from": timedelta(hours=1)}, "return_to"),
        ({"longest_wait": timedelta(days=400)}, "longest_wait"),
    ],
)
def test_numbers_nobody_can_live_with_name_their_field(home, changed, field):
    with pytest.raises(TermsWrong) as refused:
        lay_down(home, **changed)
    assert refused.value.field == field
    assert db.session.query(BookingTerms).count() == 0


def test_nobody_could_book_with_a_lead_beyond_the_last_day(home):
    with pytest.raises(LeadTooLong):
        lay_down(home, days_ahead=2, lead=timedelta(days=2))


def test_families_keep_the_lead_and_the_desk_need_not(home):
    lay_down(home, lead=timedelta(hours=30))
    with clock.frozen(world.tomorrow_at(12) - timedelta(days=1)):
        day = clock.today() + timedelta(days=1)
        early = clock.at(day, clock.local(world.tomorrow_at(15)).time())
        with pytest.raises(TooEarly):
            book(home, early)
        assert list_free_times(home.id, day, HallClass.SMALL, "flat") == []
        assert book(home, early, by=home.clerk).confirmed_at is not None
        assert book(home, early + timedelta(hours=18)).confirmed_at is not None


def test_nobody_books_beyond_the_last_day(home):
    lay_down(home, days_ahead=2)
    book(home, world.tomorrow_at(9))
    with pytest.raises(TooFarAhead):
        book(home, world.tomorrow_at(9) + timedelta(days=1))


def test_one_telephone_holds_only_so_many_times(home):
    lay_down(home, per_claimant=2)
    for hour in (9, 11):
        book(home, world.tomorrow_at(hour), claimant_index="a telephone")
    with pytest.raises(TooManyTimes):
        book(home, world.tomorrow_at(14), claimant_index="a telephone")
    book(home, world.tomorrow_at(14), claimant_index="another")


def test_the_cremation_follows_as_the_terms_say(home):
    lay_down(home, after_farewell=timedelta(minutes=40))
    assert cremation_of(book(home, world.tomorrow_at(9))).starts_at == world.tomorrow_at(10)


def test_every_sentence_is_filled_in():
    for terms in (TERMS, replace(TERMS, lead=timedelta(hours=2), changes=0, desk_confirms=True)):
        for sentence in say_terms(terms):
            assert "%" not in sentence
            assert sentence.endswith("。")
    said = "".join(say_terms(TERMS))
    assert "当天还空闲的时间也可以预约。" in said
    assert "最晚在开始前 12 小时" in said


def form_of(**changed):
    """As the page sends it."""
    asked = {
        "valid_from": desk.three(clock.today() + timedelta(days=1)),
        "lead": "2 小时",
        "days_ahead": "10",
        "hold": "20分钟",
        "desk_confirms": "y",
        "per_claimant": "3",
        "per_deceased": "2",
        "changes": "1",
        "change_until": "１２ 小时",
        "cancel_until": "1 天 2 小时",
        "return_from": "2 分钟",
        "return_to": "10 分钟",
        "offer": "1 小时",
        "after_farewell": "15 分钟",
        "longest_wait": "4 小时",
        "furnace_starts": "2",
        "furnace_window": "10 分钟",
        "legal_basis": BASIS,
    }
    return asked | changed


@pytest.fixture
def keeper(app, home):
    world.make_staff("jy-keeper", Role.ADMINISTRATOR, home.id)
    return visit(app, "jy-keeper")


def test_the_administrator_lays_down_what_families_then_read(app, home, keeper, clerk):
    assert "新的预约办法已保存" in desk.send(keeper, "/terms/new", **form_of())
    laid_down = terms_of(home.id, clock.today() + timedelta(days=1))
    assert laid_down.cancel_until == timedelta(hours=26)
    assert laid_down.per_deceased == 2
    assert {each.name for each in fields(Terms)} <= {*form_of()}
    listed = desk.read(clerk, "/terms")
    assert "还没有施行" in listed
    assert f"依据：{BASIS}" in listed
    public = visit(app)
    said = desk.read(public, "/booking-terms/JY")
    assert "当天还空闲的时间也可以预约。" in said
    assert "请至少提前 2 小时预约。" in said
    assert BASIS in said
    assert public.get("/booking-terms").headers["Location"].endswith("/booking-terms/JY")
    assert public.get("/booking-terms/XX").status_code == 404


def test_a_preview_lays_down_nothing(home, keeper):
    page = keeper.post("/terms/new", data=form_of(lead="3 天", preview="y")).text
    assert "请至少提前 3 天预约。" in page
    assert 'value="3 天"' in page
    assert db.session.query(BookingTerms).count() == 0


def test_what_cannot_be_read_stays_typed_beside_its_sentence(home, keeper):
    said = desk.beside(keeper, "/terms/new", "hold", **form_of(hold="20"))
    assert said == "请连单位一起填写，例如 30 分钟、12 小时、1 天。"
    said = desk.beside(keeper, "/terms/new", "hold", **form_of(hold="0 分钟"))
    assert said == "请填写 0 到 527040 之间的整数。"
    said = desk.beside(keeper, "/terms/new", "valid_from", **form_of(valid_from=["2020", "1", "1"]))
    assert said == "这一天已经过去，请填写今天或以后的日期。"


def test_the_desk_reads_the_terms_and_does_not_lay_them_down(home, clerk):
    assert "还没有规定，现在按通常的办法" in desk.read(clerk, "/terms")
    assert clerk.get("/terms/new").status_code == 403
