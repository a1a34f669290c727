"""The hearse's trips: ordered by the desk, driven by one person in one hearse."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Numeric, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funeral.models.schedule import Resource
from kernel import secrets
from kernel.db import Base, new_id
from kernel.people.staff import Staff
from kernel.scope import OfInstitution

OUT = text("left_at IS NOT NULL")


class TransferOrder(OfInstitution, Base):
    """派车单, and the trip it became. Where it stands is read from its moments and nothing else.

    Made for a case, or for the plan of a booking whose case is opened later. Kilometres come from
    the odometer, whose readings are in km to one place.
    """

    __tablename__ = "transfer_orders"
    __table_args__ = (
        ExcludeConstraint(
            ("hearse_id", "="),
            (text("drives"), "&&"),
            name="one_trip_per_hearse",
            where=OUT,
            using="gist",
        ),
        ExcludeConstraint(
            ("driver_id", "="),
            (text("drives"), "&&"),
            name="one_trip_per_driver",
            where=OUT,
            using="gist",
        ),
        CheckConstraint("case_id IS NOT NULL OR plan_id IS NOT NULL", name="for_somebody"),
        CheckConstraint(
            "left_at IS NULL OR (hearse_id IS NOT NULL AND driver_id IS NOT NULL)",
            name="somebody_drives",
        ),
        CheckConstraint(
            "(left_at IS NULL) = (odometer_start IS NULL)"
            " AND (back_at IS NULL) = (odometer_end IS NULL)",
            name="read_on_the_odometer",
        ),
        CheckConstraint("odometer_end > odometer_start", name="hearse_drove"),
        CheckConstraint(
            "left_at IS NOT NULL"
            " OR (arrived_at IS NULL AND picked_up_at IS NULL AND back_at IS NULL)",
            name="left_first",
        ),
        CheckConstraint("cancelled_at IS NULL OR left_at IS NULL", name="left_or_cancelled"),
        CheckConstraint(
            "(cancelled_at IS NULL) = (cancel_reason IS NULL)", name="cancelled_with_a_reason"
        ),
        CheckConstraint(
            "back_at IS NULL OR (picked_up_at IS NULL) = (empty_reason IS NOT NULL)",
            name="empty_with_a_reason",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    plan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("plans.id"), index=True)
    pick_up_from: Mapped[str] = mapped_column(info={"private": True})
    # Whom the driver asks for there, with a telephone number.
    contact: Mapped[str | None] = mapped_column(secrets.EncryptedText("transfer_orders.contact"))
    wanted_at: Mapped[datetime] = mapped_column(index=True)
    hearse_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("resources.id"), index=True)
    driver_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    ordered_at: Mapped[datetime]
    ordered_by: Mapped[str]
    left_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    picked_up_at: Mapped[datetime | None]
    back_at: Mapped[datetime | None]
    odometer_start: Mapped[Decimal | None] = mapped_column(Numeric(9, 1))
    odometer_end: Mapped[Decimal | None] = mapped_column(Numeric(9, 1))
    empty_reason: Mapped[str | None] = mapped_column(info={"private": True})
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(info={"private": True})
    # While it is out it reaches to infinity: the hearse and its driver cannot be elsewhere.
    drives: Mapped[Range[datetime] | None] = mapped_column(
        TSTZRANGE, Computed("tstzrange(left_at, back_at, '[)')", persisted=True)
    )

    hearse: Mapped[Resource | None] = relationship()
    driver: Mapped[Staff | None] = relationship()

    @property
    def kilometres(self) -> Decimal | None:
        """What the hearse drove, there and back; None until it is back."""
        if self.odometer_start is None or self.odometer_end is None:
            return None
        return self.odometer_end - self.odometer_start
