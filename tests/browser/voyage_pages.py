"""The pages of voyages, with who opens them and what stands in their addresses."""

from kernel.people.actors import Role
from tests.browser.county import County
from tests.browser.visits import Values, Visit, of_case


def _number(which: str) -> Values:
    return lambda county: {"number": getattr(county.voyaged, which)}


def _scattered(county: County) -> dict[str, object]:
    return {"case": county.cases["settled"], "burial": "river", "persons": 1}


FAMILY_AT_SEA = (Visit("voyages.list_coming"),)
STAFF_AT_SEA = (
    Visit("voyages.list_voyages", Role.COLUMBARIUM),
    Visit("voyages.plan_voyage", Role.ADMINISTRATOR),
    Visit("voyages.get_voyage", Role.DESK, _number("coming"), "postponed"),
    Visit("voyages.get_voyage", Role.DESK, _number("done"), "done"),
    Visit("voyages.postpone_voyage", Role.DESK, _number("coming")),
    Visit("voyages.cancel_voyage", Role.DESK, _number("coming")),
    of_case("voyages.register_for_voyage", "certified"),
    Visit("voyages.get_registration", Role.DESK, _number("untold"), "untold"),
    Visit("voyages.get_registration", Role.DESK, _number("scattered"), "scattered"),
    Visit("voyages.change_voyage", Role.DESK, _number("untold")),
    Visit("voyages.board_portion", Role.COLUMBARIUM, _number("today")),
    Visit("voyages.carry_out_voyage", Role.DESK, _number("departed")),
    Visit("billing.apply_for_reward", Role.DESK, _scattered, "scattered"),
)
