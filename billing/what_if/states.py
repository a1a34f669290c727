"""How far a what-if has come."""

import uuid
from enum import StrEnum

from kernel.i18n import _


class WhatIfState(StrEnum):
    """Forward only: waiting → running → done, cancelled or failed."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def has_ended(self) -> bool:
        return self not in {WhatIfState.WAITING, WhatIfState.RUNNING}


STATE_LABELS = {
    WhatIfState.WAITING: _("等待测算"),
    WhatIfState.RUNNING: _("正在测算"),
    WhatIfState.DONE: _("测算完成"),
    WhatIfState.CANCELLED: _("已停止"),
    WhatIfState.FAILED: _("没有算完"),
}


def topic_of(what_if_id: uuid.UUID) -> str:
    """What its page listens to (kernel.live)."""
    return f"what-if:{what_if_id}"
