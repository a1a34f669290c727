"""Cemetery's tables; private to this package."""

from cemetery.models.deposits import AshDeposit, Niche, Site, SiteKind
from cemetery.models.plates import Plate, PlateArtwork, PlateBatch, PlateFile

__all__ = [
    "AshDeposit",
    "Niche",
    "Plate",
    "PlateArtwork",
    "PlateBatch",
    "PlateFile",
    "Site",
    "SiteKind",
]
