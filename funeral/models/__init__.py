"""Funeral's tables; private to this package."""

from funeral.models.cases import CasePaper, FuneralCase, PaperKind, Source
from funeral.models.cremation import CremationCertificate, CremationRun
from funeral.models.custody import Admission, Farewell
from funeral.models.schedule import (
    CrematorType,
    HallClass,
    Occupancy,
    Plan,
    Resource,
    ResourceKind,
)

__all__ = [
    "Admission",
    "CasePaper",
    "CremationCertificate",
    "CremationRun",
    "CrematorType",
    "Farewell",
    "FuneralCase",
    "HallClass",
    "Occupancy",
    "PaperKind",
    "Plan",
    "Resource",
    "ResourceKind",
    "Source",
]
