"""Which item of the county's list each act of the home is, and in what quantity."""

from datetime import timedelta
from decimal import Decimal

from funeral.kinds import CrematorType, HallClass

TRANSFER = "transfer"
STORAGE = "storage"
ITEM_OF_HALL = {
    HallClass.FAMILY: "hall_family",
    HallClass.SMALL: "hall_small",
    HallClass.MEDIUM: "hall_medium",
    HallClass.LARGE: "hall_large",
}
ITEM_OF_CREMATOR = {
    CrematorType.FLAT: "cremation_flat",
    CrematorType.COLLECTING: "cremation_collecting",
}


def hours(span: timedelta) -> Decimal:
    """Hours to two places, never none; the tariff says how they are rounded."""
    exact = Decimal(int(span.total_seconds())) / 3600
    return max(exact.quantize(Decimal("0.01")), Decimal("0.01"))
