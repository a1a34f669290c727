"""Who may take ashes away, and what is asked of whoever comes: the same at every counter."""

from dataclasses import dataclass, replace

from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from kernel.people.identity import one_spelling, parse_identity_number

# What a living person can show.
SHOWN_KINDS = (IdentityKind.ID_CARD, IdentityKind.OTHER)


class CollectorMissing(Refusal):
    message = _("请填写领取人姓名。")
    field = "received_by"


class CollectorNumberMissing(Refusal):
    message = _("请填写领取人的证件号码。")
    field = "identity_number"


class CollectorIdentityDiffers(Refusal):
    """Of a namesake, or of the claimant whose number was written down wrongly."""

    message = _(
        "姓名与经办人相同，证件号码与登记的不一致，请核对证件。"
        "不是经办人本人，或登记的号码有误的，请在委托书一栏写明依据。"
    )
    field = "identity_number"


class CollectorIsDeceased(Refusal):
    message = _("这是逝者本人的证件号码。请填写领取人的证件号码。")
    field = "identity_number"


class AuthorisationMissing(Refusal):
    message = _("领取人不是经办人（%(claimant)s）。请查看委托书，并填写委托书的编号或日期。")
    field = "authorisation"


class SignatureMissing(Refusal):
    message = _("请领取人在领取单上签字后，再勾选。")
    field = "signature_noted"


@dataclass(frozen=True)
class Collector:
    """Who comes. `authorisation`: number or date of the written one that was seen, else "";
    `identity_kind`: one of SHOWN_KINDS, the paper `identity_number` stands on."""

    name: str
    identity_number: str
    relation: Relation
    authorisation: str
    signature_noted: bool
    identity_kind: IdentityKind = IdentityKind.ID_CARD


@dataclass(frozen=True)
class Entitled:
    """Who needs nobody's authorisation, with the numbers that are known: of this person, and of
    the deceased."""

    name: str
    identity_number: str | None = None
    deceased_number: str | None = None


def check_collector(who: Collector, entitled: Entitled) -> Collector:
    """The same in one spelling. A name and a number of the claimant go together; anybody else
    shows an authorisation; all sign.

    Raises CollectorMissing, CollectorNumberMissing, CollectorIsDeceased, CollectorIdentityDiffers,
    AuthorisationMissing, SignatureMissing and the refusals of kernel.people.identity.
    """
    name, authorisation = who.name.strip(), who.authorisation.strip()
    if not name:
        raise CollectorMissing
    shown = _number_of(who)
    if entitled.deceased_number and shown == one_spelling(entitled.deceased_number):
        raise CollectorIsDeceased
    if not authorisation:
        _ensure_entitled(name, shown, entitled)
    if not who.signature_noted:
        raise SignatureMissing
    return replace(who, name=name, identity_number=shown, authorisation=authorisation)


def _number_of(who: Collector) -> str:
    if who.identity_kind is IdentityKind.ID_CARD:
        return parse_identity_number(who.identity_number).number
    number = one_spelling(who.identity_number)
    if not number:
        raise CollectorNumberMissing
    return number


def _ensure_entitled(name: str, number: str, entitled: Entitled) -> None:
    if name != entitled.name:
        raise AuthorisationMissing(claimant=entitled.name)
    if entitled.identity_number and number != entitled.identity_number:
        raise CollectorIdentityDiffers
