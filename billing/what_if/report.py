"""A what-if on the command line: the same figures as on the page, in yuan."""

from typing import Any

from billing.what_if import KINDS, Sums, Totals
from billing.what_if.files import KIND_WORDS, say_key
from kernel.money import decimal_yuan

NAMES = {"item": "items", "class": "classes", "month": "months"}


def as_report(totals: Totals) -> dict[str, Any]:
    """Amounts as decimal strings in yuan."""
    return {
        **_amounts(totals.whole),
        "taken_back": totals.taken_back,
        "failed": totals.failed,
        "failures": [{"case": case, "reason": why} for case, why in totals.failures],
        **{
            NAMES[kind]: [
                {kind: key, "name": str(say_key(kind, key, sums)), **_amounts(sums)}
                for key, sums in totals.listed(kind)
            ]
            for kind in KINDS
        },
    }


def as_text(totals: Totals) -> str:
    said = []
    for kind in KINDS:
        said.append(str(KIND_WORDS[kind]))
        said += [_line(say_key(kind, key, sums), sums) for key, sums in totals.listed(kind)]
    return "\n".join([*said, _line("合计", totals.whole)])


def _line(name: str, sums: Sums) -> str:
    amounts = (decimal_yuan(fen) for fen in (sums.now_fen, sums.then_fen, sums.difference_fen))
    return "\t".join([f"  {name}", str(sums.cases), *amounts])


def _amounts(sums: Sums) -> dict[str, Any]:
    return {
        "cases": sums.cases,
        "waived": decimal_yuan(sums.now_fen),
        "waived_under_draft": decimal_yuan(sums.then_fen),
        "difference": decimal_yuan(sums.difference_fen),
    }
