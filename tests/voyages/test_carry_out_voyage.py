"""The day: handed over by scan, relatives seen, departed, scattered, and what stayed ashore."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from cemetery.ashes.queries.portions import get_portion_of, list_events
from cemetery.errors import CertificateVoided
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units, live_plate
from cemetery.voyages.errors import (
    AshesGone,
    AshesStillResting,
    CoordinatesWrong,
    NotBoardingDay,
    NothingBoarded,
    NotScattered,
    PortionNotBoarded,
    PortionNotOnVoyage,
    PortionNotWaiting,
    PortionOnAnotherVoyage,
    PortionUnclear,
    PositionMissing,
    RegistrationSettled,
    ScatteringTimeWrong,
    VoyageNotDeparted,
    WitnessesMissing,
    WitnessUnread,
)
from cemetery.voyages.kinds import PortionState, VoyageKind, VoyageState
from cemetery.voyages.operations import (
    board_portion,
    carry_out_voyage,
    change_voyage,
    depart_voyage,
    note_relatives_present,
    withdraw_from_voyage,
)
from cemetery.voyages.operations.day import Position
from cemetery.voyages.people import Witness
from cemetery.voyages.queries import (
    count_scattered,
    get_registration,
    list_scattered,
)
from cemetery.voyages.scattering_papers import certificate_of
from funeral.operations import void_certificate
from funeral.queries.cases import get_case
from funeral.queries.certificates import find_certificate
from kernel import clock
from kernel.db import db, new_id
from kernel.errors import NotFound
from tests import world
from tests.ashes.scene import Scene as Ashes
from tests.booking.family import text_of
from tests.funeral.certificates import reissue
from tests.visitor import visit
from tests.voyages.scene import BEFORE, LATER, MORNING, PLANNED, POSITION, SAILS, WITNESSES

SAILED = clock.at(SAILS, time(10, 20))


def board(scene, scanned):
    with clock.frozen(MORNING):
        return board_portion(number=scene.voyage, scanned=scanned, by=scene.clerk)


def depart(scene):
    with clock.frozen(MORNING + timedelta(minutes=20)):
        return depart_voyage(number=scene.voyage, by=scene.clerk)


def carry_out(scene, **changed):
    asked = {
        "number": scene.voyage,
        "position": POSITION,
        "scattered_at": SAILED,
        "witnesses": WITNESSES,
        "by": scene.clerk,
    }
    with clock.frozen(LATER):
        return carry_out_voyage(**(asked | changed))


def states(registration):
    db.session.expire_all()
    return [each.state for each in get_registration(registration.number).portions]


def test_what_went_is_scattered_and_what_stayed_is_free_for_another_voyage(scene):
    registration = scene.register("A、B、C")
    assert board(scene, f"{scene.case} A").letter == "A"
    board(scene, f"{registration.number} b")
    depart(scene)
    assert states(registration) == ["boarded", "boarded", "stayed"]
    back = registration.portions[1]
    voyage = carry_out(scene, brought_back={back.id})
    assert states(registration) == ["scattered", "stayed", "stayed"]
    assert (voyage.state, voyage.scattered_at) == (VoyageState.CARRIED_OUT, SAILED)
    with clock.frozen(BEFORE):
        other = scene.plan()
        with pytest.raises(AshesGone):
            scene.register("A", voyage_number=other.number)
        scene.register("B、C", voyage_number=other.number)
        with pytest.raises(PortionOnAnotherVoyage):
            scene.register("C", voyage_number=other.number)


def test_who_scatters_in_the_minute_of_departure_is_not_told_that_it_was_before(scene):
    registration = scene.register("A")
    board(scene, f"{scene.case} A")
    minute = MORNING + timedelta(minutes=20)
    with clock.frozen(minute + timedelta(seconds=40)):
        departed = depart_voyage(number=scene.voyage, by=scene.clerk).departed_at
    assert carry_out(scene, scattered_at=minute).scattered_at == departed
    assert states(registration) == ["scattered"]


def test_the_ashes_own_record_follows_them_on_board_and_into_the_water(scene):
    registration = scene.register("A、B")
    case_id = registration.case_id
    for letter in "AB":
        board(scene, f"{scene.case} {letter}")
    depart(scene)
    voyage = carry_out(scene, brought_back={registration.portions[1].id})
    gone, back = (get_portion_of(case_id, letter) for letter in "AB")
    assert (gone.state, back.state) == ("scattered", "in_custody")
    assert (back.place, back.holder) == (PLANNED.gathers_place, "JY-desk")
    ashore = list_events(back)[-1]
    assert (ashore.move, ashore.voyage_id) == ("come_ashore", voyage.id)
    last = list_events(gone)[-1]
    assert (last.move, last.voyage_id, last.happened_at) == ("scatter", voyage.id, SAILED)
    assert (last.certificate_number, last.counterpart) == (scene.certificate, "王示梅")
    assert last.authorisation == registration.number


def test_a_certificate_that_counts_is_behind_what_comes_on_board(scene):
    scene.register("A")
    old = find_certificate(get_case(scene.case).id)
    void_certificate(number=old.number, reason="打印错位", by=scene.clerk)
    with pytest.raises(CertificateVoided):
        board(scene, scene.case)
    reissue(scene.home, old)
    board(scene, scene.case)
    depart(scene)
    void_certificate(number=find_certificate(old.case_id).number, reason="遗失", by=scene.clerk)
    assert carry_out(scene).state == VoyageState.CARRIED_OUT


def test_ashes_the_family_has_at_home_are_brought_on_the_day(scene):
    registration = scene.register("A")
    portion = get_portion_of(registration.case_id, "A")
    case = get_case(scene.case)
    Ashes(scene.home, scene.clerk, case, scene.certificate, []).collect(portion)
    board(scene, scene.case)
    kinds = [event.move for event in list_events(portion)]
    assert kinds[-2:] == ["collect", "take_in"]


def test_the_label_of_the_only_portion_is_enough(scene):
    scene.register("A")
    assert board(scene, scene.case).state == PortionState.BOARDED
    with pytest.raises(PortionNotWaiting):
        board(scene, scene.case)


def test_what_is_not_on_the_list_is_refused(scene):
    scene.register("A")
    for scanned in ("", "JYA26-99999", "nothing", "'; --"):
        with pytest.raises(PortionNotOnVoyage):
            board(scene, scanned)


def test_a_label_of_several_portions_asks_which(scene):
    scene.register("A、B")
    with pytest.raises(PortionUnclear):
        board(scene, scene.case)


def test_ashes_in_a_niche_are_collected_first(scene):
    world.make_units(scene.home.id)
    unit = list_free_units(scene.home.id, "福区")[0]
    deposit = deposit_ashes(
        certificate_number=scene.certificate, unit_id=unit.id, months=3, by=scene.clerk
    )
    scene.register("A")
    for scanned in (deposit.number, live_plate(deposit).token, scene.case):
        with pytest.raises(AshesStillResting, match=r"福区1排1号（JYG27-00001）"):
            board(scene, scanned)


def test_nothing_is_handed_over_on_another_day(scene):
    scene.register("A")
    with pytest.raises(NotBoardingDay):
        board_portion(number=scene.voyage, scanned=scene.case, by=scene.clerk)
    with pytest.raises(NotBoardingDay):
        depart_voyage(number=scene.voyage, by=scene.clerk)


def test_who_came_is_noted_and_may_be_corrected(scene):
    registration = scene.register("A", relatives=3)
    first, second, third = registration.relatives
    for came in ({first.id, second.id}, {second.id}):
        with clock.frozen(MORNING):
            note_relatives_present(number=scene.voyage, relative_ids=came, by=scene.clerk)
    db.session.expire_all()
    assert [each.present for each in (first, second, third)] == [False, True, False]


def test_an_empty_ship_does_not_depart(scene):
    scene.register("A")
    with pytest.raises(NothingBoarded):
        depart(scene)


def test_handed_over_or_sailed_nothing_is_changed_any_more(scene):
    registration, other = scene.register("A"), scene.plan()
    board(scene, scene.case)
    for undo in (
        lambda: withdraw_from_voyage(number=registration.number, reason="改期", by=scene.clerk),
        lambda: change_voyage(
            number=registration.number, voyage_number=other.number, by=scene.clerk
        ),
    ):
        with pytest.raises(RegistrationSettled):
            undo()


BAD = [
    ({"position": Position(" ")}, PositionMissing),
    ({"position": Position("江心", Decimal(91), Decimal(113))}, CoordinatesWrong),
    ({"position": Position("江心", None, Decimal(113))}, CoordinatesWrong),
    ({"scattered_at": MORNING}, ScatteringTimeWrong),
    ({"scattered_at": LATER + timedelta(minutes=1)}, ScatteringTimeWrong),
    ({"witnesses": WITNESSES[:1]}, WitnessesMissing),
    ({"witnesses": (WITNESSES[0], WITNESSES[0])}, WitnessesMissing),
    ({"witnesses": (*WITNESSES, Witness("王示兰", ""))}, WitnessUnread),
    ({"brought_back": {new_id()}}, PortionNotBoarded),
]


def test_bad_input_scatters_nothing(scene):
    registration = scene.register("A")
    board(scene, scene.case)
    depart(scene)
    for changed, refusal in BAD:
        with pytest.raises(refusal):
            carry_out(scene, **changed)
    assert states(registration) == ["boarded"]


def test_only_what_departed_is_carried_out_and_only_once(scene):
    scene.register("A")
    with pytest.raises(VoyageNotDeparted):
        carry_out(scene)
    board(scene, scene.case)
    depart(scene)
    carry_out(scene)
    with pytest.raises(VoyageNotDeparted):
        carry_out(scene)


def test_the_certificate_says_where_when_and_who_saw_it(scene):
    registration = scene.register("A")
    with pytest.raises(NotScattered):
        certificate_of(registration.portions[0])
    board(scene, scene.case)
    depart(scene)
    carry_out(scene, position=Position("主航道北侧", Decimal("29.9701"), Decimal("-113.5")))
    db.session.expire_all()
    paper = certificate_of(get_registration(registration.number).portions[0])
    said = str(paper.blocks)
    assert (paper.title, paper.number) == ("江河撒散证明", f"{registration.number}-A")
    for part in (
        *("2027年3月28日 10:20", "北纬29.97010度，西经113.50000度", scene.certificate),
        *("陈示明（县民政局）、王示梅（子女）", "嘉鱼公务01"),
    ):
        assert part in said


def test_the_figures_count_portions_by_kind_and_list_each(scene):
    scene.register("A、B")
    for letter in "AB":
        board(scene, f"{scene.case} {letter}")
    depart(scene)
    carry_out(scene)
    march = clock.at(date(2027, 3, 1), time()), clock.at(date(2027, 4, 1), time())
    assert count_scattered(*march) == {
        VoyageKind.SEA: 0,
        VoyageKind.RIVER: 2,
        VoyageKind.GARDEN: 0,
    }
    assert list_scattered(*march).total == 2
    april = march[1], clock.at(date(2027, 5, 1), time())
    assert (sum(count_scattered(*april).values()), list_scattered(*april).total) == (0, 0)


def test_an_unknown_voyage_is_not_found(scene):
    with pytest.raises(NotFound):
        board_portion(number="JYV27-99999", scanned=scene.case, by=scene.clerk)


def test_a_family_that_looks_for_its_ashes_reads_the_day_and_the_waters(app, scene):
    scene.register("A")
    board(scene, scene.case)
    depart(scene)
    carry_out(scene)
    died_in = str(get_case(scene.case).deceased.died_on.year)
    known = {"deceased_name": "张三", "died_in": died_in, "known": scene.certificate}
    said = text_of(visit(app).post("/find-resting-place", data=known))
    assert "已于2027年3月28日撒入江河 水域 长江嘉鱼段，主航道北侧" in said
    assert "张三" not in said
