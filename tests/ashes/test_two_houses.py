"""A crematorium sends ashes to a cemetery of the county, which can do with them all it could do
with its own: find, keep, grant a right, inter, scan, count."""

import pytest

from billing.queries import list_charges
from cemetery.ashes.errors import CertificateOfOthers
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.operations import scan_unit, start_stock_take
from cemetery.ashes.people import check_foreign, family_of, list_ashes_found, own_case
from cemetery.ashes.queries.portions import get_portion, list_portions, name_of
from cemetery.ashes.queries.resting import list_people_at_rest
from cemetery.ashes.queries.stock_takes import list_zones
from cemetery.ashes.scanned import portion_scanned
from cemetery.ashes.uncollected.operations import text_families
from cemetery.deposit_papers import agreement_of, certificate_of
from cemetery.errors import CertificateUnknown
from cemetery.keeping.papers import term_of
from cemetery.queries import find_deposit, list_deposits
from cemetery.rights.errors import GroundPaperWrong, GroundUnfit, ReceiptMissing
from cemetery.rights.kinds import Ground
from cemetery.rights.operations import add_right_person, hold_unit
from cemetery.rights.queries import list_rights
from cemetery.scanned import find_scanned_plate
from funeral.kinds import CustodyStep
from funeral.queries.custody import last_event
from hardware.errors import OfAnotherHome
from hardware.scanning import resolve
from kernel import clock
from kernel.db import db
from kernel.people.deceased import admit_deceased
from kernel.people.finding import find_people
from kernel.scope import Scope, seeing
from tests import world
from tests.ashes.houses import OTHERS_PRICE, make_houses
from tests.visitor import visit


@pytest.fixture
def houses(context):
    return make_houses()


@pytest.fixture
def here(houses):
    """As whoever works at B sees the county."""
    with seeing(Scope((houses.here.id,))):
        yield houses


@pytest.fixture
def keeper(app, houses):
    return visit(app, "gm-columbarium")


def people_of(words: str) -> list:
    return [person for person, _places in list_people_at_rest(list(find_people(words).deceased))]


def test_the_receiver_knows_no_more_of_the_person_than_it_needs(houses):
    before = houses.there.case.deceased
    portion = houses.arrive()
    known = portion.deceased
    assert (known.institution_id, known.id == before.id) == (houses.here.id, False)
    assert (known.name, known.identity_number) == (before.name, before.identity_number)
    assert (known.died_on, known.waiver_class) == (before.died_on, "")
    assert houses.there.case.deceased.id == before.id


def test_a_person_who_is_admitted_is_found_in_that_house_alone(houses):
    known = check_foreign("王示山", "", clock.today())
    person = admit_deceased(
        institution_id=houses.here.id, known=known, household_registration=None, by=houses.keeper
    )
    for home, found in ((houses.here.id, (person.id,)), (houses.there.home.id, ())):
        with seeing(Scope((home,))):
            assert find_people("wangshishan").deceased == found


def test_ashes_that_come_a_second_time_are_the_same_persons(houses):
    first = houses.arrive().deceased_id
    houses.there.send(to=houses.there.home.id, by=houses.keeper)
    houses.there.acknowledge()
    assert houses.there.portion().deceased_id == houses.there.case.deceased_id
    assert houses.arrive().deceased_id == first
    houses.there.collect(by=houses.keeper)
    houses.there.take_in(by=houses.keeper, institution_id=houses.here.id)
    assert houses.there.portion().deceased_id == first


def test_each_part_of_ashes_that_were_divided_is_of_one_person(houses):
    part = houses.there.divide()[0]
    whole = houses.arrive()
    assert part.deceased_id == houses.there.case.deceased_id
    houses.there.send(part, to=houses.here.id)
    houses.there.acknowledge(part, by=houses.keeper)
    db.session.expire_all()
    assert part.deceased_id == whole.deceased_id


def test_nobody_is_found_at_the_cemetery_before_the_ashes_are_there(here):
    assert find_people("张三").deceased == ()
    portion = here.send()
    assert find_people("张三").deceased == ()
    here.there.acknowledge(portion, by=here.keeper)
    assert len(find_people("张三").deceased) == 1


def test_they_are_found_by_name_pinyin_identity_and_paper(here):
    portion = here.arrive()
    here.inter(portion, 1)
    number = portion.deceased.identity_number
    for words in ("张三", "zhangsan", "zs", number):
        assert find_people(words).deceased == (portion.deceased_id,)
        ashes = list_ashes_found(find_people(words))
        assert [each.id for each in list_portions(ashes_ids=ashes).items] == [portion.id]
    for words in (here.there.certificate, here.there.case.number):
        assert list_ashes_found(find_people(words)) == [portion.case_id]
    assert [person.case_number for person in people_of("张三")] == [None]


