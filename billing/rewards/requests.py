"""What a family tells at the window, checked before it is written down."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from billing.errors import (
    AccountWrong,
    ApplicantMissing,
    BankMissing,
    CrematedBeforeDeath,
    CrematedInFuture,
    HolderMissing,
)
from billing.lines import Line
from billing.rewards import RewardFacts
from kernel import clock
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind, check_deceased, identity_index
from kernel.people.identity import Sex
from kernel.people.phones import normalise_phone

# Cards have 16 to 19 digits, accounts at the counters of some banks fewer or more.
ACCOUNT = re.compile(r"\d{8,30}", re.ASCII)
_BETWEEN = re.compile(r"[\s\-]+")


@dataclass(frozen=True)
class BankAccount:
    holder: str
    bank: str
    number: str


@dataclass(frozen=True)
class RewardRequest:
    """`lines`: direct costs that were charged; `operator`: who carried the burial out."""

    deceased_name: str
    identity_kind: IdentityKind
    identity_number: str | None
    facts: RewardFacts
    lines: tuple[Line, ...]
    applicant_name: str
    relation: Relation
    phone: str
    family: BankAccount
    operator: BankAccount | None = None


def check_request(request: RewardRequest) -> dict[str, Any]:
    """The columns of an application that follow from what was told, but for its assessment.

    Raises ApplicantMissing, HolderMissing, BankMissing, AccountWrong, CrematedBeforeDeath,
    CrematedInFuture, and the refusals of kernel.people.
    """
    facts = request.facts.facts
    known = check_deceased(
        name=request.deceased_name,
        identity_kind=request.identity_kind,
        identity_number=request.identity_number,
        sex=Sex.UNKNOWN,
        born_on=None,
        died_on=facts.died_on or clock.today(),
    )
    if facts.cremated_on and facts.cremated_on > clock.today():
        raise CrematedInFuture
    if facts.cremated_on and facts.died_on and facts.cremated_on < facts.died_on:
        raise CrematedBeforeDeath
    if not request.applicant_name.strip():
        raise ApplicantMissing
    number = known.identity_number
    return {
        "deceased_name": known.name,
        "identity_kind": known.identity_kind,
        "identity_number": number,
        "identity_index": identity_index(number) if number else None,
        "burial": request.facts.burial,
        "applicant_name": request.applicant_name.strip(),
        "relation": request.relation,
        "phone": normalise_phone(request.phone),
        **family_columns(check_account(request.family)),
        **operator_columns(request.operator and check_account(request.operator, "operator_")),
    }


def check_account(account: BankAccount, prefix: str = "") -> BankAccount:
    """`prefix` of the form's fields: operator_name, operator_bank, operator_account."""
    spelled = _BETWEEN.sub("", unicodedata.normalize("NFKC", account.number))
    if not account.holder.strip():
        raise _at(HolderMissing(), f"{prefix}name" if prefix else "account_holder")
    if not account.bank.strip():
        raise _at(BankMissing(), f"{prefix}bank")
    if not ACCOUNT.fullmatch(spelled):
        raise _at(AccountWrong(), f"{prefix}account")
    return replace(
        account, holder=account.holder.strip(), bank=account.bank.strip(), number=spelled
    )


def family_columns(account: BankAccount) -> dict[str, str]:
    return {
        "account_holder": account.holder,
        "bank": account.bank,
        "account": account.number,
    }


def operator_columns(account: BankAccount | None) -> dict[str, str | None]:
    return {
        "operator_name": account.holder if account else None,
        "operator_bank": account.bank if account else None,
        "operator_account": account.number if account else None,
    }


def _at(
    refusal: HolderMissing | BankMissing | AccountWrong, field: str
) -> HolderMissing | BankMissing | AccountWrong:
    refusal.field = field
    return refusal
