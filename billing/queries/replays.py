"""A bill's assessment once more, whose sentences speak the language of whoever reads them."""

from billing.assessment import Assessment, read_before, replay, unwaived
from billing.facts import Facts
from billing.lines import Line
from billing.models import Bill
from billing.queries.in_force import find_published_waiver


def replay_assessment(bill: Bill) -> Assessment | None:
    """Under the policy version the bill was made with; None where none was kept."""
    stored = bill.assessment
    if stored is None:
        return None
    policy = find_published_waiver(**stored["policy"])
    if policy is None:
        charged = [Line.from_json(line) for line in stored["charged"]]
        return unwaived(Facts.from_json(stored["facts"]), charged, read_before(stored))
    return replay(policy, stored)
