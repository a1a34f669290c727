"""The identity photo: only its pixels are kept, encrypted; whoever looks says why."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import text
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from funeral.errors.storage import LookReasonMissing, PhotoTooLarge, PhotoUnreadable
from funeral.operations import keep_photo, look_at_photo
from funeral.photos import LONGEST_SIDE, MOST_MB, NotAPhoto, plain_photo
from funeral.queries.belongings import find_photo, list_looks
from kernel.db import db
from kernel.errors import NotFound
from tests import world
from tests.funeral import desk
from tests.visitor import visit

MODEL, GPS = 0x0110, 0x8825


def photo(size=(40, 30), kind="JPEG", colour="navy", orientation=None) -> bytes:
    """As a telephone writes it: with its name and the place in EXIF."""
    exif = Image.Exif()
    exif[MODEL] = "SECRET-PHONE"
    exif.get_ifd(GPS)[1] = "N"
    if orientation:
        exif[0x0112] = orientation
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, kind, exif=exif)
    return written.getvalue()


@pytest.fixture
def case(home):
    return world.open_case(home)


def keep(home, case, raw):
    return keep_photo(number=case.number, raw=raw, by=home.clerk)


def upload(visitor, case, raw):
    """Encoded here: the test client would leave a temporary file open."""
    boundary, body = encode_multipart({"photo": FileStorage(io.BytesIO(raw), "face.jpg")})
    return visitor.post(
        f"/cases/{case.number}/photo",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
        follow_redirects=True,
    )


def test_only_the_picture_stays(home, case):
    raw = photo((3200, 2400))
    assert b"SECRET-PHONE" in raw
    kept = keep(home, case, raw).image
    assert b"SECRET-PHONE" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.format == "JPEG"
        assert max(picture.size) == LONGEST_SIDE
        assert not picture.getexif()


def test_a_picture_taken_sideways_stands_upright(home, case):
    with Image.open(io.BytesIO(plain_photo(photo((40, 30), orientation=6)))) as picture:
        assert picture.size == (30, 40)


def test_the_database_holds_no_picture_anybody_could_read(home, case):
    keep(home, case, photo())
    stored = db.session.execute(text("SELECT image FROM identity_photos")).scalar_one()
    assert stored.startswith("v1:aes-256-gcm:")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 60,
        photo()[:200],
        photo(kind="PNG")[:60],
    ],
)
def test_what_is_no_photo_is_refused(home, case, raw):
    with pytest.raises(PhotoUnreadable):
        keep(home, case, raw)
    assert find_photo(case.id) is None


def test_a_small_file_that_claims_a_huge_picture_is_refused():
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(NotAPhoto):
        plain_photo(bomb.getvalue())


def test_more_than_the_limit_is_refused_by_the_operation_and_by_the_page(home, case, clerk):
    with pytest.raises(PhotoTooLarge):
        keep(home, case, b"\xff" * (MOST_MB * 1024 * 1024 + 1))
    answer = upload(clerk, case, b"\xff" * 20 * 1024 * 1024)
    assert answer.status_code == 413
    assert "照片不能超过 8 MB" in answer.text
    assert find_photo(case.id) is None


def test_a_photo_as_large_as_a_telephone_makes_it_is_taken(home, case, clerk):
    noise = Image.effect_noise((2600, 2000), 90).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=97)
    assert len(written.getvalue()) > 2 * 1024 * 1024
    answer = upload(clerk, case, written.getvalue())
    assert "照片已保存" in answer.text


def test_a_newer_photo_takes_the_place_of_the_old_one(home, case):
    first = keep(home, case, photo(colour="red"))
    second = keep(home, case, photo(colour="green"))
    assert find_photo(case.id).id == second.id
    assert first.replaced_at is not None


def test_who_looks_says_why_and_is_remembered(home, case, operator):
    keep(home, case, photo())
    path = f"/cases/{case.number}/photo"
    assert "data:image" not in operator.get(path).text
    assert "请填写查看照片的原因" in operator.post(f"{path}/look", data={"reason": " "}).text
    assert list_looks(case.id) == []
    shown = operator.post(f"{path}/look", data={"reason": "入炉前核对"}).text
    assert re.search(r'src="data:image/jpeg;base64,[A-Za-z0-9+/=]{100,}"', shown)
    [look] = list_looks(case.id)
    assert (look.looked_by, look.reason) == (str(home.operator), "入炉前核对")
    assert "JY-operator" in desk.read(operator, path)
    assert operator.get(f"{path}/look").status_code == 405


def test_a_form_sent_again_is_another_look(home, case, operator, clerk):
    """Whoever sends a known key does not see the picture unseen."""
    keep(home, case, photo())
    sent = {"reason": "入炉前核对", "idempotency_key": "known"}
    for who in (operator, operator, clerk):
        assert "data:image" in who.post(f"/cases/{case.number}/photo/look", data=sent).text
    looked_by = [look.looked_by for look in list_looks(case.id)]
    assert sorted(looked_by) == sorted([str(home.operator)] * 2 + [str(home.clerk)])


def test_nobody_looks_at_what_is_not_there_or_without_a_reason(home, case):
    with pytest.raises(NotFound):
        look_at_photo(number=case.number, reason="核对", by=home.clerk)
    keep(home, case, photo())
    with pytest.raises(LookReasonMissing):
        look_at_photo(number=case.number, reason="", by=home.clerk)


def test_families_drivers_and_officers_see_no_photo(app, home, case):
    keep(home, case, photo())
    officer = world.make_office().login
    for login in ("", officer):
        answer = visit(app, login).get(f"/cases/{case.number}/photo")
        assert answer.status_code in {302, 403}
