"""The pages of memorials, with who opens them and what stands in their addresses."""

from kernel.people.actors import Role
from tests.browser.county import County
from tests.browser.visits import Visit


def _page(county: County) -> dict[str, object]:
    return {"token": county.token, "memorial_id": county.remembered.memorial_id}


def _case(county: County) -> dict[str, object]:
    return {"number": county.cases["paid"]}


def _piece(county: County) -> dict[str, object]:
    return {"piece_id": county.remembered.piece_id}


FAMILY_AT_MEMORIALS = (
    Visit("memorials.show_memorial", None, _page),
    Visit("memorials.leave_message", None, _page),
    Visit("memorials.open_my_memorial", None, lambda c: {"token": c.remembered.key}),
)
STAFF_AT_MEMORIALS = (
    Visit("memorials.list_pieces", Role.COLUMBARIUM),
    Visit("memorials.get_piece", Role.COLUMBARIUM, _piece),
    Visit("memorials.get_memorial", Role.DESK, _case),
    Visit("memorials.open_memorial", Role.DESK, lambda c: {"number": c.cases["certified"]}),
    Visit("memorials.renew_memorial_key", Role.DESK, _case),
    Visit("memorials.take_down_memorial", Role.DESK, _case),
    Visit("oversight.list_proof", Role.OFFICER, lambda c: {"case": c.cases["paid"]}),
)
