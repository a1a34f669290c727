"""A database constraint stands behind every lock; its name leads to the same refusal."""

from sqlalchemy.exc import IntegrityError

from kernel.errors import Refusal

registry: dict[str, type[Refusal]] = {}


def refuse_on(constraint: str, refusal: type[Refusal]) -> None:
    """What to say when the database refuses by this constraint."""
    registry[constraint] = refusal


def refusal_for(error: IntegrityError) -> Refusal | None:
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    refusal = registry.get(name or "")
    return refusal() if refusal else None
