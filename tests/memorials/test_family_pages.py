"""The family's side: opened by link and four digits; text, pictures, consent, taking down."""

from io import BytesIO

import pytest
from PIL import Image

from cemetery.memorials.errors import (
    MemorialPhotoUnread,
    MemorialTextTooLong,
    TooManyMemorialPictures,
)
from cemetery.memorials.kinds import Part, PieceKind, PieceState
from cemetery.memorials.operations import add_memorial_picture, write_memorial_text
from cemetery.memorials.queries.pieces import get_piece, list_pieces
from cemetery.memorials.rules import memorial_rules
from tests.memorials.scene import FAMILY, a_photo


def upload(token, raw, kind=PieceKind.PICTURE):
    return add_memorial_picture(token=token, kind=kind, raw=raw, by=FAMILY)


def test_a_link_opens_nothing_without_the_digits_and_guessing_is_slowed_down(scene, visitor):
    path = f"/m/{scene.key}"
    for page in ("page", "parts", "text", "pictures", "messages", "take-down"):
        assert visitor.get(f"{path}/{page}").location == path
    assert visitor.post(f"{path}/parts", data={"parts": ["name"]}).location == path
    assert "张三" not in visitor.get(path).text
    for turn in range(5):
        assert "电话后四位不对" in visitor.post(path, data={"last4": f"000{turn}"}).text
    assert "请过 15 分钟再试" in visitor.post(path, data={"last4": "8000"}).text
    assert visitor.get("/m/0000000000000000").status_code == 404


def test_the_family_chooses_what_is_seen_and_takes_it_back(scene, family, visitor):
    path = f"/m/{scene.key}"
    answer = family.post(f"{path}/parts", data={"parts": ["name", "years"]})
    assert "已保存，马上生效。" in family.get(answer.location).text
    assert "张三" in visitor.get(f"/p/{scene.plate}").text
    family.post(f"{path}/parts", data={"idempotency_key": "none"})
    page = visitor.get(f"/p/{scene.plate}").text
    assert "张三" not in page
    assert "1950–" not in page
    assert family.post(f"{path}/parts", data={"parts": ["everything"]}).status_code == 200
    assert " checked" not in family.get(f"{path}/parts").text


def test_a_text_replaces_the_one_before_and_an_empty_one_removes_it(scene, family):
    path = f"/m/{scene.key}/text"
    family.post(path, data={"words": "第一稿"})
    family.post(path, data={"words": "第二稿"})
    texts = list_pieces(scene.memorial.id, [PieceKind.TEXT])
    assert [(piece.words, piece.state) for piece in texts] == [("第二稿", PieceState.SHOWN)]
    assert "第二稿" in family.get(path).text
    family.post(path, data={"words": ""})
    assert list_pieces(scene.memorial.id, [PieceKind.TEXT]) == []
    assert "最多 2000 字，现在是 2001 字" in family.post(path, data={"words": "字" * 2001}).text


def test_a_text_with_an_address_in_it_waits_for_staff(scene):
    write_memorial_text(token=scene.key, words="详见 www.example.com", by=FAMILY)
    (piece,) = list_pieces(scene.memorial.id)
    assert piece.state == PieceState.AWAITS_STAFF
    with pytest.raises(MemorialTextTooLong):
        write_memorial_text(token=scene.key, words="字" * 2001, by=FAMILY)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_carries_no_place_and_no_camera_and_waits_for_staff(scene, form):
    raw = a_photo(form)
    assert Image.open(BytesIO(raw)).getexif().get_ifd(0x8825)
    piece = get_piece(upload(scene.key, raw).id)
    assert piece.state == PieceState.AWAITS_STAFF
    kept = Image.open(BytesIO(piece.picture))
    assert kept.format == "JPEG"
    assert not dict(kept.getexif())
    assert b"maker" not in piece.picture


@pytest.mark.parametrize(
    "raw",
    [b"", b"not a picture", b"\xff\xd8\xff" + b"0" * 99, a_photo()[:200], b"GIF89a" + b"0" * 9],
)
def test_what_is_no_picture_is_refused(scene, raw):
    with pytest.raises(MemorialPhotoUnread):
        upload(scene.key, raw)


def test_pictures_are_few_and_small_and_there_is_one_portrait(scene):
    rules = memorial_rules()
    with pytest.raises(MemorialPhotoUnread):
        upload(scene.key, b"0" * (rules.picture_megabytes * 1024 * 1024 + 1))
    for _turn in range(rules.pictures):
        upload(scene.key, a_photo())
    with pytest.raises(TooManyMemorialPictures):
        upload(scene.key, a_photo())
    first, second = (upload(scene.key, a_photo(), PieceKind.PORTRAIT) for _turn in range(2))
    assert (first.state, second.state) == (PieceState.REMOVED, PieceState.AWAITS_STAFF)


def test_the_family_sends_looks_at_and_removes_a_picture(scene, family, visitor):
    path = f"/m/{scene.key}/pictures"
    assert "请选择照片。" in family.post(path, data={"kind": "picture"}).text
    bad = {"kind": "picture", "photo": (BytesIO(b"%PDF"), "a.jpg")}
    assert "照片读不出来" in family.post(path, data=bad).text
    large = {"Content-Length": "7000000", "Content-Type": "multipart/form-data; boundary=x"}
    assert "不超过 5 MB" in family.post(path, headers=large, input_stream=BytesIO(b"")).text
    good = {"kind": "picture", "photo": (BytesIO(a_photo()), "a.jpg")}
    assert family.post(path, data=good).location == path
    (piece,) = list_pieces(scene.memorial.id)
    assert "等工作人员查看" in family.get(path).text
    assert family.get(f"{path}/{piece.id}").data.startswith(b"\xff\xd8")
    assert visitor.get(f"{path}/{piece.id}").status_code == 302, "asked for the digits"
    family.post(f"/m/{scene.key}/pieces/{piece.id}/remove")
    assert family.get(f"{path}/{piece.id}").status_code == 404


def test_another_familys_pieces_are_not_there(scene, family):
    assert family.post(f"/m/{scene.key}/pieces/{scene.case.id}/remove").status_code == 404
    assert family.get(f"/m/{scene.key}/pictures/{scene.case.id}").status_code == 404


def test_a_page_opened_before_it_was_chosen_keeps_what_was_agreed(scene, family):
    scene.agree(Part.NAME)
    page = family.get(f"/m/{scene.key}/parts").text
    assert page.count(" checked") == 1
