"""The columns of eco-burial rewards as people say them in the journal."""

from kernel.i18n import _

REWARD_FIELDS = {
    "accepted_at": _("受理时间"),
    "accepted_by": _("受理人"),
    "account": _("账号"),
    "account_holder": _("户名"),
    "applicant_name": _("申请人姓名"),
    "application_id": _("奖补申请"),
    "asked": _("材料"),
    "bank": _("开户银行"),
    "burial": _("安葬方式"),
    "costs_fen": _("其中免收的费用"),
    "deceased_name": _("逝者姓名"),
    "decided_at": _("决定时间"),
    "decided_by": _("决定人"),
    "decision_reason": _("决定的原因"),
    "entry_id": _("发放的一笔"),
    "facts": _("核定用的事实"),
    "frozen_at": _("列出时间"),
    "frozen_by": _("列出人"),
    "funding": _("由谁承担"),
    "met": _("怎样核对"),
    "noted_at": _("登记时间"),
    "noted_by": _("登记人"),
    "operator_account": _("承办单位账号"),
    "operator_bank": _("承办单位开户银行"),
    "operator_name": _("承办单位"),
    "paid_on": _("发放日期"),
    "payee_name": _("户名"),
    "payout_list_id": _("发放名单"),
    "policy_code": _("政策代码"),
    "policy_version": _("政策版本"),
    "recipient": _("发给"),
    "reward_fen": _("奖补金额"),
    "total_fen": _("合计"),
}
# Names of persons (oversight.field_words.NAMES).
REWARD_NAMES = {
    ("reward_applications", "deceased_name"),
    ("reward_applications", "applicant_name"),
    ("reward_applications", "account_holder"),
    ("payout_entries", "payee_name"),
}
