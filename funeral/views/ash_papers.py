"""Printing what goes with the ashes; the buttons stand on the case page."""

from collections.abc import Callable

from flask import url_for
from flask.typing import ResponseReturnValue

from funeral import operations
from funeral.queries import cases
from funeral.steps import DESK
from funeral.views.blueprint import HOME, funeral
from kernel.i18n import _
from kernel.web import Form, asker, open_to


@funeral.post("/cases/<number>/ash-label")
@open_to(*HOME)
def print_ash_label(number: str) -> ResponseReturnValue:
    return _print(number, operations.print_ash_label, _("骨灰标签已交给打印机。"))


@funeral.post("/cases/<number>/pick-up-slip")
@open_to(*DESK)
def print_pick_up_slip(number: str) -> ResponseReturnValue:
    return _print(number, operations.print_pick_up_slip, _("骨灰领取单已交给打印机。"))


def _print(number: str, operation: Callable[..., object], done: str) -> ResponseReturnValue:
    case, form = cases.get_case(number), Form()
    return form.act_and_return(
        lambda: operation(
            number=case.number, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("funeral.get_case", number=case.number),
        done,
    )
