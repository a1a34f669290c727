"""户籍 where nobody knew it: asked for with a deposit or its renewal, and known from then on."""

import pytest

from cemetery.ashes.queries.portions import get_portion
from cemetery.errors import UnitTaken
from cemetery.keeping.locking import find_kept
from cemetery.keeping.offers import offer_term
from cemetery.keeping.operations import renew_deposit
from cemetery.queries import get_deposit
from cemetery.rights.errors import GuestTermTooLong, RegistrationDiffers
from funeral.kinds import CrematorType
from funeral.operations import make_bill
from kernel.db import db
from tests import world
from tests.ashes.houses import OTHERS_PRICE, make_houses
from tests.ashes.scene import foreign
from tests.cemetery.commercial import a_commercial_niche
from tests.visitor import visit

NUMBER = "WC2025-0831"


@pytest.fixture
def houses(context):
    return make_houses()


@pytest.fixture
def keeper(app, houses):
    return visit(app, "gm-columbarium")


@pytest.fixture
def portion(houses):
    """A resident of the county who was cremated in another one."""
    return foreign(houses.there, institution_id=houses.here.id, by=houses.keeper)


def deposit(houses, portion, **changed):
    return houses.deposit(portion, **({"certificate_number": NUMBER, "months": 36} | changed))


def renew(houses, number, months, **changed):
    kept = find_kept(number)
    asked = {
        "number": number,
        "months": months,
        "agreed": offer_term(kept.deposit, kept.case, months).fingerprint,
        "receipt": OTHERS_PRICE,
        "by": houses.keeper,
    }
    return renew_deposit(**(asked | changed))


def registered(portion) -> str | None:
    db.session.expire_all()
    return get_portion(portion.id).deceased.household_registration


def test_who_is_of_the_county_stays_as_long_as_all(houses, portion):
    for said in (None, "330681"):
        with pytest.raises(GuestTermTooLong):
            deposit(houses, portion, household_registration=said)
    assert registered(portion) is None
    assert deposit(houses, portion, household_registration=world.JIAYU)
    assert registered(portion) == world.JIAYU


def test_it_may_be_said_as_late_as_at_the_renewal(houses, portion):
    number = deposit(houses, portion, months=12).number
    with pytest.raises(GuestTermTooLong):
        renew(houses, number, 12)
    renew(houses, number, 12, household_registration=world.JIAYU)
    assert registered(portion) == world.JIAYU
    with pytest.raises(RegistrationDiffers):
        renew(houses, number, 12, household_registration="330681")
    renew(houses, number, 12)


def test_what_is_refused_for_another_reason_is_not_kept(houses, portion):
    other = foreign(
        houses.there,
        institution_id=houses.here.id,
        certificate_number="WC2025-0900",
        by=houses.keeper,
    )
    deposit(houses, portion, months=12)
    with pytest.raises(UnitTaken):
        deposit(
            houses,
            other,
            certificate_number="WC2025-0900",
            household_registration=world.JIAYU,
        )
    assert registered(other) is None


def test_an_own_case_that_is_billed_already_is_asked_too(app, houses):
    there = houses.there
    case = world.open_case(there.home, household_registration=None)
    certificate = world.cremate(there.home, case, CrematorType.COLLECTING)
    make_bill(number=case.number, by=there.home.clerk)
    page = f"/cases/{case.number}/ashes"
    client = visit(app, "jy-columbarium")
    assert 'name="household_registration"' in client.get(page).text
    typed = {
        "unit_id": str(there.units[0].id),
        "certificate_number": certificate,
        "months": "36",
        "household_registration": "嘉鱼县",
    }
    assert client.post(page, data=typed).status_code == 302
    known = client.get(f"/cases/{there.case.number}/ashes").text
    assert 'name="household_registration"' not in known


def test_the_pages_ask_only_where_it_matters(houses, portion, keeper):
    field, page = 'name="household_registration"', f"/portions/{portion.id}/deposit"
    commercial = a_commercial_niche(houses.here.id)
    assert field in keeper.get(page).text
    assert field not in keeper.get(f"{page}?unit={commercial.id}").text
    typed = {
        "unit_id": str(houses.units[0]),
        "certificate_number": NUMBER,
        "months": "12",
        "receipt": OTHERS_PRICE,
    }
    wrong = keeper.post(page, data=typed | {"household_registration": "没有的县"}).text
    assert 'id="household_registration-error"' in wrong
    assert "没有的县" in wrong
    location = keeper.post(page, data=typed).location
    renewal = f"{location}/renew"
    assert field in keeper.get(renewal).text
    number = location.rpartition("/")[2]
    kept = find_kept(number)
    sent = {
        "months": "12",
        "agreed": offer_term(kept.deposit, kept.case, 12).fingerprint,
        "receipt": OTHERS_PRICE,
    }
    refused = keeper.post(renewal, data=sent)
    assert 'id="months-error"' in refused.text
    done = keeper.post(renewal, data=sent | {"household_registration": "嘉鱼县"})
    assert done.status_code == 302
    assert registered(portion) == world.JIAYU
    assert field not in keeper.get(renewal).text
    assert get_deposit(number).until
