"""Key pairs and secrets of the made-up providers, and the settings an app needs to reach them."""

import base64
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

PAIRS = ("wechat_merchant", "wechat_platform", "alipay_app", "alipay_platform")
BITS = 2048


class Keys:
    """Made on first use, kept in DIR/keys.json; DIR/providers.env is for the app. Mode 0600."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = folder / "keys.json"
        if not kept.exists():
            write_private(kept, json.dumps(_made()))
        self.known: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
        self._pairs = {name: _load(self.known[name]) for name in PAIRS}

    def sign(self, pair: str, message: str) -> str:
        signature = self._pairs[pair].sign(message.encode(), PKCS1v15(), hashes.SHA256())
        return base64.b64encode(signature).decode()

    def is_signed(self, pair: str, message: str, signature: str) -> bool:
        try:
            self._pairs[pair].public_key().verify(
                base64.b64decode(signature), message.encode(), PKCS1v15(), hashes.SHA256()
            )
        except (InvalidSignature, ValueError):
            return False
        return True

    def settings(self, url: str) -> dict[str, str]:
        """What the app is started with to reach providers at `url`."""
        return {
            "WECHAT_MCHID": self.known["mchid"],
            "WECHAT_APPID": self.known["appid"],
            "WECHAT_PRIVATE_KEY": self.known["wechat_merchant"],
            "WECHAT_CERT_SERIAL": self.known["cert_serial"],
            "WECHAT_API_V3_KEY": self.known["api_v3_key"],
            "WECHAT_PUBLIC_KEY": self._public("wechat_platform"),
            "WECHAT_PUBLIC_KEY_ID": self.known["public_key_id"],
            "WECHAT_API_URL": f"{url}/wechat",
            "ALIPAY_APP_ID": self.known["app_id"],
            "ALIPAY_PRIVATE_KEY": self.known["alipay_app"],
            "ALIPAY_PUBLIC_KEY": self._public("alipay_platform"),
            "ALIPAY_GATEWAY": f"{url}/alipay/gateway.do",
            "STRIPE_SECRET_KEY": self.known["stripe_secret_key"],
            "STRIPE_WEBHOOK_SECRET": self.known["stripe_webhook_secret"],
            "STRIPE_API_URL": f"{url}/stripe",
        }

    def write_env(self, path: Path, url: str) -> None:
        """No value holds a blank or a quote, so a shell and a program read the same."""
        lines = [f"{name}={value}\n" for name, value in self.settings(url).items()]
        write_private(path, "".join(lines))

    def _public(self, pair: str) -> str:
        return base64.b64encode(
            self._pairs[pair]
            .public_key()
            .public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        ).decode()


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, readable by its owner only."""
    fresh = path.with_name(path.name + ".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)


def _made() -> dict[str, str]:
    digits = str(secrets.randbelow(10**8)).zfill(8)
    return {
        **{pair: _new_pair() for pair in PAIRS},
        "mchid": f"19{digits}",
        "appid": f"wx{secrets.token_hex(8)}",
        "cert_serial": secrets.token_hex(20).upper(),
        "api_v3_key": secrets.token_hex(16),
        "public_key_id": f"PUB_KEY_ID_01{secrets.token_hex(14).upper()}",
        "app_id": f"20210000{digits}",
        "stripe_secret_key": f"sk_test_{secrets.token_hex(16)}",
        "stripe_webhook_secret": f"whsec_{secrets.token_hex(16)}",
    }


def _new_pair() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    return base64.b64encode(
        key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    ).decode()


def _load(bare: str) -> rsa.RSAPrivateKey:
    key = serialization.load_der_private_key(base64.b64decode(bare), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("keys.json was touched: this is no RSA key.")
    return key
