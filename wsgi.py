"""The whole system on one page: settings in, packages wired, app out."""

from flask import Flask

from billing.cli import billing as billing_commands
from billing.fact_links import add_fact_link
from billing.fiscal import Gateway, use_platform
from billing.kinds import FactKind
from billing.known_cases import add_cases, add_namer
from billing.online import RAILS
from billing.paper_specimens import PAPERS as BILLING_PAPERS
from billing.rails.wired import rails_of
from billing.scanned import FINDERS as BILLING_CODES
from billing.scanned_sheets import FINDERS as SHEET_CODES
from billing.specimens import SPECIMENS as BILLING_SPECIMENS
from billing.views import billing
from billing.views.goods import movement_link
from billing.views.rewards import reward_panel
from booking.cli import booking as booking_commands
from booking.jobs import offer_freed
from booking.queries import find_waiting_code, list_names_of_plans
from booking.scanned import FINDERS as BOOKING_CODES
from booking.specimens import SPECIMENS as BOOKING_SPECIMENS
from booking.views import booking, expected_families
from booking.views.screens import TICKET_MACHINE, WAITING_BOARD
from cemetery.cli import cemetery as cemetery_commands
from cemetery.paper_specimens import PAPERS as CEMETERY_PAPERS
from cemetery.queries import find_open_deposit
from cemetery.scanned import FINDERS as CEMETERY_CODES
from cemetery.scanned import deposit_after
from cemetery.specimens import SPECIMENS as CEMETERY_SPECIMENS
from cemetery.views import ashes_panel, cemetery, deposit_link
from cemetery.visits.views import visits
from demo.cli import demo as demo_commands
from funeral.cli import funeral as funeral_commands
from funeral.panels import (
    add_booked,
    add_expected,
    add_keeper,
    add_names,
    add_panel,
    add_waiting,
)
from funeral.paper_specimens import PAPERS as FUNERAL_PAPERS
from funeral.queries.cases import masked_names_of_cases
from funeral.queries.rewards import find_known_case
from funeral.scanned import FINDERS as FUNERAL_CODES
from funeral.scanned_papers import FINDERS as CERTIFICATE_CODES
from funeral.specimens import SPECIMENS as FUNERAL_SPECIMENS
from funeral.views import funeral
from funeral.views.fact_links import LINKS
from funeral.views.screens import HALL_DOOR
from hardware.cli import hardware as hardware_commands
from hardware.paper_specimens import add_paper_specimens
from hardware.scanning import TRIAL_FINDERS, add_acts, add_finders
from hardware.screens import add_screen_kind
from hardware.specimens import add_specimens
from hardware.trial_page import SPECIMEN as TRIAL_PAGE
from hardware.views import hardware
from kernel.app import prepare_app
from kernel.cli import kernel as kernel_commands
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.settings import Settings
from kernel.views import kernel
from kernel.web import dress, guard, show_refusals
from oversight.cli import oversight as oversight_commands
from oversight.scanned import journal_of
from oversight.views import oversight

