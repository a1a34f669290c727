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
    "amount_fen": _("金额"),
    "answer_id": _("结果"),
    "answer_table": _("结果种类"),
    "answers": _("填写内容"),
    "assessment": _("减免核定"),
    "bill_id": _("账单"),
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
    "columns": _("每行字数"),
    "confirmed_at": _("确认时间"),
    "copy_number": _("补打次数"),
    "corrected_at": _("更正时间"),
    "corrected_by": _("更正人"),
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
    "died_on": _("离世日期"),
    "document": _("单据"),
    "due_fen": _("实付"),
    "ended_at": _("结束"),
    "ends_at": _("结束"),
    "estimate": _("费用预估"),
    "extra_price_fen": _("超出单价"),
    "fact": _("事实"),
    "first_operator": _("火化员"),
    "gross_fen": _("应收"),
    "hall_class": _("告别厅类别"),
    "hall_id": _("告别厅"),
    "host": _("网络地址"),
    "household_registration": _("户籍地代码"),
    "id": _("标识"),
    "identity_index": _("证件索引"),
    "identity_kind": _("证件种类"),
    "identity_number": _("证件号码"),
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
    "legal_basis": _("依据文件"),
    "login": _("登录名"),
    "made_at": _("办理时间"),
    "made_by": _("办理人"),
    "measured_in": _("计量单位"),
    "method": _("付款方式"),
    "month": _("月份"),
    "months": _("月数"),
    "name": _("名称"),
    "next_try_at": _("下次重试"),
    "niche_id": _("格位"),
    "number": _("编号"),
    "occupies": _("占用时段"),
    "occurred_on": _("发生日期"),
    "opened_at": _("登记时间"),
    "opens": _("开门"),
    "operation": _("办理事项"),
    "password_hash": _("密码"),
    "payer": _("减免承担方"),
    "payer_name": _("付款人"),
    "payment_id": _("收款"),
    "phone": _("电话"),
    "phone_index": _("电话索引"),
    "pick_up_from": _("接运地点"),
    "plan_id": _("日程"),
    "policy_title": _("减免政策"),
    "port": _("端口"),
    "portion": _("份"),
    "position": _("序号"),
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
    "recorded_at": _("登记时间"),
    "recorded_by": _("登记人"),
    "region_code": _("地区代码"),
    "registered_at": _("登记时间"),
    "relation": _("与逝者的关系"),
    "released_at": _("取消时间"),
    "replaced_at": _("替换时间"),
    "reprint_of_id": _("补打自"),
    "resource_id": _("告别厅或火化机"),
    "revoked_at": _("停用时间"),
    "role": _("岗位"),
    "round_up_to": _("进位"),
    "row": _("排"),
    "run_id": _("火化记录"),
    "saved_at": _("保存时间"),
    "second_operator": _("第二火化员"),
    "sent_at": _("发送时间"),
    "setup_minutes": _("准备分钟"),
    "sex": _("性别"),
    "since": _("起"),
    "site_id": _("骨灰堂"),
    "slip": _("单据内容"),
    "source": _("来源"),
    "started_at": _("开始"),
    "starts_at": _("开始"),
    "state": _("状态"),
    "taken_at": _("收款时间"),
    "taken_by": _("收款人"),
    "tariff_item_id": _("收费项目"),
    "tendered_fen": _("实收"),
    "title": _("标题"),
    "token": _("二维码编号"),
    "token_hash": _("凭证校验"),
    "told_at": _("通知时间"),
    "transfer_km": _("接运公里"),
    "unit": _("计价单位"),
    "until": _("止"),
    "use_minutes": _("使用分钟"),
    "valid": _("有效期"),
    "variety": _("类别"),
    "version": _("版本"),
    "visiting_hours": _("开放时间"),
    "waived_fen": _("减免"),
    "waiver_class": _("减免对象类别"),
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
