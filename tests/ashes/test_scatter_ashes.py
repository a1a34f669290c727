"""撒散: on the family's word with its certificate, seen by two persons, and nothing follows."""

from datetime import timedelta

import pytest

from cemetery.ashes.errors import (
    CertificateOfOthers,
    ScatteredWrongTime,
    ScatteringAskerMissing,
    ScatteringPlaceMissing,
    ScatteringUnauthorised,
    WitnessesMissing,
    WrongMove,
)
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.queries.portions import last_event_of
from cemetery.ashes.saying import list_hours
from cemetery.errors import CertificateUnknown, CertificateVoided
from funeral.operations import void_certificate
from kernel import clock
from kernel.people.claimants import Relation
from tests.ashes.scene import foreign


def test_no_keeper_scatters_what_is_only_deposited_on_nobodys_word(scene):
    scene.deposit()
    _case, others = scene.another()
    for number, refusal in (
        ("", CertificateUnknown),
        ("JYH26-99999", CertificateUnknown),
        (others, CertificateOfOthers),
    ):
        with pytest.raises(refusal):
            scene.scatter(certificate_number=number)
    with pytest.raises(ScatteringAskerMissing):
        scene.scatter(asked_by=" ")
    void_certificate(number=scene.certificate, reason="打印错位", by=scene.home.clerk)
    with pytest.raises(CertificateVoided):
        scene.scatter()
    assert scene.portion().stands is PortionState.DEPOSITED


def test_another_than_the_claimant_shows_an_authorisation_and_the_record_says_so(scene):
    with pytest.raises(ScatteringUnauthorised) as refused:
        scene.scatter(asked_by="王小明", relation=Relation.RELATIVE)
    assert "张小三" in str(refused.value)
    scene.scatter(asked_by="王小明", relation=Relation.RELATIVE, authorisation="2026-11-01 委托书")
    said = dict(list_hours(scene.portion())[0].facts)
    assert said["要求撒散的人"] == "王小明"
    assert said["与逝者的关系"] == "其他亲属"
    assert said["依据"] == "2026-11-01 委托书"
    assert said["火化证明"] == scene.certificate


def test_foreign_ashes_are_scattered_with_their_own_paper_by_who_brought_them(scene):
    portion = foreign(scene)
    with pytest.raises(CertificateOfOthers):
        scene.scatter(portion, asked_by="李小江")
    own = {"certificate_number": "WC2025-0831"}
    with pytest.raises(ScatteringUnauthorised):
        scene.scatter(portion, **own)
    assert scene.scatter(portion, asked_by="李小江", **own).certificate_number == "WC20250831"


def test_two_persons_saw_it(scene):
    for witnesses in ([], ["王示清"], ["王示清", " 王示清 ", ""]):
        with pytest.raises(WitnessesMissing):
            scene.scatter(witnesses=witnesses)
    with pytest.raises(ScatteringPlaceMissing):
        scene.scatter(place=" ")
    assert scene.scatter().witnesses == ["王示清", "李示明"]


def test_it_happened_after_the_last_move_and_not_in_the_future(scene):
    for minutes in (-60 * 24, 5):
        with pytest.raises(ScatteredWrongTime):
            scene.scatter(scattered_at=clock.now() + timedelta(minutes=minutes))


def test_the_minute_of_the_last_move_counts_as_after_it(scene):
    moved = clock.now().replace(second=40, microsecond=0) + timedelta(minutes=1)
    with clock.frozen(moved):
        scene.move()
    with clock.frozen(moved + timedelta(seconds=10)):
        event = scene.scatter(scattered_at=moved.replace(second=0))
    assert event.happened_at == moved


def test_nothing_follows(scene):
    scene.deposit()
    scene.scatter()
    assert scene.taken() == [0, 0, 0, 0]
    for act in (scene.move, scene.collect, scene.inter, scene.divide, scene.scatter):
        with pytest.raises(WrongMove):
            act()
    assert scene.portion().stands is PortionState.SCATTERED


def test_the_page_asks_whose_word_it_is_and_for_each_witness_on_a_line(scene, keeper):
    today = clock.today()
    later = clock.now() + timedelta(minutes=1)
    typed = {
        "certificate_number": scene.certificate,
        "asked_by": "",
        "relation": Relation.CHILD.value,
        "place": "东海",
        "scattered_on": [str(today.year), str(today.month), str(today.day)],
        "scattered_time": f"{clock.local(later):%H:%M}",
        "witnesses": "王示清",
    }
    page = f"/portions/{scene.portion().id}/scatter"
    with clock.frozen(later):
        asked = keeper.post(page, data=typed).text
        assert str(ScatteringAskerMissing.message) in asked
        assert 'id="asked_by-error"' in asked
        typed["asked_by"] = "张小三"
        assert str(WitnessesMissing.message) in keeper.post(page, data=typed).text
        keeper.post(page, data=typed | {"witnesses": "王示清\n李示明"})
    assert last_event_of(scene.portion()).counterpart == "张小三"


def test_the_page_says_at_once_all_that_is_missing(scene, keeper):
    asked = keeper.post(f"/portions/{scene.portion().id}/scatter", data={}).text
    for missing in (ScatteringAskerMissing, ScatteringPlaceMissing, WitnessesMissing):
        assert str(missing.message) in asked
