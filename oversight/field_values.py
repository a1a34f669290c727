"""Values of the journal as people say them: a kind by its label, a moment on China's clocks."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from billing.classes import Payer, WaiverClass
from billing.kinds import (
    FactKind,
    FiscalSource,
    ItemClass,
    ItemPurpose,
    ListSource,
    MovementKind,
    PaymentMethod,
    PaymentState,
    PriceMode,
    RefundState,
    SignatureKind,
)
from billing.rewards import Burial, Recipient
from billing.rewards.kinds import EvidenceMet, PayoutOutcome, RewardState
from billing.units import Unit
from booking.kinds import CancelledBy, Channel, Outcome
from cemetery.ashes.kinds import DiscrepancyKind, MoveKind
from cemetery.ashes.kinds import PortionState as AshState
from cemetery.ground.kinds import SiteKind, UnitAct, UnitKind
from cemetery.memorials.kinds import AskedBy, PieceKind, PieceState
from cemetery.rights.kinds import Ground, MoveReason, Reached, RightState, Way
from cemetery.voyages.kinds import PortionState as VoyagePortionState
from cemetery.voyages.kinds import VoyageKind, VoyageState
from funeral.kinds import (
    AskingParty,
    ClosureKind,
    CrematorType,
    CustodyStep,
    DeathKind,
    FlagKind,
    FuelKind,
    HallClass,
    PaperKind,
    Purpose,
    ResourceKind,
    Source,
    UnclaimedKind,
)
from kernel import clock
from kernel.i18n import _
from kernel.money import yuan
from kernel.people.actors import Role
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from kernel.people.identity import Sex
from kernel.texts.kinds import Because, TextState

# A word of the database → its label.
KINDS: dict[str, tuple[type[StrEnum], ...]] = {
    "act": (UnitAct,),
    "burial": (Burial,),
    "cancelled_by": (CancelledBy,),
    "channel": (Channel,),
    "cremator_type": (CrematorType,),
    "death_kind": (DeathKind,),
    "fact_kind": (FactKind,),
    "from_state": (AshState,),
    "fuel_kind": (FuelKind,),
    "hall_class": (HallClass,),
    "ground": (Ground,),
    "identity_kind": (IdentityKind,),
    "item_class": (ItemClass,),
    "kind": (
        *(PaperKind, FlagKind, ResourceKind, ClosureKind),
        *(MovementKind, SignatureKind, PieceKind, SiteKind, UnitKind),
        *(VoyageKind, DiscrepancyKind),
    ),
    "list_source": (ListSource,),
    "move": (MoveKind,),
    "measured_in": (Unit,),
    "met": (EvidenceMet,),
    "method": (PaymentMethod,),
    "outcome": (Outcome, PayoutOutcome),
    "payer": (Payer,),
    "party": (AskingParty,),
    "price_mode": (PriceMode,),
    "purpose": (Purpose, ItemPurpose),
    "reached": (Reached,),
    "reason": (MoveReason, Because),
    "recipient": (Recipient,),
    "relation": (Relation,),
    "asker_relation": (Relation,),
    "taken_down_for": (AskedBy,),
    "taken_down_relation": (Relation,),
    "role": (Role,),
    "sex": (Sex,),
    "source": (Source, FiscalSource),
    "state": (
        *(PaymentState, RefundState, RewardState, PieceState, RightState),
        *(AshState, VoyageState, VoyagePortionState, TextState),
    ),
    "step": (CustodyStep,),
    "to_state": (AshState,),
    "unclaimed_kind": (UnclaimedKind,),
    "unit": (Unit,),
    "variety": (HallClass, CrematorType),
    "waiver_class": (WaiverClass,),
    "way": (Way,),
}


def say_value(field: str, value: Any) -> str:
    """What a reader understands: yuan, 是, a kind's label, a moment on the clocks of China."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("是")) if value else str(_("否"))
    if field.endswith("_fen") and isinstance(value, int):
        return yuan(value)
    return _label(field, str(value)) or _moment(str(value))


def _label(field: str, value: str) -> str:
    for kind in KINDS.get(field, ()):
        if value in set(kind):
            return str(kind(value).label)  # type: ignore[attr-defined]  # every kind above has one
    return ""


def _moment(value: str) -> str:
    """ "2026-11-22 18:01:41.816728+00:00" as China's clocks show it; anything else as it stands."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return clock.say_stamp(moment) if moment.tzinfo else value
