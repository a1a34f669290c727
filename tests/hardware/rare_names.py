"""Names people really have that older systems lose; for every paper that must carry a name.

The rare characters are of the third level of 《通用规范汉字表》 (2013), made for names, or, like
𠮷, in household registers. All but the last name leave GBK; four bytes in UTF-8 where not said.
"""

RARE_NAMES = (
    "张䶮",  # three bytes
    "王㛃",  # three bytes
    "李𠮷明",
    "赵𬭎",
    "孙𫖯",
    "傅𬘭",
    "钟𬬭",
    "吴𬱖",
    "褚𣗋",
    "陈〇喆",  # in GBK, yet seldom in fonts
)

# 64 strokes, U+2A6A5: in no font we may ship.
UNDRAWABLE = "李𪚥"
