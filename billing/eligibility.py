"""Whether a policy applies to one deceased, and the sentences that say why or why not."""

from collections.abc import Callable, Iterator

from billing.classes import PolicyKind
from billing.facts import Facts
from billing.policy import (
    CountyPolicy,
    CremationElsewhere,
    Elsewhere,
    Exclusion,
    Place,
    Policy,
    Registration,
    Way,
)
from billing.sentences import N_, Sentence, say
from kernel.regions import CITY, PROVINCE, county_of, full_name, is_within

Reasons = tuple[Sentence, ...]

EXCLUDED = {
    Exclusion.FUNERAL_GRANT: N_("已领取一次性丧葬费，按规定不再减免。"),
    Exclusion.WAIVED_ELSEWHERE: N_("已在别处享受减免，按规定不能重复享受。"),
}
UNDATED = {
    PolicyKind.WAIVER: N_("还没有登记%(key)s，不能确认减免。"),
    PolicyKind.REWARD: N_("还没有登记%(key)s，不能确认奖补。"),
}
MEANT_FOR = {
    PolicyKind.WAIVER: N_("减免对象是%(whom)s。"),
    PolicyKind.REWARD: N_("奖补对象是%(whom)s。"),
}
FITS = {
    PolicyKind.WAIVER: N_("符合减免条件：%(who)s。"),
    PolicyKind.REWARD: N_("符合奖补条件：%(who)s。"),
}
NOWHERE = {
    "death": N_("还没有登记离世地。"),
    "cremation": N_("还没有登记火化地。"),
}
OUTSIDE = {
    "death": N_("离世地不在%(region)s。"),
    "cremation": N_("火化地不在%(region)s。"),
}
AT_HOME = {
    "death": N_("离世地与户籍地是同一个县，不适用这份文件。"),
    "cremation": N_("火化地与户籍地是同一个县，不适用这份文件。"),
}


def judge(policy: CountyPolicy, facts: Facts) -> tuple[bool, Reasons]:
    """Reasons to refuse, all of them; if there are none, the way that fits."""
    against = (
        *_outside_validity(policy, facts),
        *_excluded(policy, facts),
        *_cremated_too_far(policy, facts),
    )
    fitting = find_way(policy, facts)
    if fitting is None:
        against = (*against, *_no_way_in(policy, facts))
    if against or fitting is None:
        return False, against
    return True, _why(fitting, policy, facts)


def way_of(policy: CountyPolicy, facts: Facts) -> Way | None:
    """The way by which this case is eligible; None where it is not."""
    eligible, _reasons = judge(policy, facts)
    return find_way(policy, facts) if eligible else None


def find_way(policy: CountyPolicy, facts: Facts) -> Way | None:
    """The first way in that is open."""
    return next((way for way in policy.ways if not any(_failings(way, policy, facts))), None)


def _outside_validity(policy: CountyPolicy, facts: Facts) -> Iterator[Sentence]:
    day = facts.day(policy.date_key)
    key = policy.date_key.chinese
    if day is None:
        yield say(UNDATED[policy.kind], key=key)
    elif day < policy.valid_from:
        since = policy.valid_from.isoformat()
        yield say(N_("%(key)s早于政策生效日%(day)s。"), key=key, day=since)
    elif policy.valid_to is not None and not policy.covers(day):
        until = policy.valid_to.isoformat()
        yield say(N_("%(key)s晚于政策截止日%(day)s。"), key=key, day=until)


def _excluded(policy: CountyPolicy, facts: Facts) -> Iterator[Sentence]:
    if facts.funeral_grant and Exclusion.FUNERAL_GRANT in policy.exclusions:
        yield say(EXCLUDED[Exclusion.FUNERAL_GRANT])
    if facts.waived_elsewhere and _counts_elsewhere(policy):
        yield say(EXCLUDED[Exclusion.WAIVED_ELSEWHERE])
    if facts.waiver_class in policy.excluded_classes:
        yield say(N_("文件写明不含%(name)s。"), name=facts.waiver_class.chinese)


def _counts_elsewhere(policy: CountyPolicy) -> bool:
    """One deceased, one waiver, written or not; a reward only where its text says so."""
    return policy.kind is PolicyKind.WAIVER or Exclusion.WAIVED_ELSEWHERE in policy.exclusions


def _cremated_too_far(policy: CountyPolicy, facts: Facts) -> Iterator[Sentence]:
    elsewhere = _elsewhere(policy, facts)
    if elsewhere is None:
        return
    if elsewhere.rule is Elsewhere.NOT_COVERED:
        yield say(N_("在%(region)s以外火化的不予减免。"), region=full_name(policy.region))
    elif elsewhere.within and not is_within(facts.cremated_in or "", elsewhere.within):
        yield say(N_("在%(region)s以外火化的不予减免。"), region=full_name(elsewhere.within))
    elif elsewhere.rule is Elsewhere.HOME_STANDARD and not facts.has_receipts:
        yield say(N_("在异地火化的，凭火化证明和费用票据报销；还没有登记票据。"))


