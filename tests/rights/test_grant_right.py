"""A right on papers only, at the fees that were shown, to one family, for twenty years at most."""

from datetime import timedelta

import pytest

from billing.operations import publish_policy
from billing.queries import list_charges
from cemetery.errors import UnitTaken
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units
from cemetery.rights.errors import (
    DeathPaperMissing,
    DeathPaperWrong,
    FeesChanged,
    GroundPaperMissing,
    GroundPaperWrong,
    GroundUnfit,
    HasRight,
    HolderNameMissing,
    HoldExpired,
    NotLocal,
    RegistrationDiffers,
    RightExpired,
    TooYoung,
    UnitHeld,
    YearsOutOfRange,
)
from cemetery.rights.fees import offer_fees
from cemetery.rights.grounds import Living
from cemetery.rights.kinds import Ground
from cemetery.rights.operations import end_right, grant_right, hold_unit
from cemetery.rights.queries import find_right_for
from funeral.operations import make_bill, void_certificate
from kernel import clock
from kernel.db import db
from kernel.people.actors import SETUP
from kernel.people.identity import BadIdentityNumber
from kernel.people.phones import BadPhone
from tests import world
from tests.prices import POLICIES
from tests.rights.scene import DEATH_PAPER, a_holder, an_elder, second_case


def test_a_right_has_number_term_and_the_unit_even_while_it_is_empty(scene):
    right = scene.grant()
    assert right.number.startswith("JYU")
    assert right.until == clock.add_months(clock.today(), 240)
    assert right.unit.family_id == right.id
    assert right.unit.taken == 0
    assert 1 not in {unit.number for unit in list_free_units(scene.home.id, "松区")}


def test_use_and_maintenance_are_charged_for_the_whole_term(scene):
    right = scene.grant(years=20)
    charged = {each.item.code: each.line().gross_fen for each in list_charges(scene.case.id)}
    assert charged["niche_use"] == 20 * 90_00
    assert charged["niche_maintenance"] == 20 * 20_00
    assert [fee["gross_fen"] for fee in right.terms[0].fees] == [1800_00, 400_00]


def test_the_familys_ashes_come_into_it_and_nobody_elses(scene):
    right = scene.grant()
    made = deposit_ashes(
        certificate_number=scene.certificate, unit_id=right.unit_id, months=12, by=scene.keeper
    )
    assert made.unit.family_id == right.id
    other, certificate = second_case(scene)
    with pytest.raises(UnitTaken):
        deposit_ashes(
            certificate_number=certificate, unit_id=right.unit_id, months=12, by=scene.keeper
        )
    with pytest.raises(UnitTaken):
        scene.hold(right.unit_id, other)


def test_a_deposit_of_the_same_family_becomes_the_rights(scene):
    made = deposit_ashes(
        certificate_number=scene.certificate, unit_id=scene.single[0], months=1, by=scene.keeper
    )
    right = scene.grant()
    db.session.refresh(made.unit)
    assert made.unit.family_id == right.id


def test_an_expired_right_takes_no_new_ashes(scene):
    right = scene.grant(years=1)
    with clock.frozen(clock.now() + timedelta(days=400)), pytest.raises(RightExpired):
        deposit_ashes(
            certificate_number=scene.certificate, unit_id=right.unit_id, months=1, by=scene.keeper
        )


def test_other_fees_than_those_shown_are_not_agreed_to(scene):
    with pytest.raises(FeesChanged):
        scene.grant(agreed="0" * 16)


def test_after_the_bill_a_further_one_takes_the_fees_with_the_waiver_that_was_shown(scene):
    # 嘉鱼县, with niches among what is waived.
    text = (POLICIES / "jiayu-2025.yaml").read_text(encoding="utf-8")
    niches = "  niche_use:\n    limit: amount\n    at_most: 300\n\nfunding:"
    publish_policy(source=text.replace("\nfunding:", niches), by=SETUP)
    assert scene.certificate
    make_bill(number=scene.case.number, by=scene.home.clerk)
    right = scene.grant(receipt="财政票据 0012345678")
    assert right.terms[0].receipt is None
    further = make_bill(number=scene.case.number, by=scene.home.clerk)
    assert further.is_further
    shown = [(fee["gross_fen"], fee["waived_fen"]) for fee in right.terms[0].fees]
    assert [(line.gross_fen, line.waived_fen) for line in further.lines] == shown
    assert shown == [(1800_00, 300_00), (400_00, 0)]


def test_an_expired_hold_grants_nothing(scene):
    hold = scene.hold()
    with clock.frozen(clock.now() + timedelta(hours=1)), pytest.raises(HoldExpired):
        scene.grant(hold=hold)


