"""The tables of ashes; private to cemetery.ashes."""

from cemetery.ashes.models.corrections import PersonCorrection
from cemetery.ashes.models.events import AshEvent
from cemetery.ashes.models.portions import AshPortion, ForeignCertificate
from cemetery.ashes.models.stock_takes import AshDiscrepancy, AshStockScan, AshStockTake

__all__ = [
    "AshDiscrepancy",
    "AshEvent",
    "AshPortion",
    "AshStockScan",
    "AshStockTake",
    "ForeignCertificate",
    "PersonCorrection",
]
