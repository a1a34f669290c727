"""The pages of portions of ashes, with who opens them and what stands in their addresses."""

from kernel.people.actors import Role
from tests.browser.visits import Values, Visit


def _portion(which: str) -> Values:
    return lambda county: {"portion_id": getattr(county.rested, which)}


STAFF_AT_ASHES = (
    Visit("ashes.list_portions", Role.COLUMBARIUM),
    Visit("ashes.list_portions", Role.OFFICER, name="officer"),
    Visit("ashes.list_ashes_of_case", Role.DESK, lambda c: {"number": c.rested.case}),
    Visit("ashes.get_portion", Role.COLUMBARIUM, _portion("here"), "here"),
    Visit("ashes.get_portion", Role.OFFICER, _portion("collected"), "collected"),
    Visit("cemetery.deposit_portion", Role.COLUMBARIUM, _portion("waited")),
    Visit("rights.hold_for_ashes", Role.COLUMBARIUM, _portion("waited")),
    Visit("ashes.correct_admitted", Role.COLUMBARIUM, _portion("brought")),
    Visit("ashes.list_stock_takes", Role.COLUMBARIUM),
    Visit("uncollected.list_uncollected_ashes", Role.COLUMBARIUM),
    Visit("uncollected.get_uncollected", Role.COLUMBARIUM, _portion("waited")),
    Visit("uncollected.ask_layings", Role.COLUMBARIUM),
    *(
        Visit(f"uncollected.{page}", Role.COLUMBARIUM, lambda c: {"together_id": c.rested.together})
        for page in ("get_together", "inter_together")
    ),
    Visit("uncollected.decline_laying", Role.DESK, lambda c: {"laying_id": c.rested.laying}),
    *(
        Visit(f"uncollected.{act}", Role.COLUMBARIUM, _portion("waited"))
        for act in (
            *("record_contact", "record_announcement", "ask_laying"),
            *("inter_uncollected", "scatter_uncollected"),
        )
    ),
    Visit(
        "ashes.get_stock_take",
        Role.COLUMBARIUM,
        lambda c: {"stock_take_id": c.rested.stock_take},
    ),
    Visit("ashes.move_ashes", Role.COLUMBARIUM),
    Visit("ashes.take_in_ashes", Role.DESK),
    Visit("ashes.receive_foreign_ashes", Role.DESK),
    *(
        Visit(f"ashes.{act}", Role.COLUMBARIUM, _portion(which))
        for act, which in (
            ("divide_ashes", "here"),
            ("collect_ashes", "here"),
            ("inter_ashes", "here"),
            ("scatter_ashes", "here"),
            ("send_ashes", "here"),
            ("acknowledge_ashes", "sent"),
            ("take_back_ashes", "sent"),
            ("correct_interment", "interred"),
            ("swap_interments", "interred"),
            ("disinter_ashes", "interred"),
        )
    ),
)
