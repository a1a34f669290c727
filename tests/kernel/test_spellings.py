"""One name, typed in many ways: what is kept to find it by."""

import pytest

from kernel.people.spellings import folded, keys_of, pairs_of, spoken_key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("張國強", "张国强"),
        ("张 国 强", "张国强"),
        ("𠮷田", "吉田"),
        ("龑", "䶮"),
        ("阿卜杜拉·买买提", "阿卜杜拉买买提"),
        ("阿卜杜拉•买买提", "阿卜杜拉买买提"),
        ("阿卜杜拉．买买提", "阿卜杜拉买买提"),
        ("葛󠄀", "葛"),
        ("神\ufa19", "神神"),
        ("Ｊｏｈｎ Smith", "johnsmith"),
        ("乾隆", folded("乾") + "隆"),
        ("", ""),
        ("·", ""),
    ],
)
def test_all_ways_to_write_a_name_are_one(typed, kept):
    assert folded(typed) == kept


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("张国强", {"张国强", "zhangguoqiang", "zgq"}),
        ("单雄信", {"shanxiongxin", "danxiongxin", "sxx", "dxx"}),
        ("解缙", {"xiejin", "jiejin", "xj", "jj"}),
        ("尉迟恭", {"weichigong", "yuchigong", "ycg"}),
        ("吕绿", {"lvlv", "ll"}),
        ("李晟", {"lisheng", "licheng", "ls", "lc"}),
        ("𠮷", {"吉", "ji", "j"}),
        ("李䶮", {"liyan", "ly"}),
    ],
)
def test_a_name_is_kept_with_every_way_its_surname_is_read(name, keys):
    assert keys <= set(keys_of(name))


def test_a_long_name_of_another_language_has_few_keys():
    assert len(keys_of("阿卜杜拉·买买提·艾力江·托合提")) < 16
    assert keys_of("") == []


def test_pairs_know_where_a_name_begins_and_ends():
    assert set(pairs_of("張国强")) == {"^张", "张国", "国强", "强$"}
    assert pairs_of(" ") == []


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Zhang Guoqiang", "zhangguoqiang"),
        ("xi'an", "xian"),
        ("lü lü", "lvlv"),
        ("ZGQ", "zgq"),
        ("张gq", ""),
        ("z%", ""),
        ("", ""),
    ],
)
def test_letters_are_pinyin_or_initials(typed, key):
    assert spoken_key(typed) == key
