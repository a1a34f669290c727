import base64
import json
import multiprocessing
import re
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kernel import secrets
from kernel.secrets import CannotDecrypt, EncryptedJSON, EncryptedText, Keyring, keyring

CIPHERS = ("aes-256-gcm", "sm4-gcm")
MASTER = bytes(range(32))
NUMBER = "11010519491231002X"
COLUMN = "deceased.identity_number"
DIALECT = postgresql.dialect()

both_ciphers = pytest.mark.parametrize("cipher", CIPHERS)


@pytest.fixture(autouse=True)
def a_keyring(monkeypatch):
    monkeypatch.setattr(keyring, "_keyring", Keyring(MASTER))


@given(st.text(), st.sampled_from(CIPHERS))
def test_what_was_encrypted_is_read_back(text, cipher):
    keys = Keyring(MASTER, cipher)
    assert keys.decrypt(keys.encrypt(text, context=COLUMN), context=COLUMN) == text


@both_ciphers
def test_the_same_text_never_looks_the_same_twice_and_names_its_cipher(cipher):
    keys = Keyring(MASTER, cipher)
    written = {keys.encrypt(NUMBER, context=COLUMN) for _ in range(20)}
    assert len(written) == 20
    assert all(one.startswith(f"v1:{cipher}:") and NUMBER not in one for one in written)


@both_ciphers
def test_old_fields_stay_readable_after_the_cipher_setting_changes(cipher):
    written = Keyring(MASTER, cipher).encrypt(NUMBER, context=COLUMN)
    for now_set in CIPHERS:
        assert Keyring(MASTER, now_set).decrypt(written, context=COLUMN) == NUMBER


@pytest.mark.parametrize(
    "written_in_2026",
    [
        "v1:aes-256-gcm:TyKzR8DWrRANw35yiV89JWZ-jlFnTKbL2HPBF0jDjiYH6wVnMJlPkrk_mqWHCQ==",
        "v1:sm4-gcm:VD6cW5A_ShpHyLwkp6u3zTi2etsBHEw8rezE5hyZ-t66_zw0lNI7Yx27-hSxyA==",
    ],
)
def test_fields_of_the_first_version_stay_readable_and_findable_for_ever(written_in_2026):
    assert Keyring(MASTER).decrypt(written_in_2026, context=COLUMN) == NUMBER
    index = "0b44f91b5d73c6092116785731561cbf3b43239c34c49f718d18515ba0e5d8c6"
    assert Keyring(MASTER).blind_index(NUMBER, context=COLUMN) == index


@both_ciphers
def test_another_key_reads_nothing(cipher):
    written = Keyring(MASTER, cipher).encrypt(NUMBER, context=COLUMN)
    with pytest.raises(CannotDecrypt):
        Keyring(bytes(32), cipher).decrypt(written, context=COLUMN)


@both_ciphers
def test_a_field_copied_into_another_column_cannot_be_read_there(cipher):
    keys = Keyring(MASTER, cipher)
    written = keys.encrypt(NUMBER, context=COLUMN)
    with pytest.raises(CannotDecrypt):
        keys.decrypt(written, context="claimant.identity_number")


@both_ciphers
def test_no_character_of_a_field_can_be_changed_removed_or_added(cipher):
    keys = Keyring(MASTER, cipher)
    written = keys.encrypt("李明", context=COLUMN)  # 34 bytes: base64 has spare bits and padding
    for place, character in enumerate(written):
        other = "A" if character != "A" else "B"
        for changed in (
            written[:place] + other + written[place + 1 :],
            written[:place] + written[place + 1 :],
            written[:place] + " " + written[place:],
        ):
            with pytest.raises(CannotDecrypt):
                keys.decrypt(changed, context=COLUMN)


@given(st.text())
def test_any_other_text_is_refused_as_a_field(text):
    keys = Keyring(MASTER)
    for written in (text, f"v1:aes-256-gcm:{text}", f"v1:sm4-gcm:{text}"):
        with pytest.raises(CannotDecrypt):
            keys.decrypt(written, context=COLUMN)


def test_the_refusal_names_the_column_and_nothing_personal():
    keys = Keyring(MASTER)
    with pytest.raises(CannotDecrypt) as refused:
        keys.decrypt(keys.encrypt(NUMBER, context="a.b"), context=COLUMN)
    assert str(refused.value) == "An encrypted field of deceased.identity_number cannot be read."
    assert refused.value.__cause__ is None


def test_equal_numbers_share_a_blind_index_within_one_column_and_one_key_only():
    index = Keyring(MASTER).blind_index(NUMBER, context=COLUMN)
    assert re.fullmatch("[0-9a-f]{64}", index)
    assert index == Keyring(MASTER, "sm4-gcm").blind_index(NUMBER, context=COLUMN)
    assert index != Keyring(MASTER).blind_index(NUMBER, context="claimant.identity_number")
    assert index != Keyring(bytes(32)).blind_index(NUMBER, context=COLUMN)


