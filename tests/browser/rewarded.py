"""What the pages of eco-burial rewards show: one that waits, one whose transfer failed."""

import uuid
from dataclasses import dataclass

from billing.operations import (
    approve_reward,
    freeze_payout_list,
    publish_policy,
    record_payout_failed,
)
from billing.rewards import Burial
from kernel.people.actors import SETUP
from kernel.people.staff import find_login
from tests import world
from tests.billing import rewards

# No policy of 嘉鱼县: 荆州's, as if it held here, so that the pages have all their questions.
MADE_UP = {
    "jingzhou-2016": "tests-2016",
    '"4210"': '"421221"',
    '["421002", "421003"]': '["421221"]',
}


@dataclass(frozen=True)
class Rewarded:
    """`paid`: approved and on `payout_list`, where its transfer failed; `entry_id` is open."""

    waiting: str
    paid: str
    payout_list: str
    entry_id: uuid.UUID


def make_rewarded(home: world.Home) -> Rewarded:
    source = (world.POLICIES / "jingzhou-2016.yaml").read_text(encoding="utf-8")
    for old, new in MADE_UP.items():
        source = source.replace(old, new)
    publish_policy(source=source, by=SETUP)
    staff = find_login("mz-officer")
    assert staff is not None
    officer = staff.actor()
    county = rewards.County(home, officer, officer, world.JIAYU)
    waiting, paid, other = (
        rewards.apply(county, deceased_name=name, burial=Burial.NICHE)
        for name in ("郑示海", "冯示林", "卫示青")
    )
    for application in (paid, other):
        rewards.prove(county, application)
        approve_reward(number=application.number, by=officer)
    frozen = freeze_payout_list(by=officer)
    failed, still_open = frozen.entries
    record_payout_failed(entry_id=failed.id, reason="户名与账号不符", by=officer)
    return Rewarded(waiting.number, paid.number, frozen.number, still_open.id)
