"""Numbers of settlements, price lists, rewards and payouts, as the box for codes reads them."""

from datetime import UTC, datetime

import pytest

from billing.classes import Payer
from billing.operations import (
    freeze_payout_list,
    freeze_settlement,
    record_settlement_paid,
)
from hardware.scanning import Standing, resolve
from kernel import clock
from tests import world
from tests.billing import rewards
from tests.billing.price_lists import a_draft, publish_draft
from tests.billing.tills import make_due

OCTOBER = datetime(2026, 10, 20, 2, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 2, 2, tzinfo=UTC)


@pytest.fixture
def home(context):
    home = world.make_home()
    world.publish_tariff(home.id)
    world.publish_waiver()
    return home


def test_a_settlement_is_done_once_it_is_paid(home):
    with clock.frozen(OCTOBER):
        make_due(home)
    with clock.frozen(DECEMBER):
        frozen = freeze_settlement(
            institution_id=home.id, payer=Payer.COUNTY_FINANCE, period="2026-11", by=home.clerk
        )
        read = resolve(frozen.number.lower())
        assert (read.kind, read.title, read.standing) == (
            "减免结算单",
            frozen.number,
            Standing.VALID,
        )
        assert "2026-11-30。" in read.state
        assert read.page.endpoint == "billing.get_settlement"
        record_settlement_paid(
            number=frozen.number, paid_on=clock.today(), reference="拨2026-7", by=home.clerk
        )
        assert resolve(frozen.number).standing is Standing.USED


def test_a_price_list_says_when_it_was_published(home):
    published = publish_draft(home, a_draft())
    read = resolve(published.number)
    assert (read.kind, read.record) == ("收费清单", f"tariff_publications/{published.id}")
    assert read.state == f"{published.published_on.isoformat()} 公布。"


def test_a_reward_says_how_far_it_is_and_a_payout_list_its_span(context):
    county = rewards.make_county()
    application = rewards.approved(county)
    read = resolve(application.number)
    assert (read.kind, read.state) == ("奖补申请", "现在是“已批准”。")
    frozen = freeze_payout_list(by=county.officer)
    read = resolve(frozen.number)
    assert (read.kind, read.title) == ("奖补发放名单", frozen.number)
    assert read.state == f"{frozen.since.isoformat()} 至 {frozen.until.isoformat()}。"
