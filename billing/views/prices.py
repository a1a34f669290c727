"""The public price list."""

from collections.abc import Iterable

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from billing import queries
from billing.classes import Payer, WaiverClass
from billing.kinds import ItemClass, PriceMode
from billing.lines import Facts
from billing.prices import say_counting, say_price
from billing.reward_questions import say_conditions
from billing.views.blueprint import billing
from kernel import clock, regions
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.places import Institution, InstitutionKind, find_institution, list_institutions
from kernel.web import PUBLIC, open_to


@billing.get("/prices")
@billing.get("/prices/<code>")
@open_to(PUBLIC)
def list_prices(code: str = "") -> ResponseReturnValue:
    homes = list_institutions(InstitutionKind.FUNERAL_HOME)
    if not code and len(homes) == 1:
        return redirect(url_for("billing.list_prices", code=homes[0].code))
    if not code:
        return render_template("billing/list_homes.html", homes=homes, full_name=regions.full_name)
    home = find_institution(code)
    if home is None or home.kind != InstitutionKind.FUNERAL_HOME:
        raise NotFound
    return render_template("billing/list_prices.html", home=home, homes=homes, **_list_of(home))


def _list_of(home: Institution) -> dict[str, object]:
    today = clock.today()
    items = queries.list_tariff(home.id, today)
    as_if_today = Facts(None, WaiverClass.RESIDENT, today, today, today)
    return {
        "groups": [
            (kind, [item for item in items if item.item_class == kind]) for kind in ItemClass
        ],
        "names": {item.code: item.name for item in items},
        "policy": queries.find_policy(home.id, as_if_today),
        "reward_policy": queries.find_reward_policy(home.region_code, as_if_today),
        "say_conditions": say_conditions,
        "say_regions": _say_regions,
        "full_name": regions.full_name,
        "say_price": say_price,
        "say_counting": say_counting,
        "mode_of": PriceMode,
        "classes": WaiverClass,
        "payer": Payer,
    }


def _say_regions(codes: Iterable[str]) -> str:
    return str(_("、")).join(regions.full_name(code) for code in codes)