def test_a_digest_is_short_and_tells_nothing_of_the_blind_index():
    digest = secrets.digest(NUMBER)
    assert re.fullmatch("…[0-9a-f]{12}", digest)
    assert digest == secrets.digest(NUMBER) != secrets.digest("x")
    # The index hashes "context, NUL, text": under the same key this digest would be its beginning.
    assert secrets.digest("a\0b")[1:] != secrets.blind_index("b", context="a")[:12]


def test_a_short_key_and_an_unknown_cipher_are_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring(b"short")
    with pytest.raises(ValueError, match="aes-256-gcm, sm4-gcm"):
        Keyring(MASTER, "rot13")


def test_without_a_keyring_nothing_is_written_or_read(monkeypatch):
    monkeypatch.setattr(keyring, "_keyring", None)
    for attempt in (
        lambda: secrets.encrypt(NUMBER, context=COLUMN),
        lambda: secrets.blind_index(NUMBER, context=COLUMN),
        lambda: secrets.digest(NUMBER),
    ):
        with pytest.raises(RuntimeError, match="No keyring"):
            attempt()


def test_the_keyring_in_use_serves_the_whole_process():
    secrets.use(Keyring(MASTER, "sm4-gcm"))
    written = secrets.encrypt(NUMBER, context=COLUMN)
    assert written.startswith("v1:sm4-gcm:")
    assert secrets.decrypt(written, context=COLUMN) == NUMBER


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (EncryptedText("deceased.name"), "李𠮷明"),
        (EncryptedText("deceased.name"), ""),
        (EncryptedJSON("drafts.answers"), {"姓名": "张䶮", "人数": 12, "已办": [True, None]}),
    ],
)
def test_an_encrypted_column_keeps_its_value_and_the_database_never_sees_it(column, value):
    stored = column.bind_processor(DIALECT)(value)
    assert stored.startswith("v1:")
    assert not value or "张" not in stored
    assert column.result_processor(DIALECT, None)(stored) == value


def test_an_empty_field_stays_empty():
    column = EncryptedText(COLUMN)
    assert column.bind_processor(DIALECT)(None) is None
    assert column.result_processor(DIALECT, None)(None) is None


def test_an_encrypted_column_refuses_to_be_compared_but_may_be_asked_whether_it_is_empty():
    column = Table("t", MetaData(), Column("x", EncryptedText("t.x"))).c.x
    for compare in (
        lambda: column == NUMBER,
        lambda: column.in_([NUMBER]),
        lambda: column.like("1%"),
    ):
        with pytest.raises(TypeError, match="blind index"):
            compare()
    assert "IS NULL" in str(column.is_(None))
    assert "IS NOT NULL" in str(column.is_not(None))


def test_encrypted_columns_are_private_to_the_journal_without_being_told():
    class Model(DeclarativeBase):
        pass

    class Person(Model):
        __tablename__ = "people"
        id: Mapped[int] = mapped_column(Integer, primary_key=True)
        phone: Mapped[str | None] = mapped_column(EncryptedText("people.phone"))
        answers: Mapped[dict[str, str]] = mapped_column(EncryptedJSON("people.answers"))

    private = {column.name for column in Person.__table__.columns if column.info.get("private")}
    assert private == {"phone", "answers"}


def test_secrets_are_made_once_and_only_their_owner_can_read_them(tmp_path):
    path = tmp_path / "var" / "secrets.json"
    made = secrets.load_or_create_secrets(path)
    assert set(made) == {"SECRET_KEY", "DATA_KEY", "JOURNAL_KEY"}
    assert len(set(made.values())) == 3
    assert all(len(base64.b64decode(key)) == 32 for key in made.values())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secrets.load_or_create_secrets(path) == made
    assert list(path.parent.iterdir()) == [path]


def test_processes_that_start_together_get_the_same_secrets(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as starting:
        for number in range(50):
            path = tmp_path / f"{number}" / "secrets.json"
            made = starting.map(secrets.load_or_create_secrets, [path] * 4, chunksize=1)
            assert all(one == made[0] for one in made)
            assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("lost", ["SECRET_KEY", "DATA_KEY", "JOURNAL_KEY"])
def test_a_lost_key_is_never_replaced_by_a_new_one(tmp_path, lost):
    path = tmp_path / "secrets.json"
    kept = secrets.load_or_create_secrets(path)
    del kept[lost]
    path.write_text(json.dumps(kept))
    with pytest.raises(secrets.SecretsIncomplete, match="backup"):
        secrets.load_or_create_secrets(path)
    assert json.loads(path.read_text()) == kept


@pytest.mark.parametrize(
    "damaged", ["", "{", "[]", "null", '{"SECRET_KEY": 1}', '{"SECRET_KEY": "short"}']
)
def test_a_damaged_file_is_refused(tmp_path, damaged):
    path = tmp_path / "secrets.json"
    path.write_text(damaged)
    with pytest.raises(secrets.SecretsIncomplete):
        secrets.load_or_create_secrets(path)
