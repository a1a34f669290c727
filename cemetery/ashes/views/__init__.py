"""The pages of portions: where they are, and one page for each thing done with them."""

from cemetery.ashes.views import moves, pages, persons, rests, stock_takes, transfers
from cemetery.ashes.views.blueprint import ashes

__all__ = ["ashes", "moves", "pages", "persons", "rests", "stock_takes", "transfers"]
