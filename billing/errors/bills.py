"""Bills, their evidence, signatures and credit notes: what is refused, and the sentence it says."""

from kernel.constraints import refuse_on
from kernel.errors import NotFound, Refusal
from kernel.i18n import _


class AlreadyBilled(Refusal):
    message = _("这个案件的费用都已经出了账单，没有新的费用。")


class ChargeBilled(Refusal):
    message = _("这项费用已经出了账单，不能在这里撤销。请红冲账单上的这一项。")


class FactsBilled(Refusal):
    message = _("账单是按登记的减免条件算的，不能再改。要改的，请先整单红冲这个案件的账单。")


class NothingToBill(Refusal):
    message = _("这个案件还没有可以结算的服务记录。")


class WaivedAlready(Refusal):
    message = _("这位逝者已经享受过一次惠民减免，按规定一位逝者只减免一次。")


class EvidenceMissing(Refusal):
    message = _("减免还缺证明：%(papers)s。请登记看到的证明，文件允许的可以用数据比对代替。")


class EvidenceUnnumbered(Refusal):
    message = _("请填写证明的编号，数据比对的请填写在哪里查到。")
    field = "reference"


class EvidenceNoted(Refusal):
    message = _("这份证明已经登记过。")


class NoDataMatch(Refusal):
    message = _("文件没有写这份证明可以用数据比对代替，请看原件。")
    field = "matched"


class AlreadySigned(Refusal):
    message = _("这张账单已经签过字。")


class SignerMissing(Refusal):
    message = _("请填写签字人的姓名。")
    field = "signer_name"


class NothingDrawn(Refusal):
    message = _("还没有看到签字，请在框里签名。")
    field = "strokes"


class NothingChosen(Refusal):
    message = _("请选择要退的项目。")
    field = "positions"


class AlreadyCredited(Refusal):
    message = _("这些项目已经红冲过，每一项只能红冲一次。")
    field = "positions"


class CreditChangesWaiver(Refusal):
    message = _("退掉这些项目后，其余项目的减免会改变。请整单红冲，再重新出具账单。")
    field = "positions"


class FurtherBillFirst(Refusal):
    message = _("补充账单 %(number)s 的减免是接着这些项目算的。请先红冲那张账单，再红冲这些项目。")
    field = "positions"


class FeeReturned(Refusal):
    """What was given back in part is not given back a second time, whole."""

    message = _("“%(name)s”已经按没有使用的年限退过，不能单独红冲。请只选其他项目，或者整单红冲。")
    field = "positions"


class FeeReturnedOnce(Refusal):
    message = _("这笔费用已经退过，不能再退。")


class AccountUnsettled(Refusal):
    message = _("这个案件的账单还有%(left)s没有付清。请先收清，或者红冲有关项目，再办理退费。")


class AccountUnknown(NotFound):
    message = _("没有找到这张账单。请核对账单上的 16 位短码，或联系殡仪馆。")
    field = "code"


refuse_on("an_evidence_is_noted_once", EvidenceNoted)
refuse_on("a_line_is_returned_once", FeeReturnedOnce)
refuse_on("paper_money_goes_back_once", FeeReturnedOnce)
refuse_on("a_line_is_credited_once", AlreadyCredited)
refuse_on("one_bill_after_another", AlreadyBilled)
refuse_on("a_charge_stands_billed_once", AlreadyBilled)
refuse_on("one_waiver_for_one_deceased", WaivedAlready)
