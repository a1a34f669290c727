"""A stored application as the answers of its form; account numbers are never filled in again."""

from typing import Any

from billing.models import RewardApplication
from billing.rewards import RewardFacts
from kernel.fields import CountyField

MARKER = {True: "yes", False: "no", None: ""}
PLACES = ("household_registration", "parent_registration", "place_of_death", "cremated_in")


def answers_of(application: RewardApplication) -> dict[str, Any]:
    stored = RewardFacts.from_json(application.facts)
    facts = stored.facts
    return {
        "deceased_name": application.deceased_name,
        "identity_kind": application.identity_kind,
        "identity_number": application.identity_number,
        "died_on": facts.died_on,
        "cremated_on": facts.cremated_on,
        "waiver_class": facts.waiver_class,
        "site": stored.site or "",
        "grave_area": stored.grave_area,
        "stele_height": stored.stele_height,
        "stele_width": stored.stele_width,
        "has_marker": MARKER[stored.has_marker],
        "funeral_grant": facts.funeral_grant,
        "rewarded_elsewhere": stored.rewarded_elsewhere,
        "has_contract": facts.has_contract,
        "pension_months": facts.pension_months,
        "applicant_name": application.applicant_name,
        "relation": application.relation,
        "phone": application.phone,
        "account_holder": application.account_holder,
        "bank": application.bank,
        "operator_name": application.operator_name,
        "operator_bank": application.operator_bank,
        **{place: CountyField.written(getattr(facts, place)) for place in PLACES},
        **_costs(application),
    }


def _costs(application: RewardApplication) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for line in application.assessment["charged"]:
        answers[f"cost_{line['item_code']}"] = line["unit_price_fen"]
        answers[f"count_{line['item_code']}"] = int(line["quantity"])
    return answers
