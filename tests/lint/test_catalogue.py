"""The English catalogue as it is committed: nothing left over, nothing Chinese, and compiled."""

import re
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from tests import world
from tests.lint import words
from tests.visitor import visit

FOLDER = words.ROOT / "translations" / "en" / "LC_MESSAGES"
# English that holds Chinese, each for the reason given.
HOLDING_CHINESE: dict[str, str] = {
    "生僻字：张䶮 李𠮷明 𬭎 㛃": "the test page shows whether these very characters print",
    "没有找到“%(name)s”，请写县、市、区或旗的全名，例如 湖北省咸宁市嘉鱼县。": "typed in Chinese",
    "例如 松3排12号，几处同名的在前面写安放点的名称": "typed in Chinese",
    "选“其他地方”时填写，例如 武汉市江夏区": "typed in Chinese",
    "逝者的证件和户口簿": "what to ask relatives for",
    "火化确认书到馆后由经办人当面签字。": "what to ask the desk for",
    "死亡证明和火化确认书在办理当天带来，现在不用上传。": "what to ask the hospital for",
    "经办人委托别人来办时填写，须有委托书": "what to ask the person arranging for",
    "材料上的编号，没有编号写“无编号”；数据比对写数据从哪里查到": "typed in Chinese",
    "请填写材料的编号（没有编号的写“无编号”），或数据的来源。": "typed in Chinese",
    "没有找到。位置请写成“福区1排3号”；编号、身份证号和电话要填写完整；"
    "姓名可以只填相连的两个字。": "how niches are written",
    "没有找到。编号、身份证号和电话要填写完整；姓名可以只填相连的两个字，"
    "也可以填拼音或拼音首字母；位置请写成“福区1排3号”。": "the same",
    "请填写区的名称，不要有数字，最多 20 个字，例如 松区。": "typed in Chinese",
    "例如 松区，不要有数字": "typed in Chinese",
    "在图上选了的不用填。例如 松3排12号，几处同名的在前面写安放点的名称": "typed in Chinese",
    "扫码枪会自动填在这里，也可以手填，例如 松3排12号": "typed in Chinese",
    "沿着每一排走，扫每个已安葬位置的铭牌，不动土。空位不用扫；"
    "铭牌掉了或看不清的，写位置，例如 松3排12号。": "typed in Chinese",
    "身份证号和电话填写完整；位置写成“福区1排3号”；任何编号都可以扫描。": "the same",
}
PAGES = {
    "": ("/", "/b", "/prices/JY", "/accessibility", "/sign-in", "/no-such-page"),
    "JY-desk": ("/desk", "/bookings", "/board", "/cases", "/cases/new", "/ashes", "/printers"),
    "MZ-officer": ("/oversight", "/oversight/waivers", "/oversight/journal", "/oversight/deaths"),
}


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def messages(english) -> list[Message]:
    return [message for message in english if message.id]


def test_the_catalogue_holds_no_sentence_that_left_the_source(messages):
    """Gathered by ./run translate, read here from the source: two roads to the same sentences."""
    left = {message.id for message in messages} - {sentence for _, sentence in words.sentences()}
    assert left == set()


def test_no_translation_is_a_guess(messages):
    assert [message.id for message in messages if message.fuzzy] == []


def test_english_is_english(messages):
    chinese = {message.id for message in messages if words.has_chinese(message.string)}
    assert chinese == set(HOLDING_CHINESE)


def test_english_is_calm(messages):
    wrong = re.compile(r"!|passed away|loved one|customer|\buser\b|please", re.IGNORECASE)
    assert [message.string for message in messages if wrong.search(message.string)] == []


def test_english_quotes_with_straight_marks(messages):
    """Fonts for Chinese draw curly ones a character wide; double ones would end an attribute."""
    marks = re.compile('[\u2018\u2019\u201c\u201d"]')
    quoting = [message.id for message in messages if marks.search(message.string)]
    assert quoting == ["标点：：（）《》、，。“”—…￥℃№"]


def test_every_translation_can_be_filled_in(messages):
    """As templates do it: every sentence is formatted, even one without a place to fill."""
    for message in messages:
        names = set(re.findall(r"%\((\w+)\)", message.id))
        filled = message.string % dict.fromkeys(names, 1)
        assert "%(" not in filled


def test_the_compiled_catalogue_is_that_of_the_text(english):
    """A fresh copy shows English without compiling anything: ./run translate makes both."""
    fresh = BytesIO()
    write_mo(fresh, english)
    fresh.seek(0)
    with (FOLDER / "messages.mo").open("rb") as file:
        compiled = {message.id: message.string for message in read_mo(file) if message.id}
    assert compiled == {message.id: message.string for message in read_mo(fresh) if message.id}


@pytest.mark.parametrize(
    ("login", "path"), [(login, path) for login, paths in PAGES.items() for path in paths]
)
def test_a_page_read_in_english_holds_no_sentence_in_chinese(app, context, messages, login, path):
    home = world.make_home()
    world.make_office()
    world.publish_tariff(home.id)
    world.publish_waiver()
    world.open_case(home)
    reader = visit(app, login)
    reader.set_cookie("language", "en")
    page = reader.get(path)
    assert '<html lang="en"' in page.text
    sentences = [str(message.id) for message in messages if str(message.id).endswith("。")]
    assert [sentence for sentence in sentences if len(sentence) > 1 and sentence in page.text] == []
