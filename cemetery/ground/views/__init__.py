"""The pages of sites, zones and units."""

from cemetery.ground.views import imports, sites, zones
from cemetery.ground.views.blueprint import ground

__all__ = ["ground", "imports", "sites", "zones"]
