"""骨灰寄存证 and 骨灰寄存协议: what they say, and that the articles are data."""

from datetime import date

import pytest

from cemetery.deposit_papers import agreement_of, certificate_of
from cemetery.documents import Term
from cemetery.law import AgreementKind, AgreementLawMistake, articles_of, parse_articles
from cemetery.operations import deposit_ashes, replace_plate
from cemetery.queries import live_plate
from hardware.papers import Clauses, Facts, Sum
from hardware.queries import get_document, list_documents
from kernel import clock
from tests.funeral import desk
from tests.hardware.pdfs import text_of
from tests.visitor import visit

KINDS = ["deposit_certificate", "deposit_agreement"]
ARTICLE = """
schema: 1
articles:
  - for: [deposit]
    heading: 期限
    text: 一年。
    from: 2026-01-01
"""


@pytest.fixture
def deposit(ashes):
    return deposit_ashes(
        certificate_number=ashes.certificate,
        unit_id=ashes.units[0].id,
        months=36,
        by=ashes.keeper,
    )


def facts_of(paper):
    blocks = [block for block in paper.blocks if isinstance(block, Facts)]
    return {label: value for block in blocks for label, value in block.rows}


def test_the_certificate_names_place_term_and_the_code_of_the_plate_that_works(ashes, deposit):
    paper = certificate_of(deposit, "https://example.cn")
    facts = facts_of(paper)
    assert facts["格位"] == "公益性骨灰堂 福区1排1号"
    assert facts["逝者"] == ashes.case.deceased.name
    until = clock.say_date(clock.add_months(clock.today(), 36))
    assert facts["期限"] == f"{clock.say_date(clock.today())}至{until}，共3年"
    assert paper.code.payload == f"HTTPS://EXAMPLE.CN/P/{live_plate(deposit).token}"
    replace_plate(number=deposit.number, by=ashes.keeper)
    assert certificate_of(deposit, "https://example.cn").digest != paper.digest


def test_the_agreement_says_fee_and_articles_and_no_whole_number(ashes, deposit):
    """The fee is that of the whole term as charged; the articles those in force on its day."""
    paper = agreement_of(deposit)
    [fee] = [block for block in paper.blocks if isinstance(block, Sum)]
    assert (fee.amount, fee.capitals) == ("540 元", "骨灰寄存，180 元/年，36 个月")
    [clauses] = [block for block in paper.blocks if isinstance(block, Clauses)]
    expected = articles_of(AgreementKind.DEPOSIT, clock.today())
    assert [one.heading for one in clauses.clauses] == [one.heading for one in expected]
    assert "二十年" in "".join(one.text for one in clauses.clauses)
    for said in (str(paper), str(certificate_of(deposit, "https://example.cn"))):
        assert ashes.case.claimant.phone not in said
        assert ashes.case.deceased.identity_number not in said


def test_the_keeper_makes_both_and_opens_them(app, ashes, deposit, keeper_client):
    for path in ("certificate", "agreement"):
        said = desk.send(keeper_client, f"/ashes/{deposit.number}/{path}")
        assert "PDF 已生成，可以打开。" in said
    found = list_documents(ashes.home.id, [deposit.number], KINDS)
    assert [each.title for each in found] == ["骨灰寄存协议", "骨灰寄存证"]
    page = keeper_client.get(f"/ashes/{deposit.number}").text
    for document in found:
        assert f'href="/documents/{document.id}"' in page
        answer = keeper_client.get(f"/documents/{document.id}")
        assert answer.data == get_document(document.id).content
        assert ashes.case.deceased.name in text_of(answer.data)
    operator = visit(app, "jy-operator")
    assert operator.post(f"/ashes/{deposit.number}/agreement").status_code == 403


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), "共1个月"),
        (date(2026, 11, 24), date(2031, 11, 24), "共5年"),
        (date(2026, 11, 24), date(2028, 2, 24), "共1年3个月"),
    ],
)
def test_a_term_says_its_length(since, until, said):
    assert str(Term(since, until)).endswith(f"，{said}")


@pytest.mark.parametrize("kind", AgreementKind)
def test_every_agreement_has_articles_with_days_and_some_with_law(kind):
    articles = articles_of(kind, date(2026, 11, 24))
    assert len(articles) > 8
    assert sum(bool(article.basis) for article in articles) >= 3
    assert articles_of(kind, date(1990, 1, 1)) == ()


def test_an_article_holds_from_its_first_day_to_its_last():
    [article] = parse_articles(ARTICLE + "    to: 2026-12-31\n")
    assert not article.holds(AgreementKind.DEPOSIT, date(2025, 12, 31))
    assert article.holds(AgreementKind.DEPOSIT, date(2026, 12, 31))
    assert not article.holds(AgreementKind.DEPOSIT, date(2027, 1, 1))
    assert not article.holds(AgreementKind.PLOT, date(2026, 6, 1))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ARTICLE.replace("schema: 1", "schema: 2"), "只认识第1版格式"),
        (ARTICLE.replace("[deposit]", "[tower]"), "不在可选的词里"),
        (ARTICLE.replace("    text: 一年。\n", ""), "缺少“text”这一项"),
        (ARTICLE + "    to: 2025-01-01\n", "截止日期早于生效日期"),
        (ARTICLE + "    price: 1\n", "不认识“price”这一项"),
    ],
)
def test_a_mistake_in_the_articles_is_told_with_its_line(text, reason):
    with pytest.raises(AgreementLawMistake, match=reason):
        parse_articles(text)