# What each role finds in the bar at the top, in the order of a day's work.
DESK = ("booking.desk", _("今日"))
FIND = ("booking.list_found", _("查找"))
BOARD = ("funeral.board", _("日程板"))
CASES = ("funeral.list_cases", _("案件"))
CERTIFICATES = ("funeral.list_blanks", _("火化证明"))
ASHES = ("cemetery.list_deposits", _("骨灰寄存"))
VISITS = ("visits.list_sites", _("祭扫"))
STORAGE = ("funeral.show_storage", _("存放柜位"))
TRANSFER = ("funeral.list_transfers", _("接运"))
QUEUE = ("booking.list_tickets", _("叫号"))
SCREENS = ("hardware.list_screens", _("屏幕"))
PRINTERS = ("hardware.list_printers", _("打印机"))
RESOURCES = ("funeral.list_resources", _("设施"))
CLOSURES = ("funeral.list_closures", _("停用"))
# Those who look after papers scan everything; those beside the body scan wristbands all day.
READ_CODE = ("hardware.read_code", _("扫描"))
SCAN = ("funeral.record_move", _("扫描"))
MONEY = ("billing.show_till", _("收款"))
TARIFF = ("billing.list_tariff_items", _("收费清单"))
GOODS = ("billing.list_goods", _("丧葬用品"))
REWARDS = ("billing.list_rewards", _("奖补"))
NAVIGATION = {
    Role.DESK: [
        *(DESK, QUEUE, FIND, BOARD, CASES, READ_CODE, TRANSFER, STORAGE, CERTIFICATES, ASHES),
        *(VISITS, MONEY, GOODS, PRINTERS),
    ],
    Role.OPERATOR: [("funeral.check_furnace", _("入炉核对")), SCAN, BOARD, FIND, CASES],
    Role.DRIVER: [("funeral.list_trips", _("我的接运")), SCAN],
    Role.COLUMBARIUM: [ASHES, VISITS, FIND, READ_CODE, CASES, REWARDS, QUEUE],
    Role.OFFICER: [
        ("oversight.dashboard", _("监管首页")),
        FIND,
        ("billing.list_policies", _("减免政策")),
        REWARDS,
        ("oversight.list_journal", _("办理记录")),
        MONEY,
        TARIFF,
        READ_CODE,
    ],
    Role.ADMINISTRATOR: [
        *(DESK, FIND, BOARD, CASES, READ_CODE, TRANSFER, STORAGE, CERTIFICATES, ASHES, VISITS),
        *(MONEY, PRINTERS, TARIFF, GOODS, REWARDS, RESOURCES, CLOSURES, SCREENS),
        ("funeral.list_refused_scans", _("未通过的扫描")),
    ],
}


def create_app(settings: Settings | None = None) -> Flask:
    """Nothing is started or connected at import; the database answers when first asked."""
    settings = settings or Settings()
    app = prepare_app(settings)
    app.extensions[RAILS] = rails_of(settings)
    guard(app)
    show_refusals(app)
    dress(app, NAVIGATION)
    for pages in (kernel, hardware, billing, funeral, cemetery, visits, booking, oversight):
        app.register_blueprint(pages)
    for commands in (
        kernel_commands,
        hardware_commands,
        billing_commands,
        funeral_commands,
        cemetery_commands,
        booking_commands,
        oversight_commands,
        demo_commands,
    ):
        app.cli.add_command(commands)
    add_paper_specimens(app, (*FUNERAL_PAPERS, *CEMETERY_PAPERS, *BILLING_PAPERS))
    add_panel(app, ashes_panel)
    add_panel(app, reward_panel)
    add_cases(app, find_known_case)
    add_keeper(app, find_open_deposit)
    add_expected(app, expected_families)
    add_booked(app, find_waiting_code)
    add_waiting(app, offer_freed)
    add_names(app, list_names_of_plans)
    add_namer(app, masked_names_of_cases)
    for codes in (
        *(TRIAL_FINDERS, FUNERAL_CODES, CERTIFICATE_CODES, CEMETERY_CODES),
        *(BILLING_CODES, SHEET_CODES, BOOKING_CODES),
    ):
        add_finders(app, codes)
    add_acts(app, deposit_after)
    add_acts(app, journal_of)
    for kind in (HALL_DOOR, WAITING_BOARD, TICKET_MACHINE):
        add_screen_kind(app, kind)
    use_platform(
        app, Gateway(settings.fiscal_url, settings.fiscal_key) if settings.fiscal_url else None
    )
    for specimens in (
        *(BOOKING_SPECIMENS, BILLING_SPECIMENS, FUNERAL_SPECIMENS, CEMETERY_SPECIMENS),
        (TRIAL_PAGE,),
    ):
        add_specimens(app, specimens)
    links = LINKS | {FactKind.ASH_DEPOSIT: deposit_link, FactKind.STOCK_MOVEMENT: movement_link}
    for fact, link in links.items():
        add_fact_link(app, fact, link)
    return app
