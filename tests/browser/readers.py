"""Who looks: one browser context for each role and kind of family, signed in once."""

from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from kernel.people.actors import Role
from tests import world
from tests.browser.chromium import DESK, NARROW, PHONE
from tests.browser.county import LOGINS


@dataclass
class Reader:
    """One page that is used again and again; `troubles`: what the browser complained about."""

    context: BrowserContext
    url: str
    troubles: list[str] = field(default_factory=list)

    @cached_property
    def page(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("response", self._note_response)
        return page

    def open(self, path: str) -> Page:
        self.troubles.clear()
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(message.text)

    def _note_response(self, answer: Response) -> None:
        if answer.status >= 400 or not answer.url.startswith((self.url, "data:")):
            self.troubles.append(f"{answer.status} {answer.url}")


class Readers:
    """Contexts are dear, so each is made when first asked for and kept until the end."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self._known: dict[str, Reader] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for reader in self._known.values():
            reader.context.close()

    def family(self) -> Reader:
        return self._reader("family", PHONE, phone=True)

    def elder(self) -> Reader:
        """With large type and targets, on the narrowest phone."""
        reader = self._reader("elder", NARROW, phone=True)
        reader.context.add_cookies([{"name": "elder", "value": "1", "url": self._url}])
        return reader

    def narrow(self) -> Reader:
        return self._reader("narrow", NARROW, phone=True)

    def without_javascript(self) -> Reader:
        return self._reader("without", PHONE, phone=True, javascript=False)

    def staff(self, role: Role) -> Reader:
        if role.value not in self._known:
            page = self._reader(role.value, DESK).open("/sign-in")
            page.get_by_label("登录名").fill(LOGINS[role])
            page.get_by_label("密码").fill(world.PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.wait_for_url(lambda url: "/sign-in" not in url)
        return self._known[role.value]

    def _reader(
        self,
        name: str,
        size: tuple[int, int],
        *,
        phone: bool = False,
        javascript: bool = True,
    ) -> Reader:
        if name not in self._known:
            context = self._browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                is_mobile=phone,
                has_touch=phone,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                java_script_enabled=javascript,
            )
            self._known[name] = Reader(context, self._url)
        return self._known[name]
