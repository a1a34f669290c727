"""The keys of one installation, and what each is for. No error here tells what it was given."""

import base64
import hmac
import os
from hashlib import sha256
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CipherName = Literal["aes-256-gcm", "sm4-gcm"]

# NIST SP 800-38D: 96-bit random nonces, 128-bit tags; at most 2^32 texts under one key.
NONCE_BYTES = 12
TAG_BYTES = 16
# AES-256 (FIPS 197) and SM4 (GB/T 32907).
KEY_BYTES: dict[str, int] = {"aes-256-gcm": 32, "sm4-gcm": 16}
MASTER_BYTES = 32


class CannotDecrypt(Exception):
    """Wrong key, changed text, or text moved here from another column; never says which text."""


class Keyring:
    """Every key of one installation, each derived from the master key for one purpose only."""

    def __init__(self, master: bytes, cipher: CipherName = "aes-256-gcm") -> None:
        if len(master) < MASTER_BYTES:
            raise ValueError(f"DATA_KEY must hold at least {MASTER_BYTES} bytes.")
        if cipher not in KEY_BYTES:
            raise ValueError(f"FIELD_CIPHER must be one of: {', '.join(KEY_BYTES)}.")
        self.cipher = cipher
        self._fields = {
            name: _derive(master, f"field {name}", length) for name, length in KEY_BYTES.items()
        }
        self._index = _derive(master, "blind index", 32)
        self._journal = _derive(master, "journal digest", 32)
        self._visit_pass = Ed25519PrivateKey.from_private_bytes(_derive(master, "visit pass", 32))

    def encrypt(self, text: str, *, context: str) -> str:
        """ "v1:aes-256-gcm:<base64url>"; `context` ("table.column") must be the same to read it."""
        prefix = f"v1:{self.cipher}:"
        nonce = os.urandom(NONCE_BYTES)
        gcm = Cipher(self._algorithm(self.cipher), modes.GCM(nonce)).encryptor()
        gcm.authenticate_additional_data((prefix + context).encode())
        sealed = gcm.update(text.encode()) + gcm.finalize()
        return prefix + base64.urlsafe_b64encode(nonce + sealed + gcm.tag).decode()

    def decrypt(self, encrypted: str, *, context: str) -> str:
        """The text, whichever cipher the setting named when it was written."""
        version, _, rest = encrypted.partition(":")
        cipher, _, body = rest.partition(":")
        if version != "v1" or cipher not in KEY_BYTES:
            raise CannotDecrypt("This is not an encrypted field.")
        try:
            raw = _unpacked(body)
            nonce, sealed, tag = (
                raw[:NONCE_BYTES], raw[NONCE_BYTES:-TAG_BYTES], raw[-TAG_BYTES:]
            )  # fmt: skip
            gcm = Cipher(self._algorithm(cipher), modes.GCM(nonce, tag)).decryptor()
            gcm.authenticate_additional_data(f"{version}:{cipher}:{context}".encode())
            return (gcm.update(sealed) + gcm.finalize()).decode()
        except (InvalidTag, ValueError):
            # `from None`: the cause's traceback would hold the text.
            raise CannotDecrypt(f"An encrypted field of {context} cannot be read.") from None

    def blind_index(self, text: str, *, context: str) -> str:
        """64 hex digits, the same for the same text: for exact search. The caller normalises."""
        return _keyed_hash(self._index, f"{context}\0{text}")

    def digest(self, text: str) -> str:
        """ "…" and 12 hex digits: lets the journal show that a private field changed."""
        return "…" + _keyed_hash(self._journal, text)[:12]

    @property
    def visit_pass(self) -> Ed25519PrivateKey:
        """Signs the passes that a gate without a network reads."""
        return self._visit_pass

    def _algorithm(self, cipher: str) -> algorithms.AES256 | algorithms.SM4:
        key = self._fields[cipher]
        return algorithms.SM4(key) if cipher == "sm4-gcm" else algorithms.AES256(key)


_keyring: Keyring | None = None


def use(keyring: Keyring) -> None:
    """From now on this process reads and writes personal fields with `keyring`."""
    global _keyring  # noqa: PLW0603 — set once by create_app; column types have no other way to it
    _keyring = keyring


def current() -> Keyring:
    if _keyring is None:
        raise RuntimeError("No keyring: first call kernel.secrets.use(…), as create_app does.")
    return _keyring


def encrypt(text: str, *, context: str) -> str:
    return current().encrypt(text, context=context)


def decrypt(encrypted: str, *, context: str) -> str:
    return current().decrypt(encrypted, context=context)


def blind_index(text: str, *, context: str) -> str:
    return current().blind_index(text, context=context)


def digest(text: str) -> str:
    return current().digest(text)


def _unpacked(body: str) -> bytes:
    raw = base64.urlsafe_b64decode(body)
    # base64 ignores stray characters and spare bits; a field has exactly one spelling.
    if base64.urlsafe_b64encode(raw).decode() != body:
        raise ValueError
    return raw


def _derive(master: bytes, purpose: str, length: int) -> bytes:
    # RFC 5869; no salt: the master key is random and not a password.
    label = f"kernel.secrets v1 {purpose}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=label).derive(master)


def _keyed_hash(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), sha256).hexdigest()
