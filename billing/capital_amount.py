"""大写金额 as 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》 writes it.

Where the rules leave a choice (￥1,680.32, ￥107,000.53), the first of its two examples is taken.
"""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
GROUPS = ("亿", "万", "")
FOUR = 10_000
LARGEST_GROUP = FOUR ** len(GROUPS)


def capital_amount(fen: int) -> str:
    """ "人民币壹仟肆佰零玖元伍角"; "整" ends whole yuan only. Raises ValueError below zero."""
    if fen < 0 or fen // 100 >= LARGEST_GROUP:
        raise ValueError(f"Not an amount to be written out: {fen} fen.")
    yuan, cents = divmod(fen, 100)
    return f"人民币{_yuan(yuan, cents)}{_cents(yuan, cents)}"


def _yuan(yuan: int, cents: int) -> str:
    if yuan == 0:
        return "" if cents else "零元"
    written = ""
    for group, name in enumerate(GROUPS):
        value = yuan // FOUR ** (len(GROUPS) - 1 - group) % FOUR
        if value == 0:
            continue
        # 零 stands for the places left out between what is written and this group.
        gap = written and (value < FOUR // 10 or not written.endswith(GROUPS[group - 1]))
        written += ("零" if gap else "") + _four(value) + name
    return f"{written}元"


def _four(value: int) -> str:
    written, gap = "", False
    for place, name in enumerate(PLACES):
        digit = value // 10 ** (len(PLACES) - 1 - place) % 10
        if digit == 0:
            gap = written != ""
            continue
        written += ("零" if gap else "") + DIGITS[digit] + name
        gap = False
    return written


def _cents(yuan: int, cents: int) -> str:
    if cents == 0:
        return "整"
    jiao, fen = divmod(cents, 10)
    gap = yuan > 0 and (jiao == 0 or yuan % 10 == 0)
    written = "零" if gap else ""
    if jiao:
        written += f"{DIGITS[jiao]}角"
    return written + (f"{DIGITS[fen]}分" if fen else "")
