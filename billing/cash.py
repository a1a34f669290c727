"""Notes and coins as a drawer is counted: how many pieces of each denomination."""

from collections.abc import Mapping

# In fen, the largest first; coins below one jiao are no longer given out.
DENOMINATIONS = (100_00, 50_00, 20_00, 10_00, 5_00, 1_00, 50, 10)

# More pieces of one kind than any drawer holds; their sum still fits a column.
MOST_PIECES = 99_999


def total_of(counts: Mapping[int, int]) -> int:
    """Fen. Raises ValueError for a denomination there is not, or less than no pieces."""
    if not set(counts) <= set(DENOMINATIONS) or any(pieces < 0 for pieces in counts.values()):
        raise ValueError("Cash is counted in pieces of the denominations there are.")
    return sum(fen * pieces for fen, pieces in counts.items())


def as_json(counts: Mapping[int, int]) -> dict[str, int]:
    """Every denomination is named, also those there was nothing of."""
    return {str(fen): counts.get(fen, 0) for fen in DENOMINATIONS}


def from_json(stored: Mapping[str, int]) -> dict[int, int]:
    return {fen: stored.get(str(fen), 0) for fen in DENOMINATIONS}
