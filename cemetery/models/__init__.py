"""Cemetery's tables; private to this package."""

from cemetery.models.deposits import AshDeposit
from cemetery.models.plates import Plate, PlateArtwork, PlateBatch, PlateFile
from cemetery.models.sites import COMMUNAL_KINDS, Site, SiteKind, Unit, UnitKind, Zone

__all__ = [
    "COMMUNAL_KINDS",
    "AshDeposit",
    "Plate",
    "PlateArtwork",
    "PlateBatch",
    "PlateFile",
    "Site",
    "SiteKind",
    "Unit",
    "UnitKind",
    "Zone",
]
