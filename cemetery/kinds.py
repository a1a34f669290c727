"""Words of the cemetery that other packages may use too."""

from enum import StrEnum

from kernel.i18n import _


class UnitState(StrEnum):
    """How a unit stands for whoever looks for one; `held`: a family's, without ashes so far."""

    FREE = "free"
    HELD = "held"
    TAKEN = "taken"
    OUT_OF_USE = "out_of_use"

    @property
    def label(self) -> str:
        return UNIT_STATE_LABELS[self]


UNIT_STATE_LABELS = {
    UnitState.FREE: _("空闲"),
    UnitState.HELD: _("已定"),
    UnitState.TAKEN: _("已安放"),
    UnitState.OUT_OF_USE: _("停用"),
}


class PlateBatchState(StrEnum):
    """Forward only: waiting → running → done; cancelled from any of them; failed while running."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def is_under_way(self) -> bool:
        return self in {PlateBatchState.WAITING, PlateBatchState.RUNNING}


STATE_LABELS = {
    PlateBatchState.WAITING: _("等待绘制"),
    PlateBatchState.RUNNING: _("正在绘制"),
    PlateBatchState.DONE: _("可以交给刻制"),
    PlateBatchState.CANCELLED: _("已撤回"),
    PlateBatchState.FAILED: _("没有做完"),
}


class PlateFileKind(StrEnum):
    """What a finished batch is taken away as."""

    SHEETS = "sheets"
    ARTWORK = "artwork"
    MANIFEST = "manifest"

    @property
    def label(self) -> str:
        return FILE_LABELS[self]

    @property
    def ending(self) -> str:
        return FILE_TYPES[self][0]

    @property
    def mimetype(self) -> str:
        return FILE_TYPES[self][1]


FILE_LABELS = {
    PlateFileKind.SHEETS: _("拼版（PDF，A4，带裁切线）"),
    PlateFileKind.ARTWORK: _("刻制图（ZIP，每块铭牌一个 SVG）"),
    PlateFileKind.MANIFEST: _("清单（CSV 表格）"),
}
FILE_TYPES = {
    PlateFileKind.SHEETS: ("pdf", "application/pdf"),
    PlateFileKind.ARTWORK: ("zip", "application/zip"),
    PlateFileKind.MANIFEST: ("csv", "text/csv; charset=utf-8"),
}
