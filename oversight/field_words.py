"""The columns of the journal's records, and their values, as people say them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from billing.classes import Payer, WaiverClass
from billing.kinds import ItemClass, PaymentMethod, PriceMode
from billing.units import Unit
from funeral.kinds import CrematorType, HallClass, PaperKind, Source
from kernel import clock
from kernel.db import Base
from kernel.i18n import _
from kernel.money import yuan
from kernel.people.actors import Role
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from kernel.people.identity import Sex

FIELDS = {
    "acknowledgement": _("打印回执"),
    "active": _("在职"),
    "added_at": _("登记时间"),
    "address": _("地址"),
    "after_days": _("存放满天数"),
    "amount_fen": _("金额"),
    "answer_id": _("结果"),
    "answer_table": _("结果种类"),
    "answers": _("填写内容"),
    "arrived_at": _("到达接运地点"),
    "asked_by": _("申请人"),
    "assessment": _("减免核定"),
    "back_at": _("回馆"),
    "batch_id": _("批次"),
    "bill_id": _("账单"),
    "blank_id": _("空白火化证明"),
    "body_hash": _("内容校验"),
    "born_on": _("出生日期"),
    "burns": _("火化时段"),
    "by": _("经办"),
    "by_name": _("经办人"),
    "cabinet": _("柜位"),
    "cancel_reason": _("取消原因"),
    "cancelled_at": _("取消时间"),
    "capacity": _("容纳人数"),
    "case_id": _("案件"),
    "case_number": _("案件编号"),
    "certificate_number": _("火化证明编号"),
    "change_fen": _("找零"),
    "channel": _("预约方式"),
    "charge_id": _("费用"),
    "chosen_price_fen": _("选定单价"),
    "claimant_id": _("经办人"),
    "clause": _("减免依据"),
    "cleanup_minutes": _("清理分钟"),
    "closes": _("关门"),
    "code": _("代码"),
    "collected_at": _("领取时间"),
    "collected_by": _("领取人"),
    "collector_identity_checked": _("已核对领取人身份证"),
    "collector_identity_index": _("领取人证件索引"),
    "columns": _("每行字数"),
    "confirmed_at": _("确认时间"),
    "contact": _("现场联系人"),
    "copy_number": _("补打次数"),
    "corrected_at": _("更正时间"),
    "corrected_by": _("更正人"),
    "counted": _("实点张数"),
    "counted_at": _("盘点时间"),
    "counted_by": _("盘点人"),
    "created_at": _("建立时间"),
    "credit_code": _("统一社会信用代码"),
    "cremator_id": _("火化机"),
    "cremator_type": _("炉型"),
    "deaths": _("死亡人口"),
    "deaths_in_zone": _("火葬区死亡人口"),
    "deceased_id": _("逝者"),
    "delegate_name": _("受委托人"),
    "demo": _("演示"),
    "deposit_id": _("骨灰寄存"),
    "deposited_at": _("寄存时间"),
    "deposited_by": _("寄存经办"),
    "description": _("物品"),
    "died_on": _("离世日期"),
    "digits": _("位数"),
    "dna_reference": _("生物样本编号"),
    "document": _("单据"),
    "done_on": _("办理日期"),
    "driver_id": _("接运员"),
    "drives": _("行驶时段"),
    "due_fen": _("实付"),
    "empty_reason": _("空车返回的原因"),
    "end_reason": _("结束原因"),
    "ended_at": _("结束"),
    "ended_by": _("结束经办"),
    "ends_at": _("结束"),
    "estimate": _("费用预估"),
    "exception_reason": _("交给他人的原因"),
    "expected": _("应有张数"),
    "explanation": _("差异说明"),
    "extra_price_fen": _("超出单价"),
    "fact": _("事实"),
    "first_no": _("起号"),
    "first_operator": _("火化员"),
    "gross_fen": _("应收"),
    "hall_class": _("告别厅类别"),
    "hall_id": _("告别厅"),
    "hearse_id": _("灵车"),
    "host": _("网络地址"),
    "household_registration": _("户籍地代码"),
    "id": _("标识"),
    "identity_index": _("证件索引"),
    "identity_kind": _("证件种类"),
    "identity_number": _("证件号码"),
    "image": _("照片"),
    "in_use": _("使用中"),
    "included": _("包含数量"),
    "institution_id": _("机构"),
    "issued_at": _("出具时间"),
    "issued_by": _("出具经办"),
    "issued_on": _("出具日期"),
    "issuer": _("出具单位"),
    "item_class": _("项目类别"),
    "item_code": _("项目代码"),
    "key": _("提交编号"),
    "kind": _("种类"),
    "last": _("最后一号"),
    "last_no": _("止号"),
    "left_at": _("出发"),
    "legal_basis": _("依据文件"),
    "login": _("登录名"),
    "looked_at": _("查看时间"),
    "looked_by": _("查看人"),
    "made_at": _("办理时间"),
    "made_by": _("办理人"),
    "measured_in": _("计量单位"),
    "media": _("公告媒体"),
    "method": _("付款方式"),
    "missing": _("缺号"),
    "month": _("月份"),
    "months": _("月数"),
    "name": _("名称"),
    "needs_notice": _("需要公告"),
    "needs_police": _("需要公安立案编号"),
    "next_try_at": _("下次重试"),
    "niche_id": _("格位"),
    "number": _("编号"),
    "occupies": _("占用时段"),
    "occurred_on": _("发生日期"),
    "odometer_end": _("回馆里程表"),
    "odometer_start": _("出发里程表"),
    "office": _("部门"),
    "offices": _("签署部门"),
    "opened_at": _("登记时间"),
    "opens": _("开门"),
    "operation": _("办理事项"),
    "ordered_at": _("派车时间"),
    "ordered_by": _("派车人"),
    "party": _("申请方"),
    "password_hash": _("密码"),
    "payer": _("减免承担方"),
    "payer_name": _("付款人"),
    "payment_id": _("收款"),
    "period_days": _("期限天数"),
    "phone": _("电话"),
    "phone_index": _("电话索引"),
    "photo_id": _("照片"),
    "pick_up_from": _("接运地点"),
    "picked_up_at": _("接到遗体"),
    "place": _("存放处"),
    "plan_id": _("日程"),
    "police_case_number": _("公安立案编号"),
    "policy_title": _("减免政策"),
    "port": _("端口"),
    "portion": _("份"),
    "position": _("序号"),
    "prefix": _("字头"),
    "price_fen": _("单价"),
    "price_high_fen": _("最高价"),
    "price_low_fen": _("最低价"),
    "price_mode": _("定价方式"),
    "printed_at": _("打印时间"),
    "printer_id": _("打印机"),
    "published_at": _("公布时间"),
    "quantity": _("数量"),
    "raster_always": _("按图片打印"),
    "reason": _("原因"),
    "received_at": _("入馆时间"),
    "received_by": _("入馆经办"),
    "received_from": _("接自"),
    "received_on": _("收到日期"),
    "recorded_at": _("登记时间"),
    "recorded_by": _("登记人"),
    "reference": _("文号"),
    "region_code": _("地区代码"),
    "registered_at": _("登记时间"),
    "reissue_number": _("第几次补发"),
    "relation": _("与逝者的关系"),
    "released_at": _("取消时间"),
    "replaced_at": _("替换时间"),
    "replaces_id": _("替代的火化证明"),
    "reprint_of_id": _("补打自"),
    "resource_id": _("告别厅或火化机"),
    "returned_at": _("交还时间"),
    "returned_by": _("交还经办"),
    "returned_to": _("领回人"),
    "revoked_at": _("停用时间"),
    "role": _("岗位"),
    "round_up_to": _("进位"),
    "row": _("排"),
    "run_id": _("火化记录"),
    "rung_id": _("办理程序"),
    "saved_at": _("保存时间"),
    "second_operator": _("第二火化员"),
    "second_person": _("第二盘点人"),
    "sent_at": _("发送时间"),
    "sent_by": _("送存单位"),
    "serial": _("序号"),
    "setup_minutes": _("准备分钟"),
    "sex": _("性别"),
    "signature": _("签收凭据"),
    "signed_by": _("签署人"),
    "signed_on": _("签署日期"),
    "since": _("起"),
    "site_id": _("骨灰堂"),
    "slip": _("单据内容"),
    "source": _("来源"),
    "started_at": _("开始"),
    "starts_at": _("开始"),
    "state": _("状态"),
    "step_id": _("办理步骤"),
    "surplus": _("多号"),
    "taken_at": _("收款时间"),
    "taken_by": _("收款人"),
    "tariff_item_id": _("收费项目"),
    "tendered_fen": _("实收"),
    "title": _("标题"),
    "token": _("二维码编号"),
    "token_hash": _("凭证校验"),
    "told_at": _("通知时间"),
    "transfer_km": _("接运公里"),
    "unclaimed_id": _("无人认领遗体"),
    "unit": _("计价单位"),
    "until": _("止"),
    "until_on": _("延期至"),
    "use_minutes": _("使用分钟"),
    "valid": _("有效期"),
    "variety": _("类别"),
    "verify_token": _("查验二维码"),
    "version": _("版本"),
    "visiting_hours": _("开放时间"),
    "void_reason": _("作废原因"),
    "voided_at": _("作废时间"),
    "voided_by": _("作废经办"),
    "waived_fen": _("减免"),
    "waiver_class": _("减免对象类别"),
    "wanted_at": _("要求时间"),
    "year": _("年份"),
    "zone": _("区"),
}
# Names of persons: an officer needs to know that they changed, not what they are.
NAMES = {
    ("deceased", "name"),
    ("claimants", "name"),
    ("claimants", "delegate_name"),
    ("bills", "payer_name"),
    ("cremation_certificates", "collected_by"),
}
# A word of the database → its label.
KINDS: dict[str, tuple[type[StrEnum], ...]] = {
    "cremator_type": (CrematorType,),
    "hall_class": (HallClass,),
    "identity_kind": (IdentityKind,),
    "item_class": (ItemClass,),
    "kind": (PaperKind,),
    "measured_in": (Unit,),
    "method": (PaymentMethod,),
    "payer": (Payer,),
    "price_mode": (PriceMode,),
    "relation": (Relation,),
    "role": (Role,),
    "sex": (Sex,),
    "source": (Source,),
    "unit": (Unit,),
    "variety": (HallClass, CrematorType),
    "waiver_class": (WaiverClass,),
}


def say_field(field: str) -> str:
    return str(FIELDS.get(field, _("其他栏目")))


def is_private(table: str, field: str) -> bool:
    column = Base.metadata.tables[table].columns.get(field) if _is_known(table) else None
    return (table, field) in NAMES or column is None or bool(column.info.get("private"))


def points_to(table: str, field: str) -> str:
    """The table a field's id belongs to; empty for a field that is no reference."""
    column = Base.metadata.tables[table].columns.get(field) if _is_known(table) else None
    keys = list(column.foreign_keys) if column is not None else []
    return str(keys[0].column.table.name) if keys else ""


def say_value(field: str, value: Any) -> str:
    """What a reader understands: yuan, 是, a kind's label, a moment on the clocks of China."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("是")) if value else str(_("否"))
    if field.endswith("_fen") and isinstance(value, int):
        return yuan(value)
    return _label(field, str(value)) or _moment(str(value))


def _is_known(table: str) -> bool:
    return table in Base.metadata.tables


def _label(field: str, value: str) -> str:
    for kind in KINDS.get(field, ()):
        if value in set(kind):
            return str(kind(value).label)  # type: ignore[attr-defined]  # every kind above has one
    return ""


def _moment(value: str) -> str:
    """ "2026-11-22 18:01:41.816728+00:00" as China's clocks show it; anything else as it stands."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return clock.say_stamp(moment) if moment.tzinfo else value
