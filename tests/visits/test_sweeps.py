"""代客祭扫: asked for, proven by pictures, or declined with a reason; seen by its family only."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from billing.kinds import ItemClass, PriceMode
from billing.operations import publish_tariff_item
from billing.pricing import TariffTerms
from billing.queries import list_charges
from billing.units import Unit as Measure
from cemetery.occupancy import take_place
from cemetery.visits.errors import (
    SweepDayPast,
    SweepPhotoUnread,
    SweepPriceChanged,
    SweepReceiptMissing,
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
from cemetery.visits.queries.units import get_unit
from cemetery.visits.sweep_fees import PROXY_VISIT
from kernel.operations import operation
from kernel.people.actors import SETUP
from kernel.people.phones import BadPhone
from tests import world
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


def priced(scene):
    """The list has 代客祭扫, 100 yuan a time."""
    publish_tariff_item(
        institution_id=scene.home.id,
        code=PROXY_VISIT,
        name="代客祭扫",
        item_class=ItemClass.GROUND,
        price_mode=PriceMode.GUIDED,
        terms=TariffTerms(unit=Measure.TIME, price_fen=100_00),
        legal_basis="收费公示",
        issuer="发展和改革局",
        valid_from=date(2027, 1, 1),
        by=SETUP,
    )


def done(scene, sweep, **changed):
    add_sweep_photo(code=sweep.code, raw=a_photo(), by=scene.clerk)
    return finish_sweep(code=sweep.code, by=scene.clerk, **changed)


def test_what_is_not_on_the_list_costs_nothing_and_the_page_says_so(app, scene):
    assert "收费清单没有这一项，不收费。" in visit(app).get(f"/visit/{scene.site_id}/sweep").text
    sweep = done(scene, ask(scene))
    assert (sweep.fee_fen, sweep.receipt, sweep.case_id) == (None, None, None)


def test_the_listed_price_is_shown_and_agreed_to_and_the_till_takes_it(app, scene):
    priced(scene)
    page = visit(app).get(f"/visit/{scene.site_id}/sweep").text
    assert "办完后要付 100 元" in page
    assert 'name="agreed" type="hidden" value="10000"' in page
    with pytest.raises(SweepPriceChanged):
        ask(scene)
    sweep = ask(scene, agreed_fen=100_00)
    add_sweep_photo(code=sweep.code, raw=a_photo(), by=scene.clerk)
    with pytest.raises(SweepReceiptMissing) as refused:
        finish_sweep(code=sweep.code, by=scene.clerk)
    assert refused.value.field == "receipt"
    finish_sweep(code=sweep.code, receipt="财政票据 77", by=scene.clerk)
    assert (sweep.receipt, sweep.case_id) == ("财政票据 77", None)


def test_the_case_of_the_family_is_charged_and_nobody_else_s(scene):
    priced(scene)
    case = world.open_case(world.Home(scene.home, scene.clerk, scene.clerk, None))
    unit = get_unit(scene.site_id, "福区1排2号")
    rest_there(unit_id=unit.id, case_id=case.id, by=SETUP)
    stranger = done(scene, ask(scene, agreed_fen=100_00, phone="13900139000"), receipt="1")
    assert list_charges(case.id) == []
    assert stranger.receipt == "1"
    sweep = done(scene, ask(scene, agreed_fen=100_00, phone=case.claimant.phone))
    assert (sweep.case_id, sweep.receipt) == (case.id, None)
    [charge] = list_charges(case.id)
    assert (charge.item.code, charge.line().gross_fen) == (PROXY_VISIT, 100_00)
    assert charge.fact_id == sweep.id


@operation("测试里安放骨灰")
def rest_there(*, unit_id, case_id, by):
    return take_place(unit_id, case_id)