def test_whoever_has_not_the_ashes_is_not_told_by_a_number(houses):
    other = world.make_home("QH", "421221")
    with seeing(Scope((other.id,))):
        ashes = list_ashes_found(find_people(houses.there.certificate))
        assert list_portions(ashes_ids=ashes).total == 0
        with pytest.raises(OfAnotherHome):
            portion_scanned(houses.there.case.number, "")


def test_a_deposit_is_paid_at_the_till_and_nothing_is_charged_to_the_other_houses_case(here):
    portion = here.arrive()
    with pytest.raises(ReceiptMissing):
        here.deposit(portion, receipt=" ")
    with pytest.raises(CertificateOfOthers):
        here.deposit(portion, certificate_number=here.another()[1])
    with pytest.raises(CertificateUnknown):
        here.deposit(portion, certificate_number="没有的证明")
    deposit = here.deposit(portion)
    assert (deposit.receipt, deposit.portion_id) == (OTHERS_PRICE, portion.id)
    assert term_of(deposit).fee_fen == 180_00
    with seeing(None):
        assert not [each for each in list_charges(portion.case_id) if each.fact_id == deposit.id]
        assert last_event(portion.case_id).step == CustodyStep.HANDED_OVER
    assert list_deposits(found=find_people("张三")).items == [deposit]


def test_its_papers_say_whose_they_are_and_a_phone_only_where_the_family_agreed(here):
    deposit = here.deposit(here.arrive())
    said = str(agreement_of(deposit)) + str(certificate_of(deposit, "https://ly.example.cn"))
    assert "张三" in said
    assert "张小三" in said
    assert OTHERS_PRICE in said
    assert "138****" not in said
    assert family_of(get_portion(deposit.portion_id)).phone == ""


def test_a_phone_that_came_with_the_ashes_reaches_the_family(here):
    deposit = here.deposit(here.arrive(contact_given=True))
    assert family_of(get_portion(deposit.portion_id)).phone == "13800138000"
    assert family_of(get_portion(deposit.portion_id)).identity_number == ""
    assert "138****8000" in str(agreement_of(deposit))
    assert text_families(by=here.keeper) == 0


def test_a_right_names_them_is_paid_at_the_till_and_they_lie_by_it(here):
    portion = here.arrive()
    for changed, refusal in (
        ({"ground": Ground.DEATH}, GroundUnfit),
        ({"ground_paper": "JYH26-99999"}, GroundPaperWrong),
        ({"receipt": ""}, ReceiptMissing),
    ):
        with pytest.raises(refusal):
            here.grant(portion, **changed)
    right = here.grant(portion)
    assert (right.case_id, right.persons[0].case_id) == (None, portion.case_id)
    assert [term.receipt for term in right.terms] == [OTHERS_PRICE]
    assert here.inter(portion, 1).stands is PortionState.INTERRED
    assert right.unit.family_id == right.id
    assert list_rights(found=find_people("zhangsan")).items == [right]
    with seeing(None):
        assert [each.fact_kind for each in list_charges(portion.case_id)].count("right") == 0


def test_a_family_that_decides_about_one_place_gives_back_the_one_before(here):
    portion = here.arrive()
    first = hold_unit(unit_id=here.units[1], portion_id=portion.id, by=here.keeper)
    again = hold_unit(unit_id=here.units[1], portion_id=portion.id, by=here.keeper)
    second = hold_unit(unit_id=here.units[2], portion_id=portion.id, by=here.keeper)
    assert (again.id, first.is_living, second.is_living) == (first.id, False, True)


def test_who_was_deposited_there_first_gets_the_right_to_that_place(here):
    portion = here.arrive()
    here.deposit(portion)
    right = here.grant(portion, 0)
    assert here.inter(portion, 0).unit_id == right.unit_id


def test_who_dies_later_is_named_by_the_certificate(here):
    right = here.grant(here.arrive())
    case, certificate = here.another()
    mother = here.send(case)
    here.there.acknowledge(mother, by=here.keeper)
    add_right_person(
        number=right.number,
        ground=Ground.CREMATION,
        ground_paper=certificate,
        case_number=case.number,
        by=here.keeper,
    )
    assert [person.case_id for person in right.persons][1] == case.id
    assert here.inter(mother, 1, certificate_number=certificate).unit_id == right.unit_id


