"""What the desk and the cremation hall do at their screens, one function a form."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from tests.browser.walk import choose, click_through, fill_day, go_on


@dataclass(frozen=True)
class Desk:
    """One signed-in screen; every function begins by opening its page."""

    page: Page
    url: str

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def refusals(self) -> str:
        """What the page says above the form; empty when nothing was refused."""
        summary = self.page.locator(".govuk-error-summary")
        return summary.inner_text() if summary.count() else ""

    def send(self) -> None:
        """Press the form's button, and insist that it was not refused."""
        go_on(self.page)
        assert self.refusals() == "", self.refusals()

    def set_up_printer(self, host: str, port: int, columns: int) -> None:
        """The printer of the counter stands at this address now."""
        page = self.open("/printers")
        known = page.get_by_role("link", name="修改")
        if known.count():
            click_through(known.first)
        else:
            self.open("/printers/add")
            page.locator("[name=name]").fill("前台")
        page.locator("[name=host]").fill(host)
        page.locator("[name=port]").fill(str(port))
        page.locator("[name=columns]").select_option(str(columns))
        self.send()

    def open_case_of(self, booking: str) -> str:
        """From the booking's code as read or scanned; the case's number."""
        page = self.open("/desk")
        page.locator("input[type=search]").first.fill(booking)
        page.keyboard.press("Enter")
        page.wait_for_url("**/bookings/*")
        self.send()
        return self.case_number()

    def open_walk_in_case(
        self, name: str, identity_number: str, died_on: date, waiver_class: str = "resident"
    ) -> str:
        page = self.open("/cases/new")
        page.locator("[name=deceased_name]").fill(name)
        page.locator("[name=identity_kind]").select_option("id_card")
        page.locator("[name=identity_number]").fill(identity_number)
        fill_day(page, "died_on", died_on)
        page.locator("[name=waiver_class]").select_option(waiver_class)
        page.locator("[name=claimant_name]").fill("何示国")
        page.locator("[name=phone]").fill("13900139000")
        self.send()
        return self.case_number()

    def case_number(self) -> str:
        found = re.search(r"/cases/([A-Z]+\d{2}-\d+)", self.page.url)
        assert found is not None, self.page.url
        return found[1]

    def record_paper(self, case: str, kind: str, number: str, issuer: str) -> None:
        page = self.open(f"/cases/{case}/papers")
        choose(page, "kind", kind)
        page.locator("[name=number]").fill(number)
        page.locator("[name=issuer]").fill(issuer)
        if kind == "death_certificate":
            page.locator("[name=death_kind]").select_option("natural")
        self.send()

    def record_papers(self, case: str, claimant_identity: str) -> None:
        self.record_paper(case, "death_certificate", "42122120261122001", "嘉鱼县人民医院")
        self.record_paper(case, "cremation_consent", "", "")
        self.record_paper(case, "claimant_identity", claimant_identity, "")

    def wristband(self, case: str) -> str:
        """What a scanner reads on the band, which is tied on if there is none yet."""
        return self._code_of(f"/cases/{case}/wristband")

    def work_order(self, case: str) -> str:
        """The same of the paper that goes to the furnace."""
        return self._code_of(f"/cases/{case}/work-order")

    def _code_of(self, path: str) -> str:
        page = self.open(path)
        if not page.locator(".tag-code").count():
            self.send()
        picture = Image.open(BytesIO(page.locator(".tag-code").screenshot()))
        found = zxingcpp.read_barcodes(picture.convert("L"))
        assert len(found) == 1, path
        return found[0].text

    def scan(self, band: str, step: str, place: str = "") -> None:
        """A move of whoever wears the band; to the first room that is offered, or to `place`."""
        page = self.open("/scan")
        page.locator("#wristband").fill(band)
        page.keyboard.press("Enter")
        page.wait_for_selector(".moves")
        if place:
            page.locator(f"#place-{step}").fill(place)
        click_through(page.locator(f"button[value={step}]"))
        page.wait_for_selector("[role=status]")
        assert "已登记" in page.locator("main").inner_text()

    def plan(self, case: str, day: date) -> None:
        """The first cremation of this day, without a ceremony."""
        asked = f"hall_class=none&cremator_type=flat&day={day.year}&day={day.month}&day={day.day}"
        page = self.open(f"/cases/{case}/plan?{asked}")
        page.locator("input[name=starts_at]:enabled").first.check(force=True)
        self.send()

    def receive(self, case: str, at: datetime, *, km: str = "", price: str = "") -> None:
        band = self.wristband(case)
        page = self.open(f"/cases/{case}/receive")
        page.locator("[name=wristband]").fill(band)
        fill_day(page, "received_on", at.date())
        page.locator("[name=received_at]").fill(f"{at:%H:%M}")
        page.locator("[name=received_from]").fill("嘉鱼县人民医院")
        page.locator("[name=transfer_km]").fill(km)
        if km and page.locator("[name=unscanned]").count():
            page.locator("[name=unscanned]").fill("车上没有网络")
        if price:
            page.locator("[name=price]").fill(price)
        # The first empty cabinet, or none where all are full.
        page.locator("[name=place]").select_option(
            index=min(1, page.locator("[name=place] option").count() - 1)
        )
        self.send()

    def try_to_move(self, day: date, name: str, what: str, start: str) -> str:
        """From the board to the family's farewell or cremation; the sentence of a refusal."""
        page = self.open(f"/board?day={day.isoformat()}")
        case = page.locator("a.booking", has_text=name).first.get_attribute("href")
        self.open(str(case))
        click_through(page.get_by_role("link", name=re.compile(rf"移动\s*{what}")))
        page.locator("[name=starts_at]").select_option(start)
        for reason in page.locator("[name=reason]").all():
            reason.fill("家属晚到")
        for told in page.locator("[name=despite_told]").all():
            told.check(force=True)
        go_on(page)
        return self.refusals()

    def record_farewell(self, case: str, started: datetime, ended: datetime) -> None:
        page = self.open(f"/cases/{case}/farewell")
        fill_day(page, "held_on", started.date())
        page.locator("[name=started_at]").fill(f"{started:%H:%M}")
        page.locator("[name=ended_at]").fill(f"{ended:%H:%M}")
        self.send()

    def check(self, cremator: str, band: str, order: str) -> None:
        """This operator's two scans before this cremator."""
        page = self.open("/furnace")
        page.get_by_label(cremator, exact=True).check(force=True)
        page.locator("#wristband").fill(band)
        page.locator("#work_order").fill(order)
        self.send()

    def try_to_cremate(self, case: str) -> str:
        """The sentence of the refusal, or nothing when the cremation began."""
        page = self.open(f"/cases/{case}/cremation")
        # The demonstration's own families of today are passed over.
        page.locator("[name=reason]").fill("其他家属晚到")
        go_on(page)
        return self.refusals()

    def end_cremation(self, case: str) -> None:
        page = self.open(f"/cases/{case}/cremation/end")
        page.locator("[name=fuel_kind]").select_option("diesel")
        page.locator("[name=fuel_used]").fill("24.5")
        self.send()

    def issue_certificate(self, case: str, collected_by: str) -> None:
        page = self.open(f"/cases/{case}/certificate")
        page.locator("[name=collected_by]").fill(collected_by)
        self.send()

    def deposit_ashes(self, case: str, certificate: str, months: int) -> None:
        """In the first free niche that the page offers."""
        page = self.open(f"/cases/{case}/ashes")
        page.locator("[name=certificate_number]").fill(certificate)
        page.locator("input[name=unit_id]:enabled").first.check(force=True)
        page.locator("[name=months]").fill(str(months))
        self.send()

    def make_bill(self, case: str) -> str:
        """The number of the bill, whose page is then open."""
        self.open(f"/cases/{case}/bill")
        self.send()
        return self.page.url.rsplit("/", 1)[1]

    def take_cash(self, bill: str, yuan: int) -> None:
        page = self.open(f"/bills/{bill}")
        page.locator("[name=tendered]").fill(str(yuan))
        self.send()
