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
    INSTITUTION = "institution"

    @property
    def label(self) -> str:
        return _(PAYER_LABELS[self])


PAYER_LABELS = {
    Payer.PROVINCE_FINANCE: N_("省级财政"),
    Payer.CITY_FINANCE: N_("市级财政"),
    Payer.COUNTY_FINANCE: N_("县级财政"),
    Payer.INSTITUTION: N_("殡仪馆"),
}
