"""节地生态安葬: a county counted by hand, each number as long as its list, each person once."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time

import pytest
from sqlalchemy import text

from cemetery.ashes import operations as ashes
from cemetery.ashes.at_rest import Scattering, Word, scatter
from cemetery.ashes.laid import Answer
from cemetery.ashes.models import AshPortion
from cemetery.ashes.queries.laid_to_rest import count_laid
from cemetery.ashes.queries.portions import get_only_portion, lock_portion
from cemetery.ground.kinds import SiteKind, UnitKind, UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.law.eco_burial import EcoBurialMistake, EcoCount, RestWay, lines_for, parse_eco_burial
from cemetery.models import Unit
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units
from cemetery.voyages.kinds import VoyageKind
from cemetery.voyages.models import Voyage
from kernel import clock
from kernel.db import db, transaction
from kernel.people.actors import SETUP, Actor, Role
from kernel.people.claimants import Relation
from oversight.eco_burial import EcoFigures, eco_figures, year_range
from oversight.queries import month_range, seeing_only
from tests import world
from tests.oversight.figures import figure, total, without_token
from tests.visitor import visit
from tests.voyages.scene import plan

ANHUI = "340123"
BROUGHT_BY = "李小江"
ZONES = {
    "树葬区": (UnitKind.TREE, UnitSize(capacity=2)),
    "大墓区": (UnitKind.GRAVE, UnitSize(capacity=1, area=80)),
    "小墓区": (UnitKind.GRAVE, UnitSize(capacity=2, area=80)),
}


@dataclass
class Ground:
    """A home with niches, trees, and graves that are small for two but not for one."""

    code: str
    region: str = world.JIAYU
    home: world.Home = field(init=False)
    keeper: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.home = world.make_home(self.code, self.region)
        world.make_units(self.home.id, 9)
        staff = world.make_staff(f"{self.code}-columbarium", Role.COLUMBARIUM, self.home.id)
        self.keeper = staff.actor()
        site = add_site(
            institution_id=self.home.id,
            kind=SiteKind.PUBLIC_CEMETERY,
            name="公益性公墓",
            address="",
            visiting_hours="8:00–17:00",
            approval="批准文件1号",
            by=SETUP,
        )
        for name, (kind, size) in ZONES.items():
            if self.region == ANHUI and name == "大墓区":
                continue
            units = UnitRange(1, 1, 1, 9)
            add_zone(site_id=site.id, name=name, kind=kind, units=units, size=size, by=SETUP)

    def arrive(self, number: str) -> AshPortion:
        """Of somebody cremated elsewhere: no run of ours is needed for them."""
        return ashes.receive_foreign_ashes(
            institution_id=self.home.id,
            issuer="武昌殡仪馆",
            certificate_number=number,
            cremated_on=clock.today(),
            deceased_name="李示江",
            brought_by=BROUGHT_BY,
            place="骨灰整理间",
            by=self.keeper,
        )

    def unit(self, zone: str) -> Unit:
        return list_free_units(self.home.id, zone)[0]

    def inter(self, portion: AshPortion, zone: str) -> AshPortion:
        ashes.inter_ashes(
            portion_id=portion.id,
            unit_id=self.unit(zone).id,
            certificate_number=portion.foreign_certificate.number,
            household_registration=self.region,
            by=self.keeper,
        )
        return portion

    def scatter(self, portion: AshPortion, voyage: Voyage | None = None) -> None:
        number = portion.foreign_certificate.number
        asked = {"asked_by": BROUGHT_BY, "relation": Relation.CHILD}
        done = {
            "place": "青山坡",
            "scattered_at": clock.now(),
            "witnesses": ["王示清", "李示明"],
        }
        if voyage is None:
            ashes.scatter_ashes(
                portion_id=portion.id,
                certificate_number=number,
                authorisation="",
                by=self.keeper,
                **asked,
                **done,
            )
        else:
            went = Scattering(**done, voyage_id=voyage.id)
            with transaction():
                scatter(lock_portion(portion.id), went, Word(number, **asked), self.keeper)


@contextmanager
def on(month: int, day: int, year: int = 2026) -> Iterator[None]:
    with clock.frozen(clock.at(date(year, month, day), time(10))):
        yield


def make_hand_counted() -> Ground:
    """October and November of a county; each line says what it is, the tests below the sums."""
    here, beyond = Ground("JY"), Ground("TC", "421222")
    world.make_office("MZ")
    world.make_office("TM", "421222")
    world.publish_tariff(here.home.id)
    with on(6, 1, year=2022):
        here.inter(here.arrive("W0"), "小墓区")  # before the ministry's word on small graves
    with on(10, 5):
        here.inter(here.arrive("W1"), "福区")  # a niche saves land, and is no 生态安葬
        here.inter(here.arrive("W2"), "树葬区")
        here.inter(here.arrive("W3"), "大墓区")  # too large for one
        here.inter(here.arrive("W4"), "小墓区")  # the same size for two
        here.scatter(here.arrive("W5"))
        taken_out = here.inter(here.arrive("W6"), "福区")
        misread = here.inter(here.arrive("W7"), "大墓区")
        first, second = _divided(here, here.arrive("W8"))
        here.scatter(first)
        both, rest = _divided(here, here.arrive("W9"))  # two portions in one place: one person
        here.inter(both, "树葬区")
        ashes.inter_ashes(
            portion_id=rest.id,
            unit_id=both.unit_id,
            certificate_number="W9",
            household_registration=here.region,
            by=here.keeper,
        )
        _deposit(here)  # cremated here, and kept for a term only
        beyond.inter(beyond.arrive("T1"), "福区")
    with on(11, 4):
        here.inter(here.arrive("W10"), "福区")
        ashes.disinter_ashes(
            portion_id=taken_out.id,
            applicant="李小江",
            basis="申请书",
            reason="迁往外地",
            place="骨灰整理间",
            by=here.keeper,
        )
        ashes.correct_interment(
            portion_id=misread.id,
            unit_id=here.unit("树葬区").id,
            reason="登记时看错了号",
            by=here.keeper,
        )
        here.inter(second, "大墓区")
    return here


def _divided(here: Ground, whole: AshPortion) -> tuple[AshPortion, AshPortion]:
    ashes.divide_ashes(
        portion_id=whole.id, more=1, asked_by="李小江", reason="分葬两地", by=here.keeper
    )
    return whole, get_only_portion(whole.ashes_id, "B")


def _deposit(here: Ground) -> None:
    certificate = world.cremate(here.home, world.open_case(here.home))
    unit = here.unit("福区")
    deposit_ashes(certificate_number=certificate, unit_id=unit.id, months=12, by=here.keeper)


@pytest.fixture(scope="module")
def here(lasting_context: None) -> Ground:
    return make_hand_counted()


@pytest.fixture
def officer(app, here):
    return visit(app, "mz-officer")


def told(here: Ground, of: Callable[[], EcoFigures]) -> tuple[int, int, int, int]:
    """Laid to rest, of them saving land, of those the narrow count, and the cremations."""
    with seeing_only([here.home.id]):
        figures = of()
        return figures.laid, figures.saving, figures.green, figures.cremations


def test_october_as_it_stood_at_its_end(here):
    # Saving: W1 W2 W4 W5 W6 W8 W9; of those 生态: W2 W5 W8 W9; not: W3, and W7 as it was written.
    assert told(here, lambda: eco_figures(*month_range("2026-10"))) == (9, 7, 4, 1)


def test_november_has_whom_it_buried_first(here):
    # W10 alone: of W8 a portion was at rest before, of W7 only the record was put right.
    assert told(here, lambda: eco_figures(*month_range("2026-11"))) == (1, 1, 0, 0)


def test_the_year_as_it_stands_at_the_end_of_november(here):
    # W6 was taken out; W7 lies under a tree; W8 counts by its grave; nobody counts twice.
    assert told(here, lambda: eco_figures(*year_range("2026-11"))) == (9, 7, 4, 1)
    with seeing_only([here.home.id]):
        counts = {(c.way, c.answer): c.persons for c in count_laid(*year_range("2026-11"))}
    assert counts == {
        (RestWay.NICHE, Answer.SAVING): 2,  # W1 W10
        (RestWay.TREE, Answer.SAVING): 3,  # W2 W7 W9
        (RestWay.GRAVE, Answer.SAVING): 1,  # W4
        (RestWay.GRAVE, Answer.NOT_SAVING): 2,  # W3 W8
        (RestWay.SCATTERED, Answer.SAVING): 1,  # W5
    }


def test_all_who_rest_are_what_the_tables_say(here):
    plain = text(
        "SELECT count(DISTINCT coalesce(case_id, foreign_certificate_id)) FROM ash_portions "
        "WHERE state IN ('interred', 'scattered') AND institution_id = :home"
    )
    resting = db.session.scalar(plain, {"home": here.home.id})
    with seeing_only([here.home.id]):
        every = count_laid(month_range("2022-01")[0], month_range("2026-11")[1])
    assert sum(count.persons for count in every) == resting == 10


def test_what_was_laid_to_rest_counts_by_the_law_of_its_day(here):
    with seeing_only([here.home.id]):
        (count,) = count_laid(*month_range("2022-06"))
    assert (count.way, count.answer) == (RestWay.GRAVE, Answer.NOT_SAVING)


def test_every_number_of_the_page_is_as_long_as_its_list(here, officer):
    page = officer.get("/oversight/eco-burials?month=2026-11").text
    links = re.findall(r'href="(/oversight/laid-to-rest[^"]*)">(\d+)</a>', page)
    assert len(links) == 2 * 4 + 5
    for link, number in links:
        assert total(officer.get(link.replace("&amp;", "&")).text) == int(number), link
    assert "<strong>77.8%</strong>" in page  # 7 ÷ 9
    assert "<strong>700.0%</strong>" in page  # 7 ÷ 1 cremation
    assert "民发〔2016〕21号" in page
    assert "安徽" not in page


def test_the_dashboard_leads_to_it(here, officer):
    page = officer.get("/oversight?month=2026-10").text
    assert figure(page, "节地生态安葬率") == "77.8%"
    nothing = officer.get("/oversight?month=2025-01").text
    assert figure(nothing, "节地生态安葬率") == "—无"
    assert "查看算法" in nothing


def test_the_list_names_nobody_and_pages_by_the_server(here, officer):
    address = "/oversight/laid-to-rest?month=2026-11&span=year&sort=way&direction=asc"
    page = officer.get(address).text
    assert "李示江" not in page
    assert "共 2 份" in page
    assert "公益性公墓 树葬区1排" in page
    narrowed = officer.get(address + "&way=grave&answer=not_saving").text
    assert total(narrowed) == 2
    assert "墓位" in narrowed
    assert total(officer.get(address + "&way=none&answer=none").text) == 9


def test_no_officer_counts_another_county(app, here):
    beyond = visit(app, "tm-officer")
    assert total(beyond.get("/oversight/laid-to-rest?month=2026-10").text) == 1
    page = beyond.get("/oversight/laid-to-rest?month=2026-10&institution=JY").text
    assert "W1" not in without_token(page)
    assert visit(app, "jy-desk").get("/oversight/eco-burials").status_code == 403


def test_a_size_nobody_measured_is_unknown_and_kept_apart(context):
    """In 安徽 the height of the stele decides, and here it was never written down."""
    there = Ground("AH", ANHUI)
    with on(10, 5):
        there.inter(there.arrive("A1"), "小墓区")
        there.inter(there.arrive("A2"), "树葬区")
    with seeing_only([there.home.id]):
        figures = eco_figures(*month_range("2026-10"))
    assert (figures.laid, figures.saving, figures.unknown) == (2, 1, 1)
    assert str(figures.saving_of_laid) == "50.0"
    assert figures.saving_of_cremations is None


def test_what_went_with_a_voyage_counts_by_its_kind(context):
    here = Ground("JY")
    with on(3, 1, year=2027):
        voyages = [plan(here.home, kind=kind) for kind in (VoyageKind.SEA, VoyageKind.RIVER)]
        for number, voyage in enumerate(voyages):
            here.scatter(here.arrive(f"V{number}"), voyage)
    with seeing_only([here.home.id]):
        counts = count_laid(*month_range("2027-03"))
    assert [(c.way, c.green, c.persons) for c in counts] == [
        (RestWay.SEA, True, 1),
        (RestWay.RIVER, True, 1),
    ]


# ---- What counts is data


def test_the_longest_region_decides_for_each_way():
    by_way = {way: line.region for way, line in lines_for(ANHUI, EcoCount.SAVING)}
    assert (by_way[RestWay.GRAVE], by_way[RestWay.TREE]) == ("34", "")
    assert dict(lines_for(world.JIAYU, EcoCount.SAVING))[RestWay.GRAVE].region == ""
    assert RestWay.NICHE not in dict(lines_for(world.JIAYU, EcoCount.GREEN))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("to: 2020-01-01", "截止日期早于生效日期"),
        ("area: 0.555", "最多写两位小数"),
        ("places: [2, 1]", "从小到大"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(wrong, said):
    line = "{counts: [saving], region: '', ways: [grave], basis: 文号, from: 2026-01-01"
    with pytest.raises(EcoBurialMistake) as refused:
        parse_eco_burial(f"schema: 1\nlines:\n  - {line}, {wrong}}}\n")
    assert said in str(refused.value)
    assert "3" in str(refused.value)
