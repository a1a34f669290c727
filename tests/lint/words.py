"""How the screens may speak: the trade's tone as data, and readers of HTML and of source code."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.extract import extract_from_dir, extract_from_file

ROOT = Path(__file__).parents[2]
PACKAGES = ("kernel", "hardware", "billing", "funeral", "cemetery", "booking", "oversight", "demo")

# What to write instead: never these words, on any page or paper.
INSTEAD: dict[str, tuple[str, ...]] = {
    "逝者": ("死者", "亡者", "尸主", "当事人", "往生者"),
    "离世、去世": ("死了", "走了", "没了", "仙逝", "驾鹤"),
    "经办人": ("客户", "顾客", "买家", "用户", "丧户"),
    "家属": ("丧主",),
    "遗体": ("尸体", "死尸", "货"),
    "遗体接运": ("拉尸", "运尸", "接尸"),
    "遗体存放（冷藏）": ("停尸", "冰柜", "冻"),
    "告别厅、告别仪式": ("场次", "抢订"),
    "整容、更衣": ("修尸", "化妆套餐"),
    "火化": ("焚烧", "烧", "炉次"),
    "骨灰领取、寄存、安放、安葬": ("取货", "提货", "入库"),
    "格位、墓位、生态安葬": ("房源", "楼盘", "地段", "升值", "风水"),
    "祭扫、追思": ("打卡", "签到"),
    "减免、惠民减免、奖补": (
        *("优惠", "折扣", "促销", "红包", "券", "会员", "尊享", "豪华", "套餐", "升级"),
        *("热门", "推荐", "限时", "秒杀"),
    ),
    "预约、登记、办理、确认预约": ("下单", "购物车", "立即抢", "购买", "提交订单"),
    "您需要付、结算": ("支付成功",),
    "已为您登记，以及下一步": (
        *("恭喜", "成功啦", "太棒了", "感谢惠顾", "欢迎", "再来", "再见", "好评"),
    ),
    "请填写…；还有内容需要补充": ("错误！", "非法", "无效", "失败"),
    "请保重。": ("愉快",),
}
# Words of Latin letters that a Chinese page may hold, each because its reader knows it so.
LATIN: dict[str, str] = {
    "XLSX": "the kind of file to download",
    **dict.fromkeys(("PDF", "ZIP", "SVG", "CSV", "KB"), "the kind of file, and its size"),
    "SHA": "SHA-256, as engravers and offices compare files",
    "Pango": "the library to be installed, by its name",
    "WCAG": "the standard named in the accessibility statement",
    "ESC": "the language printers speak, as their boxes say",
    "POS": "the same",
    "USB": "the cable, as it is called in shops",
    "CUPS": "the system's print queues, to whoever set them up",
    "GBK": "a printer's encoding, as on its self-test page",
    "lsusb": "a command, to whoever registers a printer",
    "lpstat": "the same",
    "var": "the folder of that name, to whoever runs the command line",
}
# Sentences that quote something which is not Chinese, each with what it quotes.
QUOTING: dict[str, str] = {
    "这里要写成“名称: 值”的形式。": "how YAML is written",
    "扫这个码，应读出 TEST": "what the code holds",
}
CHINESE = r"[\u3400-\u9fff]"
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u2b50]")
# A wristband's or booking's code, a token or its last four, that happens to hold no digit
# (hardware.qr).
CODE = re.compile("[A-HJKMNP-TV-Z]{4}|[A-HJKMNP-TV-Z]{6}|[A-HJKMNP-TV-Z]{8}|[A-HJKMNP-TV-Z]{16}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
ATTRIBUTES = {"alt", "aria-label", "title", "placeholder", "aria-description"}


def faults(text: str) -> list[str]:
    """Everything wrong with a piece of Chinese that people read; an empty list is good."""
    return [
        *(f"半角标点「{found}」" for found in half_width_in(text)),
        *(f"外文「{found}」" for found in english_in(text)),
        *(f"「{word}」应为「{better}」" for word, better in forbidden_in(text)),
        *(f"「{found}」" for found in re.findall("[！!]", text)),
        *(f"表情「{found}」" for found in EMOJI.findall(text)),
    ]


def half_width_in(text: str) -> list[str]:
    """Punctuation of the Latin alphabet that touches a Chinese character."""
    touching = rf"{CHINESE} ?[,;:?()]|[,;:?(] ?{CHINESE}|\) ?{CHINESE}|{CHINESE}\.(?![\w])"
    return re.findall(touching, text)


def english_in(text: str) -> list[str]:
    """Words of three letters and more that are no part of a code, an address or a login."""
    words = re.findall(r"(?<![\w./@-])[A-Za-z]{3,}(?![\w@-]|://)", text)
    return [word for word in words if word not in LATIN and not CODE.fullmatch(word)]


def forbidden_in(text: str) -> list[tuple[str, str]]:
    return [(word, better) for better, words in INSTEAD.items() for word in words if word in text]


class _Reader(HTMLParser):
    """Collects what is shown or read aloud; what stands in another language is left out."""

    SILENT = frozenset({"script", "style"})
    VOID = frozenset({"input", "img", "br", "hr", "meta", "link", "col", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        other = not (found.get("lang") or "zh").startswith("zh") or tag in self.SILENT
        if not self._hidden() and not other:
            spoken = {name: value for name, value in found.items() if name in ATTRIBUTES}
            self.pieces += [value for value in spoken.values() if value]
        if tag not in self.VOID:
            self._open.append((tag, other))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            closed, _ = self._open.pop()
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._hidden():
            self.pieces.append(" ".join(data.split()))

    def _hidden(self) -> bool:
        return any(other for _, other in self._open)


def spoken(html: str) -> list[str]:
    """Every piece of text of a page, and what screen readers say of its pictures and fields."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.pieces


def sentences() -> Iterator[tuple[str, str]]:
    """(file:line, sentence) of everything in the source that is wrapped for translation."""
    for folder in PACKAGES:
        yield from _extracted(folder, "**.py", "python")
    yield from _extracted("templates", "**.html", "jinja2")
    for line, message, _comments, _context in extract_from_file("python", ROOT / "navigation.py"):
        yield f"navigation.py:{line}", str(message)


def _extracted(folder: str, pattern: str, method: str) -> Iterator[tuple[str, str]]:
    found = extract_from_dir(ROOT / folder, method_map=[(pattern, method)])
    for file, line, message, _comments, _context in found:
        yield f"{folder}/{file}:{line}", message if isinstance(message, str) else message[0]


def has_chinese(text: str) -> bool:
    return re.search(CHINESE, text) is not None


def has_letters(text: str) -> bool:
    return re.search("[A-Za-z]", text) is not None
