"""Why each line of a bill is waived or not, in the reader's language where it can be said in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from billing.models import Bill
from billing.queries.replays import replay_assessment
from billing.sentences import Sentence
from kernel.i18n import language


@dataclass(frozen=True)
class Told:
    """One sentence as the page shows it; `in_chinese` where the page speaks another language."""

    text: str
    in_chinese: bool = False


@dataclass(frozen=True)
class Clauses:
    """`lines`: (clause, change) of each line, in their order."""

    lines: tuple[tuple[Told, Told], ...]
    reasons: tuple[Told, ...]


def clauses_of(bill: Bill) -> Clauses:
    """As stored; for another language replayed, where that still says the same as was stored."""
    stored = [(line.clause, line.change) for line in bill.lines]
    reasons: list[str] = (bill.assessment or {}).get("reasons", [])
    again = replay_assessment(bill) if language() != "zh" else None
    clauses = [line.clause for line in again.lines] if again else []
    changes = [line.change for line in again.lines] if again else []
    return Clauses(
        lines=tuple(
            zip(
                _told([clause for clause, _change in stored], clauses),
                _told([change for _clause, change in stored], changes),
                strict=True,
            )
        ),
        reasons=tuple(_told(reasons, again.reasons if again else ())),
    )


def _told(stored: Sequence[str], again: Sequence[Sentence]) -> list[Told]:
    if len(again) != len(stored):
        return [Told(text, in_chinese=language() != "zh") for text in stored]
    return [
        Told(str(sentence)) if sentence.chinese == text else Told(text, in_chinese=True)
        for text, sentence in zip(stored, again, strict=True)
    ]