def test_their_label_certificate_and_case_are_known_where_they_are(app, here):
    portion = here.arrive()
    for said in (here.there.case.number, here.there.certificate, f"{here.there.case.number} A"):
        assert portion_scanned(said, "").id == portion.id
    with app.test_request_context():
        scanned = resolve(here.there.case.number)
    assert (scanned.whose, scanned.case) == ("张三", "")
    assert scanned.page.values == {"portion_id": portion.id}


def test_the_plates_of_a_deposit_and_of_its_place_say_whose_they_are(here):
    deposit = here.deposit(here.arrive())
    scanned = find_scanned_plate(deposit.plates[0].token)
    assert (scanned.whose, scanned.case) == ("张三", "")
    assert portion_scanned(deposit.number, "").id == deposit.portion_id
    assert find_deposit(deposit.number) is deposit


def test_a_stock_take_counts_them(here):
    portion = here.arrive()
    here.inter(portion, 1)
    zone = list_zones(here.here.id)[0]
    taken = start_stock_take(institution_id=here.here.id, zone_id=zone.id, by=here.keeper)
    scans = scan_unit(stock_take_id=taken.id, unit_id=here.units[1], by=here.keeper)
    assert [(scan.portion_id, name_of(scan.portion)) for scan in scans] == [(portion.id, "张三")]


def test_a_case_of_another_house_is_nobodys_own_case(houses):
    assert own_case(houses.there.portion()).id == houses.there.case.id
    assert own_case(houses.arrive()) is None


def test_the_pages_lead_from_the_portion_to_a_deposit(houses, keeper):
    page = f"/portions/{houses.arrive(contact_given=True).id}"
    shown = keeper.get(page).text
    for said in (f"{page}/deposit", f"{page}/right", "张小三 138****8000"):
        assert said in shown
    assert "张三" in keeper.get(f"{page}/deposit").text
    typed = {
        "unit_id": str(houses.units[0]),
        "certificate_number": houses.there.certificate,
        "months": "12",
    }
    answer = keeper.post(f"{page}/deposit", data=typed)
    assert "请填写收费窗口开出的票据号" in answer.text
    assert houses.there.certificate in answer.text
    answer = keeper.post(f"{page}/deposit", data=typed | {"receipt": OTHERS_PRICE})
    shown = keeper.get(answer.location).text
    for said in ("张三", OTHERS_PRICE, "/plate"):
        assert said in shown
    assert f"/cases/{houses.there.case.number}" not in shown
    assert "张三" in keeper.get("/ashes").text
    assert "张三" in keeper.get(f"/units/{houses.units[0]}").text
    assert "没有打印机" not in keeper.get(page).text


def test_the_pages_lead_from_the_portion_to_a_right(houses, keeper):
    page = f"/portions/{houses.arrive().id}"
    answer = keeper.post(f"{page}/right", data={"unit_id": str(houses.units[1])})
    shown = keeper.get(answer.location).text
    for said in ("张三", "收费窗口的票据号", houses.there.case.number):
        assert said in shown
    assert f"/cases/{houses.there.case.number}" not in shown
    released = keeper.post(f"{answer.location}/release")
    assert released.location == f"{page}/right"


def test_the_other_houses_case_stays_closed(houses, keeper):
    number = houses.there.case.number
    houses.arrive()
    for page in (f"/cases/{number}", f"/cases/{number}/right", f"/cases/{number}/portions"):
        assert keeper.get(page).status_code == 404


def test_a_plate_opens_for_those_who_work_there(app, houses, keeper):
    deposit = houses.deposit(houses.arrive())
    page = f"/p/{deposit.plates[0].token}"
    for reader in (keeper, visit(app)):
        shown = reader.get(page)
        assert (shown.status_code, "1950" in shown.text) == (200, True)


def test_a_family_finds_its_own_where_they_are_now(app, houses):
    portion = houses.arrive()
    houses.inter(portion, 1)
    asked = {
        "deceased_name": "张三",
        "died_in": str(portion.deceased.died_on.year),
        "known": "8000",
    }
    assert "静园骨灰堂" in visit(app).post("/find-resting-place", data=asked).text


def test_a_searching_keeper_finds_who_lies_there(houses, keeper):
    houses.inter(houses.arrive(), 1)
    for words in ("张三", "松1排2号"):
        answer = keeper.post("/desk/find", data={"search": words}, follow_redirects=True)
        assert "张三" in answer.text
        assert "静园骨灰堂" in answer.text
    shown = keeper.post("/portions", data={"search": "zs"}, follow_redirects=True).text
    assert "张三" in shown
