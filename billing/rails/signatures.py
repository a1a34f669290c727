"""RSA with SHA-256, as WeChat Pay and Alipay sign; keys as their consoles hand them out."""

import base64
import binascii
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from billing.rails import NotGenuine

WINDOW = timedelta(minutes=5)


class KeyUnreadable(Exception):
    """A key of the settings is neither PEM, nor bare base64, nor a file holding one of them."""


def private_key(written: str) -> RSAPrivateKey:
    """From PEM, bare base64 (PKCS#8 or PKCS#1), or the path of a file with it."""
    for kind in ("PRIVATE KEY", "RSA PRIVATE KEY"):
        try:
            key = serialization.load_pem_private_key(_pem(written, kind), password=None)
        except ValueError:
            continue
        if isinstance(key, RSAPrivateKey):
            return key
    raise KeyUnreadable("This is no RSA private key.")


def public_key(written: str) -> RSAPublicKey:
    """From PEM, bare base64, or the path of a file with it."""
    try:
        key = serialization.load_pem_public_key(_pem(written, "PUBLIC KEY"))
    except ValueError as unreadable:
        raise KeyUnreadable("This is no RSA public key.") from unreadable
    if not isinstance(key, RSAPublicKey):
        raise KeyUnreadable("This is no RSA public key.")
    return key


def private_pem(key: RSAPrivateKey) -> str:
    """PKCS#8, the only form wechatpayv3 reads."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def public_pem(key: RSAPublicKey) -> str:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def sign(key: RSAPrivateKey, message: str) -> str:
    """In base64."""
    return base64.b64encode(key.sign(message.encode(), PKCS1v15(), hashes.SHA256())).decode()


def is_signed(key: RSAPublicKey, message: str, signature: str) -> bool:
    try:
        key.verify(
            base64.b64decode(signature, validate=True),
            message.encode(),
            PKCS1v15(),
            hashes.SHA256(),
        )
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def check_window(sent_at: datetime, now: datetime) -> None:
    """Raises NotGenuine outside five minutes: a recorded notification cannot be played again."""
    if abs(now - sent_at) > WINDOW:
        raise NotGenuine("The notification is older or newer than five minutes.")


def _pem(written: str, kind: str) -> bytes:
    text = written.strip()
    if "-----BEGIN" not in text and _is_file(text):
        text = Path(text).read_text(encoding="ascii").strip()
    if "-----BEGIN" in text:
        return text.encode()
    bare = "".join(text.split())
    lines = [bare[at : at + 64] for at in range(0, len(bare), 64)]
    return "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", ""]).encode()


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except OSError:  # a key is longer than any name of a file
        return False
