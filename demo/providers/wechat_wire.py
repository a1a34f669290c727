"""WeChat Pay v3 as its documents say it is spoken."""

import base64
import json
import re
import secrets
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Blueprint, Response, request

from demo.providers.answering import Providers
from demo.providers.book import Declined, Entry, Notice, Refund
from kernel import clock

STATES = {
    "open": "NOTPAY",
    "userpaying": "USERPAYING",
    "paid": "SUCCESS",
    "closed": "CLOSED",
    "reversed": "REVOKED",
    "failed": "PAYERROR",
}
REFUND_STATES = {"pending": "PROCESSING", "done": "SUCCESS", "failed": "ABNORMAL"}
WHY = {
    "paid": (400, "ORDERPAID", "订单已支付"),
    "closed": (400, "ORDER_CLOSED", "订单已关闭"),
    "other": (400, "OUT_TRADE_NO_USED", "商户订单号重复"),
    "unpaid": (400, "INVALID_REQUEST", "订单未支付，不能退款"),
    "too_much": (400, "INVALID_REQUEST", "退款金额大于可退金额"),
}
AUTHORIZATION = re.compile(r'(\w+)="([^"]*)"')
OLD = 600  # seconds; what a recorded notification is when it is played again


class WeChatWire:
    def __init__(self, providers: Providers) -> None:
        self._providers, self._book = providers, providers.book
        self._known = providers.keys.known

    def pages(self) -> Blueprint:
        pages = Blueprint("wechat", __name__, url_prefix="/wechat/v3")
        pages.before_request(self._check)
        pay, refunds = "/pay/transactions", "/refund/domestic/refunds"
        pages.post(f"{pay}/<any(native, h5, codepay):how>")(self.place)
        pages.get(f"{pay}/out-trade-no/<number>")(self.query)
        pages.post(f"{pay}/out-trade-no/<number>/<any(close, reverse):how>")(self.end)
        pages.post(refunds)(self.give_back)
        pages.get(f"{refunds}/<number>")(self.query_refund)
        return pages

    def _check(self) -> Response | None:
        """The merchant signs method, path, time, nonce and body."""
        scheme, _, told = request.headers.get("Authorization", "").partition(" ")
        said = dict(AUTHORIZATION.findall(told))
        path = request.full_path.rstrip("?").removeprefix("/wechat")
        body = request.get_data(as_text=True)
        line = "\n".join(
            [request.method, path, said.get("timestamp", ""), said.get("nonce_str", ""), body, ""]
        )
        genuine = (
            scheme == "WECHATPAY2-SHA256-RSA2048"
            and said.get("mchid") == self._known["mchid"]
            and said.get("serial_no") == self._known["cert_serial"]
            and request.headers.get("Wechatpay-Serial") == self._known["public_key_id"]
            and self._providers.keys.is_signed("wechat_merchant", line, said.get("signature", ""))
        )
        return None if genuine else self._refuse(401, "SIGN_ERROR", "签名错误")

    def place(self, how: str) -> Response:
        asked = request.get_json()
        number = asked["out_trade_no"]

        def obey() -> Response:
            try:
                entry = self._book.place(
                    "wechat",
                    number,
                    {"native": "qr", "codepay": "code"}.get(how, how),
                    amount_fen=asked["amount"]["total"],
                    title=asked["description"],
                    notify_url=asked.get("notify_url", ""),
                    return_url="",
                    expires_at=_epoch(asked.get("time_expire")) or self._book.now() + 7200,
                    fingerprint=json.dumps([how, asked["amount"], asked["description"]]),
                )
            except Declined as declined:
                return self._refuse(*WHY[declined.why])
            if how == "codepay":
                return self._take_code(entry, asked["payer"]["auth_code"])
            name = "code_url" if how == "native" else "h5_url"
            return self._say({name: f"{self._providers.url}/pay/{entry.token}"})

        if asked["appid"] != self._known["appid"]:
            return self._refuse(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配")
        return self._providers.answer(number, obey)

    def _take_code(self, entry: Entry, code: str) -> Response:
        if not re.fullmatch(r"1[0-5]\d{16}", code):
            return self._refuse(400, "AUTH_CODE_INVALID", "付款码无法识别")
        if code.endswith("0"):
            self._book.close(entry)
            return self._refuse(400, "NOT_ENOUGH", "余额不足")
        if code.endswith("1") or self._book.switches.read(entry.number, "userpaying"):
            self._book.wait_for_password(entry)
            return self._refuse(400, "USERPAYING", "需要输入支付密码")
        self._book.pay(entry)
        return self._say(self._transaction(entry))

    def query(self, number: str) -> Response:
        def obey() -> Response:
            entry = self._book.find("wechat", number)
            if entry is None:
                return self._refuse(404, "ORDER_NOT_EXIST", "订单不存在")
            return self._say(self._transaction(entry))

        return self._providers.answer(number, obey)

    def end(self, number: str, how: str) -> Response:
        def obey() -> Response:
            entry = self._book.find("wechat", number)
            if entry is None:
                return self._refuse(404, "ORDER_NOT_EXIST", "订单不存在")
            if how == "reverse":
                self._book.reverse(entry)
                return self._say({"out_trade_no": number, "recall": "N"})
            try:
                self._book.close(entry)
            except Declined as declined:
                return self._refuse(*WHY[declined.why])
            return self._say(None)

        return self._providers.answer(number, obey)

    def give_back(self) -> Response:
        asked = request.get_json()
        number = asked["out_trade_no"]

        def obey() -> Response:
            entry = self._book.find("wechat", number)
            if entry is None or entry.amount_fen != asked["amount"]["total"]:
                return self._refuse(404, "RESOURCE_NOT_EXISTS", "订单不存在或金额不符")
            try:
                made = self._book.give_back(
                    entry,
                    asked["out_refund_no"],
                    asked["amount"]["refund"],
                    asked.get("reason", ""),
                )
            except Declined as declined:
                return self._refuse(*WHY[declined.why])
            return self._say(self._refund(entry, made))

        return self._providers.answer(number, obey)

    def query_refund(self, number: str) -> Response:
        def obey() -> Response:
            for entry in self._book.entries.values():
                for refund in entry.refunds:
                    if entry.rail == "wechat" and refund.number == number:
                        return self._say(self._refund(entry, refund))
            return self._refuse(404, "RESOURCE_NOT_EXISTS", "退款单不存在")

        return self._providers.answer(number, obey)

    def notification(self, entry: Entry, notice: Notice) -> tuple[dict[str, str], bytes]:
        """Headers and body, signed now."""
        told = self._transaction(entry)
        event = "TRANSACTION.SUCCESS"
        if notice.refund_number:
            refund = next(r for r in entry.refunds if r.number == notice.refund_number)
            told = self._refund(entry, refund)
            told["refund_status"] = told.pop("status")
            event = f"REFUND.{told['refund_status']}"
        nonce, about = secrets.token_hex(6), "transaction"
        sealed = AESGCM(self._known["api_v3_key"].encode()).encrypt(
            nonce.encode(), json.dumps(told, ensure_ascii=False).encode(), about.encode()
        )
        body = json.dumps(
            {
                "id": notice.id,
                "create_time": _rfc3339(self._book.now()),
                "resource_type": "encrypt-resource",
                "event_type": event,
                "summary": "通知",
                "resource": {
                    "original_type": about,
                    "algorithm": "AEAD_AES_256_GCM",
                    "ciphertext": base64.b64encode(sealed).decode(),
                    "associated_data": about,
                    "nonce": nonce,
                },
            },
            ensure_ascii=False,
        )
        headers = self._signature(body, OLD if notice.forged == "old" else 0)
        if notice.forged == "signature":
            headers["Wechatpay-Signature"] = base64.b64encode(secrets.token_bytes(256)).decode()
        if notice.forged == "amount":  # as if somebody had sealed other content
            body = body.replace(notice.id, secrets.token_hex(12))
        return headers | {"Content-Type": "application/json"}, body.encode()

    def is_accepted(self, status: int, body: str) -> bool:
        del body
        return status in {200, 204}

    def _transaction(self, entry: Entry) -> dict[str, Any]:
        off = self._book.switches.read(entry.number, "amount_off") or 0
        state = STATES[entry.state]
        told: dict[str, Any] = {
            "appid": self._known["appid"],
            "mchid": self._known["mchid"],
            "out_trade_no": entry.number,
            "trade_state": "REFUND" if entry.refunded_fen and state == "SUCCESS" else state,
            "trade_state_desc": state,
            "amount": {"total": entry.amount_fen + off, "currency": "CNY"},
        }
        if entry.paid_at is not None:
            told |= {
                "transaction_id": entry.ref,
                "trade_type": {"h5": "MWEB", "code": "MICROPAY"}.get(entry.how, "NATIVE"),
                "bank_type": "OTHERS",
                "success_time": _rfc3339(entry.paid_at),
                "payer": {"openid": "oMadeUpPayer0000000000000000"},
            }
        return told

    def _refund(self, entry: Entry, refund: Refund) -> dict[str, Any]:
        return {
            "refund_id": refund.ref,
            "out_refund_no": refund.number,
            "transaction_id": entry.ref,
            "out_trade_no": entry.number,
            "channel": "ORIGINAL",
            "user_received_account": "支付用户零钱",
            "create_time": _rfc3339(refund.asked_at),
            "status": REFUND_STATES[refund.state],
            "amount": {
                "total": entry.amount_fen,
                "refund": refund.amount_fen,
                "payer_total": entry.amount_fen,
                "payer_refund": refund.amount_fen,
                "currency": "CNY",
            },
        }

    def _say(self, told: dict[str, Any] | None, status: int = 200) -> Response:
        body = "" if told is None else json.dumps(told, ensure_ascii=False)
        answer = Response(body, status if told is not None else 204, mimetype="application/json")
        answer.headers.extend(self._signature(body))
        return answer

    def _refuse(self, status: int, code: str, message: str) -> Response:
        return self._say({"code": code, "message": message}, status)

    def _signature(self, body: str, old: int = 0) -> dict[str, str]:
        stamp, nonce = str(int(self._book.now()) - old), secrets.token_hex(16)
        line = f"{stamp}\n{nonce}\n{body}\n"
        return {
            "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": self._known["public_key_id"],
            "Wechatpay-Signature": self._providers.keys.sign("wechat_platform", line),
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        }


def _rfc3339(moment: float) -> str:
    told = datetime.fromtimestamp(moment, clock.UTC)
    return clock.local(told).isoformat(timespec="seconds")


def _epoch(written: str | None) -> float | None:
    return datetime.fromisoformat(written).timestamp() if written else None
