"""Why ashes that are kept go to another niche."""

from enum import StrEnum

from kernel.i18n import _


class RelocateReason(StrEnum):
    REPAIR = "repair"
    FAMILY = "family"

    @property
    def label(self) -> str:
        return REASON_LABELS[self]


REASON_LABELS = {
    RelocateReason.REPAIR: _("维修确需移动"),
    RelocateReason.FAMILY: _("家属要求"),
}
