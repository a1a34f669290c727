"""Ashes from another county stay: kept, with a right, in the family's own place, and found."""

from datetime import date, timedelta

import pytest

from cemetery.ashes.errors import CertificateOfOthers, DeathAfterCremation, IssuerMissing
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.operations import print_portion_label
from cemetery.ashes.people import list_ashes_found
from cemetery.ashes.queries.portions import list_portions, number_of
from cemetery.ashes.scanned import portion_scanned
from cemetery.deposit_papers import agreement_of
from cemetery.errors import UnitTaken
from cemetery.finding import get_resting_places
from cemetery.queries import list_deposits
from cemetery.rights.errors import PersonNamedAlready, UnitHeld
from cemetery.rights.grounds import Living
from cemetery.rights.kinds import Ground
from cemetery.rights.operations import add_right_person, hold_unit
from cemetery.rights.papers import burial_certificate_of
from cemetery.rights.queries import list_rights
from cemetery.scanned import find_scanned_plate
from funeral.ash_slips import ASH_LABEL
from hardware.errors import AlreadyPrinted
from hardware.operations import add_printer
from hardware.plain import plain
from hardware.queries import list_print_jobs
from hardware.slips import Slip
from kernel import clock
from kernel.db import db
from kernel.people.collecting import CollectorIsDeceased
from kernel.people.deceased import IdentityKind
from kernel.people.finding import find_people
from kernel.people.identity import BadIdentityNumber
from tests import world
from tests.ashes.houses import OTHERS_PRICE, SPOUSE_BORN, make_houses
from tests.ashes.scene import again, foreign
from tests.visitor import visit

NUMBER, ISSUER = "WC2025-0831", "武汉市武昌殡仪馆"


@pytest.fixture
def houses(context):
    return make_houses()


@pytest.fixture
def keeper(app, houses):
    return visit(app, "gm-columbarium")


def bring(houses, **changed):
    """To B, which has no crematorium."""
    own = {"institution_id": houses.here.id, "by": houses.keeper}
    return foreign(houses.there, **(own | changed))


def test_they_are_found_by_name_pinyin_identity_and_their_certificate(houses):
    number = world.identity_number()
    portion = bring(houses, identity_number=number)
    for words in ("李示江", "示江", "lishijiang", number):
        assert find_people(words).deceased == (portion.deceased_id,)
        ashes = list_ashes_found(find_people(words))
        assert list_portions(ashes_ids=ashes).items == [portion]
    assert list_ashes_found(find_people("wc2025 0831")) == [portion.ashes_id]


def test_the_number_of_the_deceased_collects_nothing(houses):
    number = world.identity_number()
    portion = bring(houses, identity_number=number)
    with pytest.raises(CollectorIsDeceased):
        houses.there.collect(
            portion, received_by="李小江", identity_number=number, by=houses.keeper
        )


def test_what_is_not_known_of_them_is_not_made_up(houses):
    known = bring(houses).deceased
    assert (known.identity_kind, known.identity_number) == (IdentityKind.UNSTATED, None)
    assert known.shown_identity == "证件未登记"
    assert known.born_on is None


def test_a_number_that_is_none_and_a_death_after_the_cremation_are_refused(houses):
    with pytest.raises(BadIdentityNumber):
        bring(houses, identity_number="42122119500304001")
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(DeathAfterCremation):
        bring(houses, cremated_on=yesterday, died_on=clock.today())
    assert find_people("李示江").deceased == ()


def test_they_are_kept_for_a_term_and_collected(houses):
    portion = bring(houses)
    with pytest.raises(CertificateOfOthers):
        houses.deposit(portion)
    deposit = houses.deposit(portion, certificate_number="wc2025-0831")
    assert (deposit.case_id, deposit.certificate_number) == (None, portion.certificate_number)
    assert again(portion).stands is PortionState.DEPOSITED
    assert list_deposits(found=find_people("李示江")).items == [deposit]
    assert find_scanned_plate(deposit.plates[0].token).whose == "李示江"
    paper = str(agreement_of(deposit))
    for said in (ISSUER, OTHERS_PRICE, "李小江"):
        assert said in paper
    identity = world.identity_number()
    houses.there.collect(
        again(portion), received_by="李小江", identity_number=identity, by=houses.keeper
    )
    assert deposit.collected_at


def test_their_family_gets_a_right_and_they_lie_by_it(houses):
    portion = bring(houses)
    right = houses.grant(portion, ground_paper=NUMBER)
    [person] = right.persons
    assert (person.foreign_certificate_id, person.case_id) == (portion.ashes_id, None)
    assert person.ground_paper == f"{ISSUER} {again(portion).foreign_certificate.number}"
    houses.inter(portion, 1, certificate_number=NUMBER)
    assert right.unit.taken == 1
    assert "李示江" in str(burial_certificate_of(right, "https://ly.example.cn"))
    assert list_rights(found=find_people("李示江")).items == [right]


def test_another_family_does_not_get_the_place_one_decides_about(houses):
    hold_unit(unit_id=houses.units[1], portion_id=bring(houses).id, by=houses.keeper)
    other = bring(houses, certificate_number="WC2025-0900", deceased_name="王示山")
    with pytest.raises(UnitHeld):
        hold_unit(unit_id=houses.units[1], portion_id=other.id, by=houses.keeper)
    with pytest.raises(UnitHeld):
        houses.inter(other, 1, certificate_number="WC2025-0900")


