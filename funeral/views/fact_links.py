"""Where the records behind charges are shown (billing.fact_links)."""

import uuid

from flask import url_for

from billing.kinds import FactKind
from funeral.queries.facts import find_number_of_fact

ANCHORS = {
    FactKind.ADMISSION: "custody",
    FactKind.FAREWELL: "custody",
    FactKind.CREMATION_RUN: "cremation",
}


def trip_link(order_id: uuid.UUID) -> str:
    return url_for("funeral.get_trip", order_id=order_id)


def admission_link(admission_id: uuid.UUID) -> str | None:
    return _on_case(FactKind.ADMISSION, admission_id)


def farewell_link(farewell_id: uuid.UUID) -> str | None:
    return _on_case(FactKind.FAREWELL, farewell_id)


def run_link(run_id: uuid.UUID) -> str | None:
    return _on_case(FactKind.CREMATION_RUN, run_id)


LINKS = {
    FactKind.TRANSFER_ORDER: trip_link,
    FactKind.ADMISSION: admission_link,
    FactKind.FAREWELL: farewell_link,
    FactKind.CREMATION_RUN: run_link,
}


def _on_case(kind: FactKind, fact_id: uuid.UUID) -> str | None:
    number = find_number_of_fact(kind, fact_id)
    return number and url_for("funeral.get_case", number=number, _anchor=ANCHORS[kind])
