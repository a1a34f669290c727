"""Funeral's tables; private to this package."""

from funeral.models.cases import CasePaper, Correction, FuneralCase
from funeral.models.certificates import CremationCertificate
from funeral.models.cremation import CremationRun
from funeral.models.custody import Admission, Farewell
from funeral.models.schedule import Occupancy, Plan, Resource

__all__ = [
    "Admission",
    "CasePaper",
    "Correction",
    "CremationCertificate",
    "CremationRun",
    "Farewell",
    "FuneralCase",
    "Occupancy",
    "Plan",
    "Resource",
]
