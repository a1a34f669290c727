"""Regions are looked up by their code, never guessed."""

import subprocess
import sys

import pytest

from kernel import regions
from kernel.errors import NotFound
from kernel.regions import find_regions_named, full_name, get_region, is_within, list_children


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("421221", "湖北省咸宁市嘉鱼县"),
        ("421221103", "湖北省咸宁市嘉鱼县鱼岳镇"),
        ("152525", "内蒙古自治区锡林郭勒盟东乌珠穆沁旗"),
        ("331004", "浙江省台州市路桥区"),
        ("110101", "北京市东城区"),
        ("429004", "湖北省仙桃市"),
        ("441900", "广东省东莞市"),
        ("81", "香港特别行政区"),
    ],
)
def test_a_region_is_called_as_it_is_written_on_an_envelope(code, name):
    assert full_name(code) == name


def test_an_unknown_code_is_refused_by_name():
    with pytest.raises(NotFound, match="“999999”"):
        get_region("999999")
    assert regions.find_region("") is None


def test_every_region_but_a_province_has_its_parent():
    for length, parent in ((9, 6), (6, 4), (4, 2)):
        assert [
            c for c in regions.codes_of(length) if regions.find_region(c[:parent]) is None
        ] == []


def test_children_are_one_level_below_and_inside():
    towns = list_children("421221")
    assert "陆溪镇" in {town.name for town in towns}
    assert {town.code[:6] for town in towns} == {"421221"}
    assert len(list_children()) == 34
    assert len(list_children("42")) == 14
    assert list_children("421221103") == []
    assert list_children("71") == []


def test_a_town_is_within_its_county_and_a_county_within_itself():
    assert is_within("421221103", "421221")
    assert is_within("421221", "421221")
    assert not is_within("4212", "421221")
    assert not is_within("421221", "")


def test_the_county_of_a_town_is_its_first_six_digits():
    assert regions.county_of("421221103") == "421221"
    assert regions.county_of("4212") is None


@pytest.mark.parametrize("said", ["嘉鱼县", "嘉鱼", " 嘉鱼县 "])
def test_a_county_is_found_by_its_name_with_or_without_the_last_character(said):
    assert [region.code for region in find_regions_named(said)] == ["421221"]


def test_a_shared_name_finds_every_county_that_bears_it():
    assert {full_name(r.code) for r in find_regions_named("鼓楼区")} >= {
        "江苏省南京市鼓楼区",
        "福建省福州市鼓楼区",
    }


def test_the_beginning_of_a_name_is_enough():
    assert [r.code for r in find_regions_named("东乌珠")] == ["152525"]
    assert find_regions_named("没有这个地方") == []
    assert find_regions_named("") == []


def test_nothing_is_read_before_the_first_question():
    program = "import kernel.regions as r; assert r.names.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(("name", "code"), [("东莞市", "441900"), ("儋州市", "460400")])
def test_a_city_without_counties_is_one_place(name, code):
    assert regions.get_region_named(name).code == code