def test_a_spouse_who_was_named_alive_and_cremated_elsewhere_is_laid_beside(houses):
    """The right of a double niche names a living spouse by the identity number."""
    number = world.identity_number(SPOUSE_BORN)
    right = houses.grant(houses.arrive())
    add_right_person(
        number=right.number,
        ground=Ground.SPOUSE,
        ground_paper="结婚证",
        living=Living("李示江", number),
        by=houses.keeper,
    )
    houses.inter(houses.there.portion(), 1)
    stranger = bring(houses, certificate_number="WC2025-0900")
    with pytest.raises(UnitTaken):
        houses.inter(stranger, 1, certificate_number="WC2025-0900")
    spouse = bring(houses, identity_number=number)
    assert houses.inter(spouse, 1, certificate_number=NUMBER).unit_id == right.unit_id
    assert right.unit.taken == 2


def test_one_named_alive_is_named_again_by_the_foreign_certificate_only_once(houses):
    number = world.identity_number(SPOUSE_BORN)
    right = houses.grant(houses.arrive())
    named = {"number": right.number, "by": houses.keeper}
    living = Living("李示江", number)
    add_right_person(ground=Ground.SPOUSE, ground_paper="结婚证", living=living, **named)
    spouse = bring(houses, identity_number=number)
    died = {"ground": Ground.CREMATION, "ground_paper": NUMBER, "case_number": NUMBER}
    add_right_person(**died, **named)
    assert [person.ashes_id for person in right.persons][1] == spouse.ashes_id
    with pytest.raises(PersonNamedAlready):
        add_right_person(**died, **named)


def test_of_two_certificates_of_one_number_the_issuer_says_which(houses, keeper):
    right = houses.grant(houses.arrive())
    bring(houses)
    second = bring(houses, issuer="咸宁市殡仪馆", deceased_name="王示山")
    died = {"ground": Ground.CREMATION, "ground_paper": NUMBER, "case_number": NUMBER}
    with pytest.raises(IssuerMissing):
        add_right_person(number=right.number, by=houses.keeper, **died)
    page = f"/rights/{right.number}/persons"
    assert 'id="issuer-error"' in keeper.post(page, data=died).text
    keeper.post(page, data=died | {"issuer": "没有的馆"})
    assert right.names == ["张三"]
    keeper.post(page, data=died | {"issuer": "咸宁市 殡仪馆"})
    db.session.refresh(right)
    assert [person.ashes_id for person in right.persons][1] == second.ashes_id


def test_a_certificate_with_a_long_number_is_accepted_wherever_it_is_typed(houses, keeper):
    number = "鄂武昌殡火字第202500831号附0000000000000001"
    right = houses.grant(houses.arrive())
    brought = bring(houses, certificate_number=number)
    died = {"ground": Ground.CREMATION, "ground_paper": number, "case_number": number}
    keeper.post(f"/rights/{right.number}/persons", data=died)
    assert [person.ashes_id for person in right.persons][1] == brought.ashes_id


def test_a_keeper_scans_what_stands_on_their_certificate(houses):
    portion = bring(houses)
    for said in (NUMBER, "wc2025 0831", f"{NUMBER} A"):
        assert portion_scanned(said, "").id == portion.id


def test_their_urn_gets_a_label_once(houses):
    portion = bring(houses)
    add_printer(
        institution_id=houses.here.id, name="前台", host="127.0.0.1", port=1, by=houses.keeper
    )
    print_portion_label(portion_id=portion.id, by=houses.keeper)
    [job] = list_print_jobs(houses.here.id, ASH_LABEL, number_of(portion))
    words = plain(Slip.from_json(job.slip), 32)
    for said in ("李示江", portion.certificate_number, "武汉市武昌殡仪馆"):
        assert said in words
    with pytest.raises(AlreadyPrinted):
        print_portion_label(portion_id=portion.id, by=houses.keeper)


def test_their_family_finds_them_by_what_it_knows(houses):
    number = world.identity_number(date(1950, 3, 4))
    portion = bring(houses, identity_number=number)
    houses.inter(portion, 1, certificate_number=NUMBER)
    for known in (number[-4:], "wc2025-0831"):
        [place] = get_resting_places(name="李示江", died_in=clock.today().year, known=known)
        assert place.unit.id == houses.units[1]


def test_the_pages_keep_them_and_find_them(houses, keeper):
    portion = bring(houses)
    page = f"/portions/{portion.id}"
    assert f"{page}/deposit" in keeper.get(page).text
    assert "李小江" in keeper.get(f"{page}/right").text
    typed = {
        "unit_id": str(houses.units[0]),
        "certificate_number": NUMBER,
        "months": "12",
        "receipt": OTHERS_PRICE,
    }
    answer = keeper.post(f"{page}/deposit", data=typed)
    assert ISSUER in keeper.get(answer.location).text
    for words in ("李示江", NUMBER):
        found = keeper.post("/desk/find", data={"search": words}, follow_redirects=True)
        assert "李示江" in found.text


def test_a_reserved_place_is_offered_to_whom_it_was_reserved_for(houses, keeper):
    number = world.identity_number(SPOUSE_BORN)
    right = houses.grant(houses.arrive())
    add_right_person(
        number=right.number,
        ground=Ground.SPOUSE,
        ground_paper="结婚证",
        living=Living("李示江", number),
        by=houses.keeper,
    )
    spouse = bring(houses, identity_number=number)
    shown = keeper.get(f"/portions/{spouse.id}").text
    assert right.number in shown
    assert str(right.unit_id) in keeper.get(f"/portions/{spouse.id}/inter").text
