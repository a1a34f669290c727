"""The verbs of deposits that go on; each is one transaction."""

from cemetery.keeping.operations.moves import move_deposit
from cemetery.keeping.operations.renewals import renew_deposit
from cemetery.keeping.operations.texts import text_ending_deposits

__all__ = ["move_deposit", "renew_deposit", "text_ending_deposits"]
