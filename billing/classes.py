"""Words a waiver policy is written in: whom it is for, which day counts, who pays."""

from enum import StrEnum

from billing.sentences import N_
from kernel.i18n import _


class WaiverClass(StrEnum):
    """对象类别: what the deceased was to the civil-affairs office; the most favourable one."""

    RESIDENT = "resident"
    DIBAO = "dibao"
    TEKUN = "tekun"
    YOUFU = "youfu"
    UNNAMED = "unnamed"
    STREET_CHILD = "street_child"
    DIBAO_MARGIN = "dibao_margin"
    MARTYR = "martyr"
    SOLDIER = "soldier"
    VAGRANT = "vagrant"
    FOUNDLING = "foundling"
    UNREGISTERED_INFANT = "unregistered_infant"
    WELFARE_WARD = "welfare_ward"
    CENTENARIAN = "centenarian"
    BEREAVED_PARENT = "bereaved_parent"
    SEVERELY_DISABLED = "severely_disabled"
    STUDENT = "student"
    MIGRANT_WORKER = "migrant_worker"

    @property
    def label(self) -> str:
        return _(CLASS_LABELS[self])

    @property
    def chinese(self) -> str:
        return CLASS_LABELS[self]


CLASS_LABELS = {
    WaiverClass.RESIDENT: N_("普通居民"),
    WaiverClass.DIBAO: N_("低保对象"),
    # 五保 and 三无 are the older names of the same help (国务院令第649号 speaks of 特困人员).
    WaiverClass.TEKUN: N_("特困人员（五保、三无）"),
    WaiverClass.YOUFU: N_("定期抚恤的重点优抚对象"),
    WaiverClass.UNNAMED: N_("无名遗体"),
    WaiverClass.STREET_CHILD: N_("流浪乞讨儿童"),
    WaiverClass.DIBAO_MARGIN: N_("低保边缘家庭成员"),
    WaiverClass.MARTYR: N_("烈士"),
    WaiverClass.SOLDIER: N_("现役军人（含驻军）"),
    WaiverClass.VAGRANT: N_("流浪乞讨人员"),
    WaiverClass.FOUNDLING: N_("弃婴"),
    WaiverClass.UNREGISTERED_INFANT: N_("未登记户籍的婴儿"),
    WaiverClass.WELFARE_WARD: N_("福利机构收养或救助的人员"),
    WaiverClass.CENTENARIAN: N_("百岁老人"),
    WaiverClass.BEREAVED_PARENT: N_("失独家庭父母"),
    WaiverClass.SEVERELY_DISABLED: N_("重度残疾人"),
    WaiverClass.STUDENT: N_("在读学生"),
    WaiverClass.MIGRANT_WORKER: N_("外来务工人员"),
}


class DateKey(StrEnum):
    """Which day decides the version of a policy; counties differ."""

    DEATH = "death"
    CREMATION = "cremation"
    APPLICATION = "application"

    @property
    def label(self) -> str:
        return _(DATE_LABELS[self])

    @property
    def chinese(self) -> str:
        return DATE_LABELS[self]


DATE_LABELS = {
    DateKey.DEATH: N_("离世日期"),
    DateKey.CREMATION: N_("火化日期"),
    DateKey.APPLICATION: N_("申请日期"),
}


class Payer(StrEnum):
    """Whose money replaces the family's."""

    PROVINCE_FINANCE = "province_finance"
    CITY_FINANCE = "city_finance"
    COUNTY_FINANCE = "county_finance"
    CREMATION_COUNTY_FINANCE = "cremation_county_finance"
    INSTITUTION = "institution"

    @property
    def label(self) -> str:
        return _(PAYER_LABELS[self])

    @property
    def chinese(self) -> str:
        return PAYER_LABELS[self]


PAYER_LABELS = {
    Payer.PROVINCE_FINANCE: N_("省级财政"),
    Payer.CITY_FINANCE: N_("市级财政"),
    Payer.COUNTY_FINANCE: N_("县级财政"),
    Payer.CREMATION_COUNTY_FINANCE: N_("火化地县级财政"),
    Payer.INSTITUTION: N_("殡仪馆"),
}


class HomeLevel(StrEnum):
    """Whose home cremated: some documents let the city pay for its own and each county for its."""

    COUNTY_HOME = "county_home"
    CITY_HOME = "city_home"


class PaymentForm(StrEnum):
    """How the family gets what is waived."""

    COUNTER = "counter"
    REIMBURSEMENT = "reimbursement"
    LUMP_SUM = "lump_sum"

    @property
    def label(self) -> str:
        return _(PAYMENT_LABELS[self])

    @property
    def chinese(self) -> str:
        return PAYMENT_LABELS[self]


PAYMENT_LABELS = {
    PaymentForm.COUNTER: N_("结算时直接减免"),
    PaymentForm.REIMBURSEMENT: N_("先付清，再凭票据报销"),
    PaymentForm.LUMP_SUM: N_("一次性发给"),
}


class PolicyKind(StrEnum):
    """惠民减免 lowers a bill; 节地生态安葬奖补 pays money out."""

    WAIVER = "waiver"
    REWARD = "reward"

    @property
    def label(self) -> str:
        return _(KIND_LABELS[self])


KIND_LABELS = {
    PolicyKind.WAIVER: N_("惠民减免"),
    PolicyKind.REWARD: N_("节地生态安葬奖补"),
}
