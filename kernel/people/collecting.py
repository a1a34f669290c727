"""Who may take ashes away, and what is asked of whoever comes: the same at every counter."""

from dataclasses import dataclass, replace

from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.people.identity import parse_identity_number


class CollectorMissing(Refusal):
    message = _("请填写领取人姓名。")
    field = "received_by"


class CollectorIdentityDiffers(Refusal):
    message = _("姓名是经办人的，身份证号与登记的不一致。请核对证件。")
    field = "identity_number"


class CollectorIsDeceased(Refusal):
    message = _("这是逝者本人的身份证号。请填写领取人的身份证号。")
    field = "identity_number"


class AuthorisationMissing(Refusal):
    message = _("领取人不是经办人（%(claimant)s）。请查看委托书，并填写委托书的编号或日期。")
    field = "authorisation"


class SignatureMissing(Refusal):
    message = _("请领取人在领取单上签字后，再勾选。")
    field = "signature_noted"


@dataclass(frozen=True)
class Collector:
    """Who comes. `authorisation`: number or date of the written one that was seen, else ""."""

    name: str
    identity_number: str
    relation: Relation
    authorisation: str
    signature_noted: bool


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

    Raises CollectorMissing, CollectorIsDeceased, CollectorIdentityDiffers, AuthorisationMissing,
    SignatureMissing and the refusals of kernel.people.identity.
    """
    name, authorisation = who.name.strip(), who.authorisation.strip()
    if not name:
        raise CollectorMissing
    shown = parse_identity_number(who.identity_number).number
    if shown == entitled.deceased_number:
        raise CollectorIsDeceased
    known = entitled.identity_number
    if name == entitled.name and known and shown != known:
        raise CollectorIdentityDiffers
    if name != entitled.name and not authorisation:
        raise AuthorisationMissing(claimant=entitled.name)
    if not who.signature_noted:
        raise SignatureMissing
    return replace(who, name=name, identity_number=shown, authorisation=authorisation)
