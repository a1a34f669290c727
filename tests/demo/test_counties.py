"""The demo counties charge what was published and name only what exists."""

from decimal import Decimal

import pytest

from billing.policy_text.file import POLICIES, load_policy
from billing.pricing import estimate, price
from demo.counties import COUNTIES, FOLDER, CountyFileMistake, read_county
from demo.names import (
    invented_credit_code,
    invented_identity_number,
    invented_person,
    is_credit_code,
)
from funeral.charges import ITEM_OF_CREMATOR
from funeral.kinds import CrematorType
from kernel.people.actors import Role
from kernel.people.identity import Sex, parse_identity_number
from kernel.places import InstitutionKind
from kernel.regions import full_name

JIAYU = {item.code: item.terms for item in read_county("jiayu").tariff}
DONGWU = {item.code: item.terms for item in read_county("dongwuzhumuqin").tariff}


def test_every_file_of_the_folder_is_a_county_that_loads():
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(COUNTIES)
    assert [full_name(read_county(name).region) for name in COUNTIES] == [
        "湖北省咸宁市嘉鱼县",
        "内蒙古自治区锡林郭勒盟东乌珠穆沁旗",
    ]


@pytest.mark.parametrize("name", COUNTIES)
def test_a_county_speaks_the_systems_words(name):
    county = read_county(name)
    codes = {institution.code for institution in county.institutions}
    kinds = {institution.kind for institution in county.institutions}
    assert kinds == {InstitutionKind.FUNERAL_HOME, InstitutionKind.CIVIL_AFFAIRS}
    assert {staff.role for staff in county.staff} == set(Role)
    assert {staff.institution for staff in county.staff} == codes
    assert any(zone.kind == "niche" for site in county.sites for zone in site.zones)


@pytest.mark.parametrize("name", COUNTIES)
def test_a_county_has_its_waiver_policy_and_two_operators(name):
    county = read_county(name)
    policy = load_policy(POLICIES / f"{county.waiver_policy}.yaml")
    listed = {item.code for item in county.tariff}
    assert policy.region == county.region
    assert {item.code for item in policy.items} <= listed
    assert [staff.role for staff in county.staff].count(Role.OPERATOR) == 2


@pytest.mark.parametrize("name", COUNTIES)
def test_every_cremator_has_a_published_price(name):
    county = read_county(name)
    cremators = [r.variety for r in county.resources if r.kind == "cremator"]
    assert {ITEM_OF_CREMATOR[CrematorType(v)] for v in cremators} <= {
        item.code for item in county.tariff
    }


@pytest.mark.parametrize("name", COUNTIES)
def test_blocks_are_the_default_slot_model(name):
    minutes = {
        (r.kind, r.setup_minutes, r.use_minutes, r.cleanup_minutes)
        for r in read_county(name).resources
    }
    assert minutes == {("hall", 30, 20, 10), ("cremator", 0, 60, 30)}


@pytest.mark.parametrize(
    ("terms", "quantity", "yuan"),
    [
        (JIAYU["storage"], "90", 900),
        (JIAYU["hall_small"], "0.33", 20),
        (JIAYU["hall_medium"], "4", 200),
        (JIAYU["hall_large"], "1.5", 180),
        (JIAYU["cremation_flat"], "1", 500),
        (JIAYU["cremation_collecting"], "1", 850),
        (JIAYU["preparation"], "1", 300),
        (JIAYU["ash_deposit"], "12", 180),
        (DONGWU["transfer"], "68.4", 775),
        (DONGWU["storage"], "71.5", 100),
        (DONGWU["cremation_flat"], "1", 600),
        (DONGWU["ash_deposit"], "36", 120),
    ],
)
def test_prices_are_the_published_ones(terms, quantity, yuan):
    assert price(terms, Decimal(quantity)) == yuan * 100


def test_a_family_in_jiayu_is_told_the_ceiling_of_a_trip():
    assert estimate(JIAYU["transfer"], Decimal(42)) == (51000, True)
    assert price(JIAYU["transfer"], Decimal(42), 42000) == 42000


def test_what_dongwu_publishes_no_price_for_is_not_on_its_list():
    assert sorted(DONGWU) == ["ash_deposit", "cremation_flat", "storage", "transfer"]


def test_invented_institutions_have_correct_credit_codes_that_show_they_are_invented():
    # A code in public use proves the checks; ours say DEM.
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")
    for name in COUNTIES:
        county = read_county(name)
        for serial, institution in enumerate(county.institutions, start=1):
            assert institution.credit_code == invented_credit_code(county.region, serial)
            assert is_credit_code(institution.credit_code)
            assert "演示" in institution.name


@pytest.mark.parametrize("serial", range(40))
def test_invented_persons_have_correct_identity_numbers(serial):
    person = invented_person(serial, "421221103")
    number = parse_identity_number(person.identity_number)
    assert number.born_on == person.born_on
    assert number.sex is person.sex
    assert number.region_hint.startswith("421221")
    assert person.name[1] == "示"


def test_the_sex_of_an_invented_number_is_the_one_asked_for():
    born_on = invented_person(1, "152525").born_on
    number = invented_identity_number("152525", born_on, Sex.FEMALE, 1)
    assert parse_identity_number(number).sex is Sex.FEMALE


@pytest.mark.parametrize(
    ("right", "wrong", "at"),
    [
        ("unit: hour, price: 10}", "unit: hour}", "- {code: storage"),
        ('opens: "05:00"', 'opens: "5点"', 'opens: "5点"'),
        ("markup: 30", "markup: 多", "- {code: urn_plain"),
        ("includes: [carrying", "includes: [", "- {code: transfer"),
        ("variety: collecting", "variety: medium", "variety: medium, name: 3"),
    ],
)
def test_a_mistake_in_a_county_file_names_its_line(right, wrong, at, tmp_path, monkeypatch):
    text = (FOLDER / "jiayu.yaml").read_text(encoding="utf-8")
    wrong = text.replace(right, wrong)
    (tmp_path / "jiayu.yaml").write_text(wrong, encoding="utf-8")
    monkeypatch.setattr("demo.counties.FOLDER", tmp_path)
    line = wrong[: wrong.index(at)].count("\n") + 1
    with pytest.raises(CountyFileMistake, match=f"jiayu.yaml第{line}行"):
        read_county("jiayu")