def _elsewhere(policy: CountyPolicy, facts: Facts) -> CremationElsewhere | None:
    """The rule for a cremation outside the region, where the case is one."""
    if isinstance(policy, Policy) and policy.is_elsewhere(facts):
        return policy.elsewhere
    return None


def _failings(way: Way, policy: CountyPolicy, facts: Facts) -> Iterator[Sentence]:
    """Why this way is not open, class first; nothing where it is."""
    if not _is_of_class(way, facts):
        name = facts.waiver_class.chinese
        yield say(N_("逝者登记为%(name)s，不在其中。"), name=name)
    yield from REGISTERED[way.registration](way, policy, facts)
    yield from _misplaced("death", way.place_of_death, facts.place_of_death, policy, facts)
    yield from _misplaced("cremation", way.place_of_cremation, facts.cremated_in, policy, facts)
    if way.needs_contract and not facts.has_contract:
        yield say(N_("没有登记在合同期内的劳动合同。"))
    if (facts.pension_months or 0) < way.pension_months:
        yield say(
            N_("养老保险要缴满%(needed)s个月，已登记%(paid)s个月。"),
            needed=str(way.pension_months),
            paid=str(facts.pension_months or 0),
        )


def _is_of_class(way: Way, facts: Facts) -> bool:
    return way.classes is None or facts.waiver_class in way.classes


def _registered_anywhere(_way: Way, _policy: CountyPolicy, _facts: Facts) -> Iterator[Sentence]:
    return iter(())


def _registered_within(way: Way, policy: CountyPolicy, facts: Facts) -> Iterator[Sentence]:
    if facts.household_registration is None:
        yield say(N_("还没有登记逝者的户籍地。"))
    elif not _lies_in(way, policy, facts.household_registration):
        yield say(N_("逝者户籍地不在%(region)s。"), region=_named(way, policy))


def _parent_registered(way: Way, policy: CountyPolicy, facts: Facts) -> Iterator[Sentence]:
    if facts.parent_registration is None:
        yield say(N_("还没有登记父母一方的户籍地。"))
    elif not _lies_in(way, policy, facts.parent_registration):
        yield say(N_("父母的户籍地不在%(region)s。"), region=_named(way, policy))


REGISTERED: dict[Registration, Callable[[Way, CountyPolicy, Facts], Iterator[Sentence]]] = {
    Registration.ANY: _registered_anywhere,
    Registration.WITHIN: _registered_within,
    Registration.PARENT: _parent_registered,
}


def _lies_in(way: Way, policy: CountyPolicy, code: str) -> bool:
    return any(is_within(code, region) for region in way.regions or (policy.region,))


def _named(way: Way, policy: CountyPolicy) -> str:
    return "、".join(full_name(region) for region in way.regions or (policy.region,))


def _misplaced(
    event: str, place: Place, code: str | None, policy: CountyPolicy, facts: Facts
) -> Iterator[Sentence]:
    if place is Place.ANY:
        return
    if code is None:
        yield say(NOWHERE[event])
    elif not is_within(code, region := _region_of(place, policy)):
        yield say(OUTSIDE[event], region=full_name(region))
    elif place is Place.OTHER_COUNTY and _same_county(code, facts.household_registration):
        yield say(AT_HOME[event])


def _region_of(place: Place, policy: CountyPolicy) -> str:
    lengths = {Place.SAME_CITY: CITY, Place.SAME_PROVINCE: PROVINCE}
    return policy.region[: lengths.get(place)]


def _same_county(code: str, registration: str | None) -> bool:
    return registration is not None and county_of(code) == county_of(registration)


def _no_way_in(policy: CountyPolicy, facts: Facts) -> Reasons:
    whole = "、".join(way.who for way in policy.ways)
    reasons = [say(MEANT_FOR[policy.kind], whom=whole)]
    near = [way for way in policy.ways if _is_of_class(way, facts)] or policy.ways[:1]
    failings = [failing for way in near for failing in _failings(way, policy, facts)]
    if not _is_of_class(near[0], facts):
        failings = failings[:1]
    return (*reasons, *dict.fromkeys(failings))


def _why(way: Way, policy: CountyPolicy, facts: Facts) -> Reasons:
    reasons = [say(FITS[policy.kind], who=way.who)]
    reasons += [
        say(
            N_("“%(question)s”文件没有写明，按本地设定：%(reading)s。"),
            question=policy.setting(code).question,
            reading=policy.setting(code).reading,
        )
        for code in way.settings
    ]
    elsewhere = _elsewhere(policy, facts)
    if elsewhere is not None:
        reasons.append(say(ELSEWHERE[elsewhere.rule]))
    return tuple(reasons)


ELSEWHERE = {
    Elsewhere.HOME_STANDARD: N_("在异地火化，先付清，再凭票据按本地标准报销。"),
    Elsewhere.CREMATION_PLACE: N_("在异地火化，按火化地的标准减免。"),
    Elsewhere.NOT_COVERED: N_("在异地火化的不予减免。"),
}
