"""Which facts a policy asks about beyond those every case holds, so that no one is asked more."""

from billing.classes import WaiverClass
from billing.limits import ByZone, Storeys
from billing.policy import CountyPolicy, Exclusion, Place, Policy, PolicyItem, Registration


def questions_of(policy: CountyPolicy) -> frozenset[str]:
    """Names of `Facts`: funeral_grant, parent_registration, place_of_death, has_contract, …"""
    asked = {
        "funeral_grant": Exclusion.FUNERAL_GRANT in policy.exclusions,
        "parent_registration": any(w.registration is Registration.PARENT for w in policy.ways),
        "place_of_death": any(way.place_of_death is not Place.ANY for way in policy.ways),
        "has_contract": any(way.needs_contract for way in policy.ways),
        "pension_months": any(way.pension_months for way in policy.ways),
        "zone": bool(zones_of(policy)),
        "storeys": any(isinstance(item.limit, Storeys) for item in _items(policy)),
    }
    return frozenset(name for name, is_asked in asked.items() if is_asked)


def zones_of(policy: CountyPolicy) -> tuple[str, ...]:
    """The document's own words for where the hearse drives; empty where it names none."""
    zones = (
        zone
        for item in _items(policy)
        if isinstance(item.limit, ByZone)
        for zone, _limit in item.limit.zones
    )
    return tuple(dict.fromkeys(zones))


def classes_of(policy: Policy) -> frozenset[WaiverClass]:
    """Object classes the policy treats apart; all others are to it as residents are."""
    named = {each for way in policy.ways for each in way.classes or frozenset()}
    named |= {each for item in policy.items for each in item.classes}
    named |= {each for each, _cap in policy.class_caps}
    return frozenset(named | policy.excluded_classes)


def _items(policy: CountyPolicy) -> tuple[PolicyItem, ...]:
    return policy.items if isinstance(policy, Policy) else ()
