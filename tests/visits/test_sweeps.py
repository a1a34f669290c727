"""代客祭扫: asked for, proven by pictures, or declined with a reason; seen by its family only."""

from io import BytesIO

import pytest
from PIL import Image

from cemetery.visits.errors import (
    SweepDayPast,
    SweepPhotoUnread,
    SweepSettled,
    SweepUnproven,
    SweepWordsTooLong,
    TooManySweepPhotos,
    UnitMissing,
    UnitUnknown,
    VisitorNameMissing,
)
from cemetery.visits.kinds import Wish
from cemetery.visits.operations import add_sweep_photo, ask_sweep, decline_sweep, finish_sweep
from cemetery.visits.operations.sweeps import MOST_PHOTOS
from cemetery.visits.queries.sweeps import find_sweep, get_photo, list_photos
from kernel.people.phones import BadPhone
from tests.visitor import visit
from tests.visits.scene import FAMILY, QINGMING


def ask(scene, **changed):
    values = {
        "site_id": scene.site_id,
        "unit": "福区1排2号",
        "wishes": [Wish.FLOWERS, Wish.WORDS],
        "words": "我们都好",
        "wanted_on": QINGMING,
        "name": "王示远",
        "phone": "13800138000",
        "by": FAMILY,
    }
    return ask_sweep(**(values | changed))


def a_photo():
    file = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "maker"
    Image.new("RGB", (64, 48), "green").save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"name": " "}, VisitorNameMissing),
        ({"phone": "1"}, BadPhone),
        ({"unit": ""}, UnitMissing),
        ({"unit": "福区9排9号"}, UnitUnknown),
        ({"words": "好" * 301}, SweepWordsTooLong),
        ({"wanted_on": QINGMING.replace(day=1)}, SweepDayPast),
    ],
)
def test_what_cannot_be_asked_for(scene, said, refusal):
    with pytest.raises(refusal):
        ask(scene, **said)


def test_pictures_have_an_end(scene):
    sweep = ask(scene)
    for _number in range(MOST_PHOTOS):
        add_sweep_photo(code=sweep.code, raw=a_photo(), by=scene.clerk)
    with pytest.raises(TooManySweepPhotos):
        add_sweep_photo(code=sweep.code, raw=a_photo(), by=scene.clerk)


def test_a_sweep_is_asked_for_on_its_page_and_shown(app, scene):
    browser = visit(app)
    form = {
        "unit": "福区1排2号",
        "wishes": ["flowers", "cleaning"],
        "wanted_on": ["2027", "4", "5"],
        "name": "王示远",
        "phone": "13800138000",
    }
    path = f"/visit/{scene.site_id}/sweep"
    assert "请选择要代办的内容" in browser.post(path, data=form | {"wishes": []}).text
    answer = browser.post(path, data=form)
    assert "献花" in browser.get(answer.location).text


def test_its_pictures_prove_it_and_carry_nothing_of_the_camera(app, scene):
    sweep = ask(scene)
    with pytest.raises(SweepUnproven):
        finish_sweep(code=sweep.code, by=scene.clerk)
    with pytest.raises(SweepPhotoUnread):
        add_sweep_photo(code=sweep.code, raw=b"no picture", by=scene.clerk)
    photo = add_sweep_photo(code=sweep.code, raw=a_photo(), by=scene.clerk)
    assert not Image.open(BytesIO(get_photo(sweep, photo.id).picture)).getexif()
    browser = visit(app)
    browser.post("/v", data={"code": sweep.code, "last4": "8000"})
    assert "<img" not in browser.get(f"/sweep/{sweep.code}").text.split("<main")[1]
    finish_sweep(code=sweep.code, by=scene.clerk)
    assert "<img" in browser.get(f"/sweep/{sweep.code}").text.split("<main")[1]
    path = f"/sweep/{sweep.code}/photos/{list_photos(find_sweep(sweep.code))[0]}"
    assert browser.get(path).mimetype == "image/jpeg"
    assert visit(app).get(path).status_code == 302
    with pytest.raises(SweepSettled):
        decline_sweep(code=sweep.code, reason="太晚", by=scene.clerk)


def test_what_cannot_be_done_is_declined_with_a_reason(app, scene):
    sweep = ask(scene)
    decline_sweep(code=sweep.code, reason="山路结冰", by=scene.clerk)
    browser = visit(app)
    browser.post("/v", data={"code": sweep.code, "last4": "8000"})
    assert "山路结冰" in browser.get(f"/sweep/{sweep.code}").text
