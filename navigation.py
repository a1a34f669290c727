"""What each role finds in the bar at the top, in the order of a day's work."""

from kernel.i18n import _
from kernel.navigation import Entry, Menu
from kernel.people.actors import Role

DESK = ("booking.desk", _("今日"))
FIND = ("booking.list_found", _("查找"))
BOARD = ("funeral.board", _("日程板"))
CASES = ("funeral.list_cases", _("案件"))
CERTIFICATES = ("funeral.list_blanks", _("火化证明"))
ASHES = ("cemetery.list_deposits", _("骨灰寄存"))
PORTIONS = ("ashes.list_portions", _("骨灰去向"))
STOCK_TAKES = ("ashes.list_stock_takes", _("骨灰盘点"))
RIGHTS = ("rights.list_rights", _("使用权"))
SITES = ("ground.list_sites", _("安放点"))
VISITS = ("visits.list_sites", _("祭扫"))
TEXTS = ("texts.list_texts", _("短信"))
VOYAGES = ("voyages.list_voyages", _("海葬撒散"))
MEMORIALS = ("memorials.list_pieces", _("纪念页"))
STORAGE = ("funeral.show_storage", _("存放柜位"))
TRANSFER = ("funeral.list_transfers", _("接运"))
QUEUE = ("booking.list_tickets", _("叫号"))
SCREENS = ("hardware.list_screens", _("屏幕"))
PRINTERS = ("hardware.list_printers", _("打印机"))
RESOURCES = ("funeral.list_resources", _("设施"))
CLOSURES = ("funeral.list_closures", _("停用"))
REFUSED_SCANS = ("funeral.list_refused_scans", _("未通过的扫描"))
# Those who look after papers scan everything; those beside the body scan wristbands all day.
READ_CODE = ("hardware.read_code", _("扫描"))
SCAN = ("funeral.record_move", _("扫描"))
MONEY = ("billing.show_till", _("收款"))
TARIFF = ("billing.list_tariff_items", _("收费清单"))
GOODS = ("billing.list_goods", _("丧葬用品"))
REWARDS = ("billing.list_rewards", _("奖补"))

REMAINS = Menu(_("遗体和证明"), (TRANSFER, STORAGE, CERTIFICATES))
GROUND = Menu(
    _("安放"),
    (ASHES, PORTIONS, STOCK_TAKES, RIGHTS, SITES, VISITS, VOYAGES, MEMORIALS),
)

NAVIGATION: dict[Role, list[Entry | Menu]] = {
    Role.DESK: [
        *(DESK, QUEUE, FIND, READ_CODE, BOARD, CASES, REMAINS, GROUND, MONEY),
        Menu(_("其他"), (GOODS, TEXTS, PRINTERS)),
    ],
    Role.OPERATOR: [("funeral.check_furnace", _("入炉核对")), SCAN, BOARD, FIND, CASES],
    Role.DRIVER: [("funeral.list_trips", _("我的接运")), SCAN],
    Role.COLUMBARIUM: [
        *(ASHES, PORTIONS, RIGHTS, SITES, FIND, READ_CODE, CASES, QUEUE),
        Menu(_("祭扫和奖补"), (VISITS, VOYAGES, MEMORIALS, REWARDS, TEXTS)),
    ],
    Role.OFFICER: [
        ("oversight.dashboard", _("监管首页")),
        FIND,
        PORTIONS,
        ("billing.list_policies", _("减免政策")),
        REWARDS,
        ("oversight.list_journal", _("办理记录")),
        MONEY,
        TARIFF,
        READ_CODE,
        SITES,
    ],
    Role.ADMINISTRATOR: [
        *(DESK, FIND, READ_CODE, BOARD, CASES, REMAINS, GROUND),
        Menu(_("钱款"), (MONEY, TARIFF, GOODS, REWARDS)),
        TEXTS,
        Menu(_("设备和设施"), (RESOURCES, CLOSURES, PRINTERS, SCREENS, REFUSED_SCANS)),
    ],
}
