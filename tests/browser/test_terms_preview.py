"""While the administrator types, the page shows what families will read; nothing is saved."""

from playwright.sync_api import expect

from funeral.models import BookingTerms
from kernel.db import db
from kernel.people.actors import Role
from tests.browser.readers import Readers


def test_the_preview_follows_what_is_typed(browser, opened):
    with Readers(browser, opened.site.url) as readers:
        reader = readers.staff(Role.ADMINISTRATOR)
        page = reader.open("/terms/new")
        page.get_by_label("至少提前").fill("3 天")
        expect(page.locator("#preview")).to_contain_text("请至少提前 3 天预约。")
        page.get_by_label("可以更改几次").fill("0")
        expect(page.locator("#preview")).to_contain_text("预约之后需要更改的，请与殡仪馆联系。")
        assert reader.troubles == []
    with opened.app.app_context():
        assert db.session.query(BookingTerms).count() == 0
