"""The screen at a hall's door: no name unless the family agreed, gone when it says so."""

from datetime import timedelta

import pytest

from funeral.errors import AgreedAtFuture, AgreedByMissing, WordingMissing, WordingTells
from funeral.kinds import CrematorType, HallClass, ResourceKind
from funeral.operations import approve_shown_name, plan_case, withdraw_shown_name
from funeral.queries.ceremonies import list_ceremonies
from funeral.queries.schedule import farewell_of, list_free_times, list_resources
from funeral.shown_names import wordings_of
from hardware.operations import add_screen
from hardware.qr import new_token
from kernel import clock
from kernel.db import new_id
from kernel.errors import NotFound
from kernel.people.actors import SETUP
from tests import world
from tests.visitor import visit

NAMES = ("王示兰", "李示平", "欧阳示秀")


@pytest.fixture
def day(home):
    """Three farewells of tomorrow, and a screen at each hall; (plans with cases, tokens)."""
    tomorrow = clock.today() + timedelta(days=1)
    cases = []
    for name in NAMES:
        case = world.open_case(home, deceased_name=name)
        free = list_free_times(home.id, tomorrow, HallClass.SMALL, CrematorType.FLAT)[0]
        plan_case(
            number=case.number,
            hall_class=HallClass.SMALL,
            cremator_type=CrematorType.FLAT,
            starts_at=free.starts_at,
            by=home.clerk,
        )
        cases.append(case)
    tokens = []
    for hall in list_resources(home.id, ResourceKind.HALL):
        tokens.append(new_token())
        add_screen(
            institution_id=home.id,
            kind="hall_door",
            name=hall.name,
            subject_id=hall.id,
            token=tokens[-1],
            by=SETUP,
        )
    tokens.append(new_token())
    add_screen(
        institution_id=home.id, kind="waiting_board", name="大厅", token=tokens[-1], by=SETUP
    )
    return cases, tokens


def screens(app, tokens, at) -> str:
    """Everything that stands on all screens at a moment, and on their fragments."""
    with clock.frozen(at):
        stranger = visit(app)
        return "\n".join(
            stranger.get(f"/screen/{token}{part}").text
            for token in tokens
            for part in ("", "/content")
        )


def begin(case):
    return farewell_of(case.plan).starts_at


def agree(home, case, wording, **changed):
    asked = {"agreed_by": "王小兰", "agreed_at": None, "by": home.clerk}
    return approve_shown_name(deceased_id=case.deceased_id, wording=wording, **(asked | changed))


def test_no_screen_says_a_name_that_no_family_agreed_to(app, home, day):
    cases, tokens = day
    for case in cases:
        shown = screens(app, tokens, begin(case) + timedelta(minutes=5))
        assert "告别仪式" in shown
        for person in cases:
            assert person.deceased.name not in shown
            assert person.claimant.name not in shown
            assert person.number not in shown


def test_the_wording_agreed_to_stands_at_its_own_door_only_until_withdrawn(app, home, day):
    cases, tokens = day
    agree(home, cases[0], "王女士")
    at = begin(cases[0]) + timedelta(minutes=5)
    hall = farewell_of(cases[0].plan).resource.name
    *doors, board = (screens(app, [token], at) for token in tokens)
    assert [hall in door for door in doors] == ["王女士" in door for door in doors]
    assert "王女士" not in board
    shown = "".join([*doors, board])
    assert not any(name in shown for name in NAMES)
    withdraw_shown_name(deceased_id=cases[0].deceased_id, by=home.clerk)
    assert "王女士" not in screens(app, tokens, at)


def test_a_door_says_now_and_next_and_is_quiet_otherwise(app, home, day):
    cases, tokens = day
    first = begin(cases[0])
    hall = farewell_of(cases[0].plan).resource_id
    door = [tokens[[h.id for h in list_resources(home.id, ResourceKind.HALL)].index(hall)]]
    before = screens(app, door, first - timedelta(minutes=1))
    assert ("接下来" in before, "现在</h2>" in before) == (True, False)
    assert "现在</h2>" in screens(app, door, first)
    assert "现在没有告别仪式" in screens(app, door, clock.day_range(clock.day_of(first))[1])


def test_a_wording_is_kept_word_for_word_and_changed_by_agreeing_again(home, day):
    case = day[0][0]
    shown = agree(home, case, " 王府老夫人 ")
    assert (shown.wording, shown.agreed_by) == ("王府老夫人", "王小兰")
    withdraw_shown_name(deceased_id=case.deceased_id, by=home.clerk)
    again = agree(home, case, "王示兰")
    assert (again.id, again.withdrawn_at) == (shown.id, None)
    with clock.frozen(begin(case)):
        assert "王示兰" in {each.wording for each in list_ceremonies(home.id)}


def test_withdrawing_what_was_never_shown_is_no_mistake(home, day):
    assert withdraw_shown_name(deceased_id=day[0][0].deceased_id, by=home.clerk) is None


def test_what_nobody_can_have_agreed_to_is_refused(home):
    case = world.open_case(home)
    tomorrow = clock.now() + timedelta(days=1)
    for wording, changed, refusal in (
        ("  ", {}, WordingMissing),
        ("王" * 21, {}, WordingMissing),
        ("王示兰 13800138000", {}, WordingTells),
        ("王示兰", {"agreed_by": " "}, AgreedByMissing),
        ("王示兰", {"agreed_at": tomorrow}, AgreedAtFuture),
    ):
        with pytest.raises(refusal):
            agree(home, case, wording, **changed)


def test_nobody_agrees_for_who_is_not_there(home):
    with pytest.raises(NotFound):
        approve_shown_name(deceased_id=new_id(), wording="王", agreed_by="某", by=home.clerk)


@pytest.mark.parametrize(
    ("name", "sex", "offered"),
    [
        ("王示兰", "2", ["王示兰", "王女士"]),
        ("王兰", "1", ["王兰", "王先生"]),
        ("欧阳示秀", "2", ["欧阳示秀", "欧阳女士"]),
        ("欧阳", "1", ["欧阳", "欧先生"]),
        ("王示兰", "0", ["王示兰"]),
        ("斯琴·巴特尔", "1", ["斯琴·巴特尔"]),
        ("", "1", []),
    ],
)
def test_what_is_offered_is_the_name_and_where_sure_surname_and_address(name, sex, offered):
    assert wordings_of(name, sex) == offered


def test_the_desk_writes_down_what_the_family_agreed_to(clerk, home, day):
    case = day[0][0]
    page = clerk.get(f"/cases/{case.number}/shown-name").text
    assert "王示兰" in page
    today = clock.today()
    data = {
        "wording": "other",
        "other": "王老夫人",
        "agreed_by": "王小兰",
        "agreed_on": [today.year, today.month, today.day],
        "agreed_at": "00:00",
    }
    assert clerk.post(f"/cases/{case.number}/shown-name", data=data).status_code == 302
    assert "王老夫人" in clerk.get(f"/cases/{case.number}/shown-name").text
    refused = clerk.post(f"/cases/{case.number}/shown-name", data=data | {"other": ""})
    assert "请填写显示的写法" in refused.text
    clerk.post(f"/cases/{case.number}/shown-name/withdraw")
    assert "王老夫人" not in clerk.get(f"/cases/{case.number}/shown-name").text
