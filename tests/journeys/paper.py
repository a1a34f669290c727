"""What stands on a receipt that came out of the printer, read back line by line."""

import re
import time
from dataclasses import dataclass

from tests.emulators.escpos_paper import Sheet
from tests.emulators.escpos_printer import EscposPrinter
from tests.journeys.screens import fen

CHARGE = re.compile(r"^(?P<label>.*?)\s+(?P<amounts>(?:-?[\d,]+\.\d\d\s*){3})$")
FACT = re.compile(r"^(?P<label>[^：]+)：\s*(?P<value>.+)$")
AMOUNT = re.compile(r"^(?P<label>\S+)\s+￥(?P<amount>-?[\d,]+\.\d\d)$")
TOTAL = "合计"


@dataclass(frozen=True)
class Receipt:
    """`charges`: (gross, waived, due) in fen by label, in the order printed; the total apart."""

    facts: dict[str, str]
    charges: list[tuple[str, tuple[int, int, int]]]
    total: tuple[int, int, int]
    amounts: dict[str, int]
    codes: list[str]


def receipts(printer: EscposPrinter, seconds: float) -> list[Sheet]:
    """As soon as there is one; wristbands and work orders come out of the same printer."""
    found: list[Sheet] = []
    deadline = time.monotonic() + seconds
    while not found and time.monotonic() < deadline:
        time.sleep(0.1)
        found = [sheet for sheet in printer.sheets if "收费明细" in sheet.text]
    return found


def read_receipt(sheet: Sheet) -> Receipt:
    facts: dict[str, str] = {}
    amounts: dict[str, int] = {}
    charges: list[tuple[str, tuple[int, int, int]]] = []
    name = ""
    for line in sheet.lines:
        charge, amount, fact = CHARGE.match(line), AMOUNT.match(line), FACT.match(line)
        if charge:
            gross, waived, due = (fen(text) for text in charge["amounts"].split())
            charges.append(((name + charge["label"]).strip(), (gross, waived, due)))
        elif amount:
            amounts[amount["label"]] = fen(amount["amount"])
        elif fact:
            facts[fact["label"]] = fact["value"]
        # A long name stands on the lines above its amounts.
        is_name = not (charge or amount or fact or line.startswith("─") or line.endswith("应付"))
        name = name + line if is_name else ""
    totals = [figures for label, figures in charges if label == TOTAL]
    assert len(totals) == 1, sheet.text
    return Receipt(
        facts=facts,
        charges=[(label, figures) for label, figures in charges if label != TOTAL],
        total=totals[0],
        amounts=amounts,
        codes=sheet.codes,
    )
