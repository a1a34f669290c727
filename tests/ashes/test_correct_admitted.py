"""Whose ashes from elsewhere are is put right by the house that has them, with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cemetery.ashes.errors import DeathAfterCremation, KeptElsewhere, NothingToCorrect, OwnCase
from cemetery.ashes.operations import correct_admitted
from cemetery.ashes.queries.corrections import count_corrections
from cemetery.ashes.queries.portions import get_portion
from cemetery.records import records_of_ashes
from funeral.errors import CorrectionReasonMissing, ReasonHoldsNumber, StaleParticulars
from kernel import clock
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.people.deceased import IdentityKind, IdentityMissing, NameMissing
from kernel.people.finding import find_people
from kernel.people.identity import BadIdentityNumber, Sex
from kernel.scope import Scope, seeing
from tests import world
from tests.ashes.houses import make_houses
from tests.ashes.scene import foreign
from tests.visitor import visit


@pytest.fixture
def houses(context):
    return make_houses()


@pytest.fixture
def keeper(app, houses):
    return visit(app, "gm-columbarium")


@pytest.fixture
def portion(houses):
    """Brought to B from another county, the name mistyped."""
    yesterday = clock.today() - timedelta(days=1)
    return foreign(
        houses.there, institution_id=houses.here.id, cremated_on=yesterday, by=houses.keeper
    )


def correct(houses, portion, **changed):
    person = portion.deceased
    asked = {
        "portion_id": portion.id,
        "version": count_corrections(person.id),
        "reason": "证明上的名字看错了",
        "deceased_name": "李示河",
        "identity_kind": IdentityKind(person.identity_kind),
        "identity_number": "",
        "sex": Sex(person.sex),
        "born_on": person.born_on,
        "died_on": person.died_on,
        "household_registration": person.household_registration,
        "by": houses.keeper,
    }
    return correct_admitted(**(asked | changed))


def test_name_number_days_and_registration_are_put_right(houses, portion):
    number = world.identity_number()
    died_on = clock.today() - timedelta(days=3)
    correct(
        houses,
        portion,
        identity_kind=IdentityKind.ID_CARD,
        identity_number=number,
        died_on=died_on,
        household_registration=world.JIAYU,
        deceased_name="王明远",
    )
    person = get_portion(portion.id).deceased
    assert (person.name, person.identity_number, person.died_on) == ("王明远", number, died_on)
    assert person.household_registration == world.JIAYU
    with seeing(Scope((houses.here.id,))):
        assert find_people("王明远").deceased == find_people(number).deceased == (person.id,)
        assert find_people("李示江").deceased == ()


def test_a_number_that_was_made_up_is_taken_away(houses, portion):
    known = {"identity_kind": IdentityKind.ID_CARD, "identity_number": world.identity_number()}
    correct(houses, portion, **known)
    correct(houses, portion, identity_kind=IdentityKind.ID_CARD, deceased_name="李示湖")
    person = get_portion(portion.id).deceased
    assert person.identity_number == known["identity_number"], "an empty field keeps it"
    correct(houses, portion, identity_kind=IdentityKind.UNSTATED)
    assert (person.identity_number, person.identity_index) == (None, None)


def test_the_reason_is_kept_and_the_journal_proves_it_with_the_ashes(houses, portion):
    assert correct(houses, portion).reason == "证明上的名字看错了"
    entry = db.session.scalars(
        select(JournalEntry).filter_by(operation="cemetery.correct_admitted")
    ).one()
    changed = {change["record"] for change in entry.changes}
    assert f"deceased/{portion.deceased_id}" in changed
    assert changed & set(records_of_ashes(portion.ashes_id))
    with pytest.raises(NothingToCorrect):
        correct(houses, portion)


def test_nothing_changes_where_it_is_refused(houses, portion):
    for changed, refusal in (
        ({"reason": " "}, CorrectionReasonMissing),
        ({"reason": "电话 138 0013 8000 里说的"}, ReasonHoldsNumber),
        ({"deceased_name": " "}, NameMissing),
        ({"identity_kind": IdentityKind.ID_CARD}, IdentityMissing),
        (
            {"identity_kind": IdentityKind.ID_CARD, "identity_number": "42122119500304001"},
            BadIdentityNumber,
        ),
        ({"died_on": clock.today()}, DeathAfterCremation),
        ({"version": 1}, StaleParticulars),
        ({"by": houses.there.keeper}, KeptElsewhere),
    ):
        with pytest.raises(refusal):
            correct(houses, portion, **changed)
    assert get_portion(portion.id).deceased.name == "李示江"


def test_of_an_own_case_it_is_the_business_of_the_case(houses):
    with pytest.raises(OwnCase) as refused:
        correct(houses, houses.there.portion(), by=houses.there.keeper)
    assert houses.there.case.number in str(refused.value)


def test_what_another_house_wrote_wrongly_is_put_right_here_alone(houses):
    portion = houses.arrive()
    correct(houses, portion, household_registration="330681")
    assert portion.deceased.household_registration == "330681"
    assert houses.there.case.deceased.name == "张三"
    assert houses.there.case.deceased.household_registration == world.JIAYU


def test_the_page_is_reached_from_the_portion_and_says_what_is_wrong(houses, portion, keeper):
    page = f"/portions/{portion.id}/person"
    assert page in keeper.get(f"/portions/{portion.id}").text
    shown = keeper.get(page).text
    assert "李示江" in shown
    died = portion.deceased.died_on
    typed = {
        "version": "0",
        "deceased_name": "李示河",
        "identity_kind": "unstated",
        "sex": "9",
        "died_on": [str(died.year), str(died.month), str(died.day)],
        "household_registration": "嘉鱼县",
        "reason": "证明上的名字看错了",
    }
    for changed, field in (
        ({"reason": ""}, "reason"),
        ({"deceased_name": ""}, "deceased_name"),
        ({"household_registration": "没有的县"}, "household_registration"),
        ({"identity_kind": "id_card"}, "identity_number"),
    ):
        answer = keeper.post(page, data=typed | changed)
        assert f'id="{field}-error"' in answer.text, changed
        assert answer.status_code == 200
    answer = keeper.post(page, data=typed)
    assert "李示河" in keeper.get(answer.location).text
    assert "嘉鱼县" in keeper.get(page).text
    assert str(StaleParticulars.message) in keeper.post(page, data=typed).text


def test_no_number_stands_on_the_page(houses, portion, keeper):
    number = world.identity_number()
    correct(houses, portion, identity_kind=IdentityKind.ID_CARD, identity_number=number)
    shown = keeper.get(f"/portions/{portion.id}/person").text
    assert number not in shown
    assert number[-4:] in shown


def test_of_an_own_case_the_page_leads_to_the_case(app, houses):
    client, page = visit(app, "jy-columbarium"), f"/portions/{houses.there.portion().id}"
    assert f"{page}/person" not in client.get(page).text
    assert houses.there.case.number in client.post(f"{page}/person", data={}).text
