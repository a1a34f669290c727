"""The pages about ashes nobody collects: by step, one portion's attempts, and each act."""

from cemetery.ashes.uncollected.views import acts, layings, pages, together
from cemetery.ashes.uncollected.views.blueprint import uncollected

__all__ = ["acts", "layings", "pages", "together", "uncollected"]