def test_a_voided_certificate_grants_nothing(scene):
    paper = {"ground": Ground.CREMATION, "ground_paper": scene.certificate}
    assert scene.grant(**paper).persons[0].ground_paper == scene.certificate
    void_certificate(number=scene.certificate, reason="打印错位", by=scene.home.clerk)
    with pytest.raises(GroundPaperWrong):
        scene.grant(scene.single[1], **paper)


BAD = [
    ({"ground": Ground.CREMATION}, GroundPaperWrong, "ground_paper"),
    ({"ground": Ground.DEATH, "ground_paper": " "}, GroundPaperMissing, "ground_paper"),
    ({"ground": Ground.AGED}, GroundUnfit, "ground"),
    ({"years": 0}, YearsOutOfRange, "years"),
    ({"years": 21}, YearsOutOfRange, "years"),
    ({"ground_paper": "42122120261122009"}, DeathPaperWrong, "ground_paper"),
    ({"household_registration": "330681"}, RegistrationDiffers, "household_registration"),
    ({"holder": a_holder(name="")}, HolderNameMissing, "holder_name"),
    ({"holder": a_holder(phone="12")}, BadPhone, "holder_phone"),
    ({"holder": a_holder(identity_number="42")}, BadIdentityNumber, "holder_identity"),
]


def test_bad_input_is_refused_beside_its_field_and_nothing_is_taken(scene):
    for changed, refusal, field in BAD:
        with pytest.raises(refusal) as refused:
            scene.grant(**changed)
        assert refused.value.field == field
    assert scene.hold().unit.family_id is None


def test_the_registration_of_the_case_counts_and_is_not_asked_again(scene):
    right = scene.grant(household_registration=None)
    assert right.household_registration == world.JIAYU


def test_where_the_case_knows_none_what_is_typed_has_to_be_local(scene):
    scene.case = world.open_case(scene.home, household_registration=None)
    for typed in ("330681", None):
        with pytest.raises(NotLocal) as refused:
            scene.grant(household_registration=typed)
        assert refused.value.field == "household_registration"
    assert scene.grant(household_registration=world.JIAYU).is_living


def test_a_death_is_proven_by_a_paper_on_file(scene):
    case = world.open_case(scene.home)
    hold = scene.hold(case=case)
    offer = offer_fees(hold.unit, case, 20, clock.today())
    with pytest.raises(DeathPaperMissing) as refused:
        grant_right(
            hold_id=hold.id,
            ground=Ground.DEATH,
            ground_paper=DEATH_PAPER,
            holder=a_holder(),
            household_registration=None,
            years=20,
            agreed=offer.fingerprint,
            by=scene.keeper,
        )
    assert refused.value.field == "ground_paper"


def test_one_deceased_has_one_right_whatever_it_is_asked_with(scene):
    first = scene.grant()
    with pytest.raises(HasRight, match=first.number):
        scene.grant(scene.single[1], ground=Ground.CREMATION, ground_paper=scene.certificate)
    end_right(number=first.number, reason="办错", by=scene.keeper)
    assert scene.grant(scene.single[1]).is_living


def test_who_had_one_while_alive_gets_no_other_after_death(scene):
    elder = an_elder()
    first = for_somebody(scene, elder)
    scene.case = world.open_case(scene.home, identity_number=elder.identity_number)
    with pytest.raises(HasRight, match=first.number):
        scene.grant(scene.single[1])


# ---- The living


def for_somebody(scene, said: Living, **changed):
    hold = hold_unit(unit_id=scene.single[0], for_name=said.name, by=scene.keeper)
    asked = {"living": said, "ground": Ground.AGED, "ground_paper": "身份证", "receipt": "0012"}
    return scene.grant(hold=hold, **(asked | changed))


def test_an_elder_may_have_one_and_is_known_again_after_death(scene):
    elder = an_elder()
    right = for_somebody(scene, elder)
    assert right.case_id is None
    case = world.open_case(scene.home, identity_number=elder.identity_number)
    assert find_right_for(right.unit_id, case.id) is right
    assert find_right_for(right.unit_id, scene.case.id) is None


def test_who_is_younger_may_not(scene):
    with pytest.raises(TooYoung):
        for_somebody(scene, an_elder(clock.today().replace(year=clock.today().year - 60)))


def test_the_gravely_ill_may_at_any_age(scene):
    young = an_elder(clock.today().replace(year=clock.today().year - 40, day=1))
    right = for_somebody(scene, young, ground=Ground.GRAVELY_ILL, ground_paper="病危通知书")
    assert right.ground == Ground.GRAVELY_ILL


def test_the_living_need_a_case_for_a_certificate(scene):
    with pytest.raises(GroundUnfit):
        for_somebody(scene, an_elder(), ground=Ground.CREMATION)


def test_a_hold_for_somebody_keeps_families_away(scene):
    hold_unit(unit_id=scene.single[0], for_name="李示兰", by=scene.keeper)
    with pytest.raises(UnitHeld):
        scene.hold()
