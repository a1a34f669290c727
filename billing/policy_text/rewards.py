"""Reads the rewards of a 奖补 policy: which burial, where, how much to whom."""

from billing.policy_text.eligibility import read_evidence
from billing.policy_text.items import positive_fen, read_items
from billing.policy_text.readings import Readings, names_in
from billing.rewards import Burial, Conditions, Pay, Recipient, Reward, Site
from kernel.checked_yaml import Value
from kernel.i18n import _

MEASURES = ("grave_at_most", "stele_height_at_most", "stele_width_at_most")


def read_rewards(block: Value, rests_on: Readings) -> tuple[Reward, ...]:
    rewards: list[Reward] = []
    for value in block.items():
        reward = _read_reward(value, rests_on)
        for before in rewards:
            both = set(before.burials) & set(reward.burials)
            if both and (before.site is None or before.site is reward.site):
                value.refuse(_("“%(key)s”写了两次。"), key="、".join(sorted(both)))
        rewards.append(reward)
    return tuple(rewards)


def _read_reward(value: Value, rests_on: Readings) -> Reward:
    found = rests_on.fields(
        value, "burials", optional=("site", "pays", "items", "conditions", "evidence")
    )
    if "pays" not in found and "items" not in found:
        value.refuse(_("要写明发给多少，或免收哪些费用（%(keys)s）。"), keys="pays、items")
    burials = [entry.choice(Burial) for entry in found["burials"].items()]
    pays = found["pays"].items() if "pays" in found else ()
    return Reward(
        burials=tuple(dict.fromkeys(burials)),
        site=found["site"].choice(Site) if "site" in found else None,
        pays=tuple(_read_pay(each, rests_on) for each in pays),
        items=read_items(found["items"], rests_on, None) if "items" in found else (),
        conditions=_read_conditions(found.get("conditions"), rests_on),
        evidence=read_evidence(found.get("evidence")),
        settings=names_in(value),
    )


def _read_pay(value: Value, rests_on: Readings) -> Pay:
    found = rests_on.fields(value, "to", "amount", optional=("for",))
    return Pay(
        to=found["to"].choice(Recipient),
        fen=positive_fen(found["amount"]),
        purpose=found["for"].text() if "for" in found else "",
    )


def _read_conditions(block: Value | None, rests_on: Readings) -> Conditions:
    if block is None:
        return Conditions()
    found = rests_on.fields(block, optional=(*MEASURES, "no_marker", "cremated_from"))
    return Conditions(
        **{name: found[name].number() for name in MEASURES if name in found},
        no_marker=found["no_marker"].flag() if "no_marker" in found else False,
        cremated_from=found["cremated_from"].day() if "cremated_from" in found else None,
    )
