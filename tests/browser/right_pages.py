"""The pages of rights to niches and plots, with who opens them and what stands in the address."""

from typing import Any

from kernel.people.actors import Role
from tests.browser.visits import Values, Visit


def _right(which: str) -> Values:
    return lambda county: {"number": getattr(county.righted, which)}


def _person(county: Any) -> dict[str, Any]:
    return {"number": county.righted.running, "person_id": county.righted.person}


RIGHT_VISITS = (
    Visit("rights.list_rights", Role.COLUMBARIUM),
    Visit("rights.list_renewals", Role.DESK),
    Visit("rights.hold_unit", Role.COLUMBARIUM, _right("case")),
    Visit("rights.hold_for_living", Role.DESK),
    Visit("rights.grant_right", Role.COLUMBARIUM, lambda c: {"hold_id": c.righted.held}),
    *(
        Visit("rights.get_right", Role.COLUMBARIUM, _right(which), which)
        for which in ("expired", "returned")
    ),
    *(
        Visit(f"rights.{page}", Role.COLUMBARIUM, _right("running"))
        for page in ("add_right_person", "succeed_holder", "relocate_right", "return_right")
    ),
    Visit("rights.withdraw_right_person", Role.COLUMBARIUM, _person),
    Visit("rights.renew_right", Role.COLUMBARIUM, _right("expired")),
    Visit("rights.record_contact", Role.DESK, _right("expired")),
    Visit("rights.pay_right_refund", Role.DESK, _right("returned")),
    Visit("rights.end_right", Role.ADMINISTRATOR, _right("running")),
)
