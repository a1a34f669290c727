"""Ashes that went on: the house between keeps what it wrote, and nobody is told too early."""

import pytest

from cemetery.ashes.errors import KeptElsewhere
from cemetery.ashes.operations import divide_ashes
from cemetery.ashes.papers import entitled_to
from cemetery.ashes.people import family_of, list_ashes_found
from cemetery.ashes.queries.portions import (
    get_any_portion,
    get_portion,
    list_portions,
    list_portions_of,
)
from cemetery.deposit_papers import agreement_of, certificate_of
from cemetery.queries import list_deposits
from cemetery.records import records_of_right
from cemetery.rights.operations import hold_unit
from kernel.people.actors import Role
from kernel.people.finding import find_people
from kernel.scope import Scope, seeing
from tests import world
from tests.ashes.houses import make_houses
from tests.ashes.scene import foreign
from tests.visitor import visit

NUMBER = "WC2025-0831"


@pytest.fixture
def houses(context):
    return make_houses()


@pytest.fixture
def further(houses):
    """A third house of the county, and its keeper."""
    home = world.make_home("QH", "421221")
    return home, world.make_staff("QH-columbarium", Role.COLUMBARIUM, home.id).actor()


@pytest.fixture
def keeper(app, houses):
    return visit(app, "gm-columbarium")


def pass_on(houses, portion, further):
    home, receiver = further
    houses.there.send(portion, to=home.id, by=houses.keeper)
    houses.there.acknowledge(portion, by=receiver)


def test_the_house_between_keeps_its_deposit_and_finds_it_by_name(houses, further):
    portion = houses.arrive()
    deposit = houses.deposit(portion)
    pass_on(houses, portion, further)
    with seeing(Scope((houses.here.id,))):
        assert get_portion(portion.id).institution_id == further[0].id
        for paper in (agreement_of(deposit), certificate_of(deposit, "https://ly.example.cn")):
            assert "张三" in str(paper)
        found = find_people("zhangsan")
        assert list_deposits(found=found).items == [deposit]
        assert list_portions(ashes_ids=list_ashes_found(found)).items == [portion]
    with seeing(Scope((world.make_home("XN", "421202").id,))):
        assert list_portions().total == 0


def test_its_pages_stay_open(houses, further, keeper):
    portion = houses.arrive()
    number = houses.deposit(portion).number
    pass_on(houses, portion, further)
    for page in (f"/ashes/{number}", "/ashes", f"/portions/{portion.id}"):
        shown = keeper.get(page)
        assert (shown.status_code, "张三" in shown.text) == (200, True), page


def test_the_pages_of_a_hold_stay_open_too(houses, further, keeper):
    portion = houses.arrive()
    hold = hold_unit(unit_id=houses.units[1], portion_id=portion.id, by=houses.keeper)
    pass_on(houses, portion, further)
    page = f"/rights/holds/{hold.id}"
    assert "张三" in keeper.get(page).text
    assert keeper.post(f"{page}/release").location == f"/portions/{portion.id}/right"


def test_where_foreign_ashes_began_they_are_found_and_come_back_as_the_same_person(houses, further):
    portion = foreign(houses.there, institution_id=houses.here.id, by=houses.keeper)
    person = portion.deceased_id
    pass_on(houses, portion, further)
    with seeing(Scope((houses.here.id,))):
        ashes = list_ashes_found(find_people("李示江"))
        assert [each.id for each in list_portions(ashes_ids=ashes).items] == [portion.id]
    houses.there.send(portion, to=houses.here.id, by=further[1])
    houses.there.acknowledge(portion, by=houses.keeper)
    assert get_portion(portion.id).deceased_id == person


def test_of_several_parts_the_one_that_is_here_speaks_for_the_person(houses, further):
    part = houses.there.divide()[0]
    whole = houses.arrive()
    houses.there.send(part, to=houses.here.id)
    houses.there.acknowledge(part, by=houses.keeper)
    pass_on(houses, whole, further)
    for home, letter in ((houses.here.id, "B"), (further[0].id, "A")):
        with seeing(Scope((home,))):
            assert get_any_portion(whole.ashes_id).letter == letter


def test_a_phone_is_known_only_once_the_ashes_are_there(houses):
    portion = houses.send()
    with seeing(Scope((houses.here.id,))):
        family = family_of(get_portion(portion.id))
        assert (family.name, family.phone, family.identity_number) == ("张小三", "", "")
    with seeing(Scope((houses.there.home.id,))):
        assert family_of(get_portion(portion.id)).phone == "13800138000"


def test_no_place_is_held_for_ashes_another_house_answers_for(houses, further):
    portion = houses.send()
    with pytest.raises(KeptElsewhere):
        hold_unit(unit_id=houses.units[1], portion_id=portion.id, by=houses.keeper)
    houses.there.acknowledge(portion, by=houses.keeper)
    assert hold_unit(unit_id=houses.units[1], portion_id=portion.id, by=houses.keeper)
    pass_on(houses, portion, further)
    with pytest.raises(KeptElsewhere):
        hold_unit(unit_id=houses.units[2], portion_id=portion.id, by=houses.keeper)


def test_who_asked_to_divide_them_did_not_bring_them(houses):
    whole = foreign(houses.there, institution_id=houses.here.id, by=houses.keeper)
    divide_ashes(
        portion_id=whole.id, more=1, asked_by="王示清", reason="分葬两地", by=houses.keeper
    )
    for portion in list_portions_of(whole.ashes_id):
        assert family_of(portion).name == entitled_to(portion).name == "李小江"


def test_the_proof_of_a_right_has_everything_of_whom_it_names_from_elsewhere(houses):
    portion = foreign(houses.there, institution_id=houses.here.id, by=houses.keeper)
    right = houses.grant(portion, ground_paper=NUMBER)
    records = records_of_right(right.id)
    assert f"foreign_certificates/{portion.ashes_id}" in records
    assert f"ash_portions/{portion.id}" in records
