"""The tables of voyages; private to this package."""

from cemetery.voyages.models.registrations import (
    VoyagePortion,
    VoyageRegistration,
    VoyageRelative,
)
from cemetery.voyages.models.voyages import Voyage

__all__ = ["Voyage", "VoyagePortion", "VoyageRegistration", "VoyageRelative"]
