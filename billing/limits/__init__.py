"""How far a waiver goes for one item: one small class for each kind a county has thought of.

Lines of one item share one allowance: two trips do not make two free kilometre allowances.
"""

from billing.limits.amounts import Amount, Free, Nothing, Share
from billing.limits.choices import AgeBand, BestOf, ByAge, ByClass, ByZone, ClassLimit
from billing.limits.distance import PerKm, Trip
from billing.limits.limit import Limit
from billing.limits.quantities import FreeQuantity, PerUnit, Storeys
from billing.limits.upgrades import Difference, Upgrade

__all__ = [
    "AgeBand",
    "Amount",
    "BestOf",
    "ByAge",
    "ByClass",
    "ByZone",
    "ClassLimit",
    "Difference",
    "Free",
    "FreeQuantity",
    "Limit",
    "Nothing",
    "PerKm",
    "PerUnit",
    "Share",
    "Storeys",
    "Trip",
    "Upgrade",
]
