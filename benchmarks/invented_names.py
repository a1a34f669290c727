"""Names as they are spread over a county: few surnames, two given characters for most."""

from collections.abc import Iterator
from random import Random

# Share of the population in parts of a thousand (七普 and the list of surnames of 2020, rounded).
SURNAMES = {
    "王": 72,
    "李": 72,
    "张": 68,
    "刘": 54,
    "陈": 46,
    "杨": 31,
    "黄": 22,
    "赵": 21,
    "吴": 20,
    "周": 19,
    "徐": 14,
    "孙": 14,
    "马": 13,
    "朱": 13,
    "胡": 12,
    "郭": 12,
    "何": 11,
    "林": 11,
    "高": 10,
    "罗": 10,
    "郑": 9,
    "梁": 9,
    "谢": 8,
    "宋": 8,
    "唐": 7,
    "许": 7,
    "韩": 7,
    "邓": 7,
    "冯": 6,
    "曹": 6,
    "彭": 6,
    "曾": 6,
    "肖": 6,
    "田": 6,
    "董": 5,
    "潘": 5,
    "袁": 5,
    "蔡": 5,
    "蒋": 5,
    "余": 5,
    "于": 5,
    "杜": 5,
    "叶": 5,
    "程": 5,
    "魏": 4,
    "苏": 4,
    "吕": 4,
    "丁": 4,
    "任": 4,
    "沈": 4,
    "姚": 4,
    "卢": 4,
    "姜": 3,
    "崔": 3,
    "钟": 3,
    "谭": 3,
    "陆": 3,
    "汪": 3,
    "单": 1,
    "解": 1,
    "仇": 1,
    "尉迟": 1,
    "欧阳": 1,
    "司马": 1,
    "上官": 1,
    "阿卜杜": 1,
}
# Those of people born between 1920 and 1970, the frequent ones first.
GIVEN = (
    "英秀玉华珍兰芳桂荣明国文建春梅德云金志红平军海生凤清林福永贵祥成伟强辉霞丽敏静燕艳娟涛勇"
    "忠新义安庆东学发才友良仁礼智信宗世光耀宝昌盛康健宁和顺利达兴旺根水木火土山石松柏竹菊莲荷"
    "香琴棋书画诗雪霜雨露月星辰阳晖曙晓早晚先后长幼大小正直方圆高远深广厚博雅淑贞洁慧巧灵"
)


def invented(number: int, seed: int = 1) -> Iterator[str]:
    """One in eight has a single given character."""
    chance = Random(seed)
    surnames = chance.choices(list(SURNAMES), list(SURNAMES.values()), k=number)
    weights = [1 / (place + 4) for place in range(len(GIVEN))]
    given = chance.choices(GIVEN, weights, k=2 * number)
    for place, surname in enumerate(surnames):
        length = 1 if chance.random() < 1 / 8 else 2
        yield surname + "".join(given[2 * place : 2 * place + length])
