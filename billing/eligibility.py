"""Whether a policy applies to one deceased, and the sentences that say why or why not."""

from billing.lines import Facts
from billing.policy import Exclusion, Policy, Registration, Way
from billing.sentences import N_, Sentence, say
from kernel.regions import full_name, is_within

Reasons = tuple[Sentence, ...]

EXCLUDED = {
    Exclusion.FUNERAL_GRANT: N_("已领取一次性丧葬费，按规定不再减免。"),
    Exclusion.WAIVED_ELSEWHERE: N_("已在别处享受减免，按规定不能重复享受。"),
}


def judge(policy: Policy, facts: Facts) -> tuple[bool, Reasons]:
    """Reasons to refuse, all of them; if there are none, the way that fits."""
    against = (*_outside_validity(policy, facts), *_excluded(policy, facts))
    fitting = [way for way in policy.ways if _fits(way, policy, facts)]
    if not fitting:
        against = (*against, *_no_way_in(policy, facts))
    if against:
        return False, against
    return True, _why(fitting[0], policy)


def _outside_validity(policy: Policy, facts: Facts) -> Reasons:
    day = facts.day(policy.date_key)
    key = policy.date_key.chinese
    if day is None:
        return (say(N_("还没有登记%(key)s，不能确认减免。"), key=key),)
    if day < policy.valid_from:
        since = policy.valid_from.isoformat()
        return (say(N_("%(key)s早于政策生效日%(day)s。"), key=key, day=since),)
    if not policy.covers(day):
        until = "" if policy.valid_to is None else policy.valid_to.isoformat()
        return (say(N_("%(key)s晚于政策截止日%(day)s。"), key=key, day=until),)
    return ()


def _excluded(policy: Policy, facts: Facts) -> Reasons:
    given = {
        Exclusion.FUNERAL_GRANT: facts.funeral_grant,
        Exclusion.WAIVED_ELSEWHERE: facts.waived_elsewhere,
    }
    return tuple(say(EXCLUDED[exclusion]) for exclusion in policy.exclusions if given[exclusion])


def _fits(way: Way, policy: Policy, facts: Facts) -> bool:
    if way.classes is not None and facts.waiver_class not in way.classes:
        return False
    return way.registration is Registration.ANY or is_within(
        facts.household_registration or "", policy.region
    )


def _no_way_in(policy: Policy, facts: Facts) -> Reasons:
    whole = "、".join(way.who for way in policy.ways)
    reasons = [say(N_("减免对象是%(whom)s。"), whom=whole)]
    by_class = [w for w in policy.ways if w.classes is None or facts.waiver_class in w.classes]
    if not by_class:
        name = facts.waiver_class.chinese
        return (*reasons, say(N_("逝者登记为%(name)s，不在其中。"), name=name))
    if facts.household_registration is None:
        return (*reasons, say(N_("还没有登记逝者的户籍地。")))
    return (*reasons, say(N_("逝者户籍地不在%(region)s。"), region=full_name(policy.region)))


def _why(way: Way, policy: Policy) -> Reasons:
    reasons = [say(N_("符合减免条件：%(who)s。"), who=way.who)]
    reasons += [
        say(
            N_("“%(question)s”文件没有写明，按本地设定：%(reading)s。"),
            question=policy.setting(code).question,
            reading=policy.setting(code).reading,
        )
        for code in way.settings
    ]
    return tuple(reasons)
