"""Every setting, read from the environment once; docs/settings.md is checked against this list."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Environment variables of the same name in capitals. No secret has a default here: those
    left out are made at random on first use and kept in VAR_DIR/secrets.json, readable by the
    owner only."""

    var_dir: Path = Field(
        default=Path("var"), description="where the embedded database, secrets and logs live"
    )
    database_url: str = Field(
        default="",
        description="PostgreSQL 15 or newer as the web and worker use it; "
        "empty: the embedded PostgreSQL 18 under VAR_DIR",
    )
    database_owner_url: str = Field(
        default="",
        description="the role that owns the tables and runs migrations; empty: DATABASE_URL",
    )
    secret_key: str = Field(default="", description="signs session cookies")
    data_key: str = Field(
        default="", description="base64, 32 bytes: encrypts ID numbers and phones"
    )
    journal_key: str = Field(
        default="", description="base64, 32 bytes: signs the journal's seals (Ed25519 seed)"
    )
    field_cipher: str = Field(
        default="aes-256-gcm", description="aes-256-gcm or sm4-gcm, for newly written fields"
    )
    public_url: str = Field(
        default="http://127.0.0.1:8080",
        description="address in QR codes and letters, no trailing slash",
    )
    hotline: str = Field(
        default="", description="the county's funeral hotline shown to families, e.g. 96444"
    )
    site_name: str = Field(default="殡葬服务", description="name in the header of family pages")
    fiscal_url: str = Field(
        default="",
        description="gateway to the province's fiscal e-receipts (docs/fiscal.md); "
        "empty: their numbers are typed by hand",
    )
    fiscal_key: str = Field(default="", description="what the gateway knows us by")
    sms_url: str = Field(
        default="",
        description="gateway that sends texts to families (docs/sms.md); "
        "empty: texts are written and not sent, and staff calls",
    )
    sms_key: str = Field(
        default="", description="what that gateway knows us by, and signs its reports with"
    )
    sms_per_second: int = Field(
        default=20, ge=1, le=100, description="how many texts a second that gateway takes"
    )
    secure_cookies: bool = Field(
        default=False, description="true behind HTTPS: cookies only over TLS"
    )
    proxies: int = Field(
        default=0,
        description="how many reverse proxies stand in front; "
        "too few, and all families are braked as one address",
    )
    wechat_mchid: str = Field(default="", description="WeChat Pay: the merchant's number (商户号)")
    wechat_appid: str = Field(default="", description="WeChat Pay: the app tied to that merchant")
    wechat_private_key: str = Field(
        default="", description="WeChat Pay: the merchant's private key: PEM, bare base64 or a path"
    )
    wechat_cert_serial: str = Field(
        default="", description="WeChat Pay: serial number of the merchant's certificate"
    )
    wechat_api_v3_key: str = Field(
        default="", description="WeChat Pay: the APIv3 key, 32 characters, opens notifications"
    )
    wechat_public_key: str = Field(
        default="", description="WeChat Pay's own public key (微信支付公钥): PEM, base64 or a path"
    )
    wechat_public_key_id: str = Field(default="", description="its number, PUB_KEY_ID_…")
    wechat_api_url: str = Field(
        default="https://api.mch.weixin.qq.com", description="another only for trying"
    )
    alipay_app_id: str = Field(default="", description="Alipay: the app's number")
    alipay_private_key: str = Field(
        default="", description="Alipay: the app's private key (RSA2): PEM, bare base64 or a path"
    )
    alipay_public_key: str = Field(
        default="", description="Alipay's own public key (支付宝公钥): PEM, bare base64 or a path"
    )
    alipay_gateway: str = Field(
        default="https://openapi.alipay.com/gateway.do", description="another only for trying"
    )
    stripe_secret_key: str = Field(default="", description="Stripe: sk_…, for relatives overseas")
    stripe_webhook_secret: str = Field(
        default="", description="Stripe: whsec_…, signs its notifications"
    )
    stripe_api_url: str = Field(
        default="https://api.stripe.com", description="another only for trying"
    )
