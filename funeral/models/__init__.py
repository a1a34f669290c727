"""Funeral's tables; private to this package."""

from funeral.models.cases import CasePaper, Correction, FuneralCase
from funeral.models.certificates import (
    CertificateBatch,
    CertificateBlank,
    CremationCertificate,
    StockCount,
)
from funeral.models.checks import FurnaceCheck, HoldFlag
from funeral.models.cremation import CremationRun
from funeral.models.custody import (
    Admission,
    AshHandover,
    CabinetStay,
    CustodyEvent,
    Farewell,
    RefusedScan,
)
from funeral.models.replans import Replan
from funeral.models.schedule import (
    BookingTerms,
    Closure,
    Occupancy,
    OrderChange,
    Plan,
    Resource,
)
from funeral.models.shown_names import ShownName
from funeral.models.storage import (
    Belonging,
    IdentityPhoto,
    PhotoLook,
    StorageExtension,
    UnclaimedRemains,
    UnclaimedRung,
    UnclaimedSignOff,
    UnclaimedStep,
)
from funeral.models.trips import TransferOrder
from funeral.models.wristbands import WorkOrder, Wristband

__all__ = [
    "Admission",
    "AshHandover",
    "Belonging",
    "BookingTerms",
    "CabinetStay",
    "CasePaper",
    "CertificateBatch",
    "CertificateBlank",
    "Closure",
    "Correction",
    "CremationCertificate",
    "CremationRun",
    "CustodyEvent",
    "Farewell",
    "FuneralCase",
    "FurnaceCheck",
    "HoldFlag",
    "IdentityPhoto",
    "Occupancy",
    "OrderChange",
    "PhotoLook",
    "Plan",
    "RefusedScan",
    "Replan",
    "Resource",
    "ShownName",
    "StockCount",
    "StorageExtension",
    "TransferOrder",
    "UnclaimedRemains",
    "UnclaimedRung",
    "UnclaimedSignOff",
    "UnclaimedStep",
    "WorkOrder",
    "Wristband",
]
