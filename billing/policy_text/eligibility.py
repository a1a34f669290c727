"""Reads whom a policy is for, and whom it leaves out."""

from collections.abc import Container

from billing.classes import WaiverClass
from billing.policy import Evidence, Exclusion, Place, Registration, Way
from billing.policy_text.readings import Readings, names_in
from kernel.checked_yaml import Value
from kernel.i18n import _
from kernel.regions import find_region

PLACES = ("place_of_death", "place_of_cremation")
WORK = ("contract", "pension_months")


def read_region(value: Value) -> str:
    code = value.text()
    if find_region(code) is None:
        value.refuse(_("没有代码为“%(code)s”的行政区划。"), code=code)
    return code


def read_ways(block: Value, rests_on: Readings) -> tuple[Way, ...]:
    ways = []
    taken: set[tuple[object, ...]] = set()
    for value in block.items():
        way = _read_way(value, rests_on)
        classes = value.entries().get("classes")
        entries = classes.items() if classes else [value]
        where = (way.registration, way.regions, way.place_of_death, way.place_of_cremation)
        for entry, named in zip(entries, _listed(classes) or [None], strict=True):
            if (*where, named) in taken:
                entry.refuse(_("同一类对象写了两次，只能留一处。"))
            taken.add((*where, named))
        ways.append(way)
    return tuple(ways)


def _listed(classes: Value | None) -> list[WaiverClass | None]:
    return [entry.choice(WaiverClass) for entry in classes.items()] if classes else []


def _read_way(value: Value, rests_on: Readings) -> Way:
    found = rests_on.fields(
        value,
        *("who", "household_registration"),
        optional=("classes", "evidence", "regions", *PLACES, *WORK),
    )
    registration = found["household_registration"].choice(Registration)
    if "regions" in found and registration is Registration.ANY:
        found["regions"].refuse(_("不限户籍的对象不能再写户籍所在的区域。"))
    regions = found["regions"].items() if "regions" in found else ()
    places = {name: found[name].choice(Place) if name in found else Place.ANY for name in PLACES}
    classes = [each for each in _listed(found.get("classes")) if each]
    return Way(
        who=found["who"].text(),
        classes=frozenset(classes) if classes else None,
        registration=registration,
        evidence=read_evidence(found.get("evidence")),
        settings=names_in(value),
        regions=tuple(read_region(region) for region in regions),
        **places,
        needs_contract=found["contract"].flag() if "contract" in found else False,
        pension_months=found["pension_months"].whole() if "pension_months" in found else 0,
    )


def read_evidence(block: Value | None) -> tuple[Evidence, ...]:
    return tuple(_read_paper(value) for value in block.items()) if block else ()


def _read_paper(value: Value) -> Evidence:
    """Its name alone, or with whether a data match replaces it."""
    if value.is_scalar:
        return Evidence(value.text())
    found = value.fields("paper", optional=("data_match",))
    data_match = found["data_match"].flag() if "data_match" in found else False
    return Evidence(found["paper"].text(), data_match)


def read_exclusions(block: Value | None, rests_on: Readings) -> tuple[Exclusion, ...]:
    exclusions: list[Exclusion] = []
    for value in block.items() if block else []:
        exclusion = rests_on.read(value).choice(Exclusion)
        if exclusion in exclusions:
            value.refuse(_("“%(key)s”写了两次。"), key=exclusion)
        exclusions.append(exclusion)
    return tuple(exclusions)


def read_classes(
    block: Value | None, *, refused: Container[WaiverClass] = ()
) -> tuple[WaiverClass, ...]:
    """Each once, and none that stands in `refused` already."""
    found: list[WaiverClass] = []
    for value in block.items() if block else ():
        each = value.choice(WaiverClass)
        if each in found:
            value.refuse(_("“%(key)s”写了两次。"), key=each)
        if each in refused:
            value.refuse(_("“%(key)s”在文件里另有规定，两处互相矛盾。"), key=each)
        found.append(each)
    return tuple(found)
