"""Billing's questions; they never write."""

from billing.queries.bills import (
    bills_by_id,
    find_bill_of_case,
    find_payment,
    find_receipt,
    get_bill,
    get_bill_of_receipt,
    get_charge,
    list_bill_lines,
    list_charges,
    list_withdrawn_charges,
    sum_waived,
)
from billing.queries.tariff import (
    assess_waiver,
    find_policy,
    find_tariff_item,
    is_listed,
    list_tariff,
    list_tariff_by_code,
)

__all__ = [
    "assess_waiver",
    "bills_by_id",
    "find_bill_of_case",
    "find_payment",
    "find_policy",
    "find_receipt",
    "find_tariff_item",
    "get_bill",
    "get_bill_of_receipt",
    "get_charge",
    "is_listed",
    "list_bill_lines",
    "list_charges",
    "list_tariff",
    "list_tariff_by_code",
    "list_withdrawn_charges",
    "sum_waived",
]
