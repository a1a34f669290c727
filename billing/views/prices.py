"""收费清单: what everybody may read, today and on any day before; for people and for machines."""

from collections.abc import Iterable
from datetime import date

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import queries
from billing.classes import Payer, WaiverClass
from billing.kinds import ItemClass
from billing.law import SELLERS
from billing.lines import Facts
from billing.policy_words import say_further
from billing.prices import say_counting, say_includes, say_price, say_rule
from billing.queries.price_lists import PriceList, displayed_on
from billing.rewards.questions import say_conditions
from billing.views.blueprint import billing
from kernel import clock, regions
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.places import Institution, InstitutionKind, find_institution, list_institutions
from kernel.web import PUBLIC, open_to

SCHEMA = 1


@billing.get("/prices")
@billing.get("/prices/<code>")
@open_to(PUBLIC)
def list_prices(code: str = "") -> ResponseReturnValue:
    """`?day=2026-11-24` shows the list as it was displayed that day."""
    homes = [home for kind in SELLERS for home in list_institutions(kind)]
    if not code and len(homes) == 1:
        return redirect(url_for("billing.list_prices", code=homes[0].code))
    if not code:
        return render_template("billing/list_homes.html", homes=homes, full_name=regions.full_name)
    home = _seller(code)
    day = _day()
    shown = displayed_on(home.id, day or clock.today())
    return render_template(
        "billing/list_prices.html",
        home=home,
        homes=homes,
        shown=shown,
        typed=request.args.get("day", ""),
        misread=day is None,
        **_words(home, shown),
    )


@billing.get("/prices/<code>.json")
@open_to(PUBLIC)
def list_prices_as_json(code: str) -> ResponseReturnValue:
    """The same list; docs/price-list.md explains the keys."""
    home = _seller(code)
    day = _day()
    if day is None:
        return jsonify(error=str(_("请把日期写成 2026-11-24 的形式。"))), 400
    shown = displayed_on(home.id, day)
    publication = shown.publication
    return jsonify(
        schema=SCHEMA,
        institution={
            "code": home.code,
            "name": home.name,
            "kind": home.kind,
            "region": home.region_code,
            "credit_code": home.credit_code,
        },
        day=day.isoformat(),
        publication=publication
        and {
            "number": publication.number,
            "published_on": publication.published_on.isoformat(),
            "published_at": publication.published_at.isoformat(),
            "sha256": publication.content_hash,
        },
        items=[item.as_json() for item in shown.items],
    )


def _seller(code: str) -> Institution:
    home = find_institution(code)
    if home is None or InstitutionKind(home.kind) not in SELLERS:
        raise NotFound
    return home


def _day() -> date | None:
    """Today without `?day=`; None for what is no day."""
    written = request.args.get("day", "").strip()
    try:
        return date.fromisoformat(written) if written else clock.today()
    except ValueError:
        return None


def _words(home: Institution, shown: PriceList) -> dict[str, object]:
    today = clock.today()
    names = {item.code: item.name for item in shown.items}
    as_if_today = Facts(None, WaiverClass.RESIDENT, today, today, today)
    return {
        "groups": [
            (kind, [item for item in shown.items if item.item_class == kind]) for kind in ItemClass
        ],
        "names": names,
        "policy": queries.find_policy(home.id, as_if_today),
        "reward_policy": queries.find_reward_policy(home.region_code, as_if_today),
        "say_conditions": say_conditions,
        "say_regions": _say_regions,
        "full_name": regions.full_name,
        "say_price": say_price,
        "say_counting": say_counting,
        "say_further": say_further,
        "say_rule": say_rule,
        "included": {item.id: say_includes(item.includes, names) for item in shown.items},
        "classes": WaiverClass,
        "payer": Payer,
    }


def _say_regions(codes: Iterable[str]) -> str:
    return str(_("、")).join(regions.full_name(code) for code in codes)
