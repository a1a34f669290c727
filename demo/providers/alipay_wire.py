"""Alipay's open platform as its documents say it is spoken."""

import base64
import json
import re
import secrets
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request

from demo.providers.answering import Providers
from demo.providers.book import Declined, Entry, Notice
from kernel import clock

MOMENT = "%Y-%m-%d %H:%M:%S"
STATES = {
    "open": "WAIT_BUYER_PAY",
    "userpaying": "WAIT_BUYER_PAY",
    "paid": "TRADE_SUCCESS",
    "closed": "TRADE_CLOSED",
    "failed": "TRADE_CLOSED",
}
REFUND_STATES = {"pending": "REFUND_PROCESSING", "done": "REFUND_SUCCESS", "failed": "REFUND_FAIL"}
WHY = {
    "paid": ("ACQ.TRADE_HAS_SUCCESS", "交易已被支付"),
    "closed": ("ACQ.TRADE_HAS_CLOSE", "交易已经关闭"),
    "other": ("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改"),
    "unpaid": ("ACQ.TRADE_STATUS_ERROR", "交易状态不合法"),
    "too_much": ("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限"),
}
OLD = 600  # seconds; what a recorded notification is when it is played again
Told = dict[str, Any]
NOT_THERE = ("ACQ.TRADE_NOT_EXIST", "交易不存在")


class AlipayWire:
    def __init__(self, providers: Providers) -> None:
        self._providers, self._book = providers, providers.book
        self._known = providers.keys.known
        self._methods = {
            "alipay.trade.precreate": self.precreate,
            "alipay.trade.pay": self.take_code,
            "alipay.trade.query": self.query,
            "alipay.trade.close": self.close,
            "alipay.trade.refund": self.give_back,
            "alipay.trade.fastpay.refund.query": self.query_refund,
        }

    def pages(self) -> Blueprint:
        pages = Blueprint("alipay", __name__, url_prefix="/alipay")
        pages.post("/gateway.do")(self.gateway)
        pages.get("/gateway.do")(self.browser)
        return pages

    def gateway(self) -> Response:
        asked = request.form.to_dict()
        method = asked.get("method", "")
        if not self._is_genuine(asked):
            return self._say(
                method, _refusal("isv.invalid-signature", "验签出错", "40002"), sign=False
            )
        if method not in self._methods:
            return self._say(method, _refusal("isv.invalid-method", "不存在的方法名", "40002"))
        content = json.loads(asked["biz_content"])

        def obey() -> Response:
            try:
                told = self._methods[method](content, asked)
            except Declined as declined:
                told = _refusal(*WHY[declined.why])
            return self._say(method, told)

        return self._providers.answer(content["out_trade_no"], obey)

    def browser(self) -> Response:
        """alipay.trade.wap.pay: the family's browser comes with an address the app has signed."""
        asked = request.args.to_dict()
        if not self._is_genuine(asked):
            return Response("验签出错", 400, mimetype="text/plain")
        with self._book.lock:
            content = json.loads(asked["biz_content"])
            try:
                entry = self._place(content, asked, "h5")
            except Declined as declined:
                return Response(WHY[declined.why][1], 400, mimetype="text/plain")
        made: Response = redirect(f"{self._providers.url}/pay/{entry.token}")  # type: ignore[assignment]
        return made

    def _is_genuine(self, asked: dict[str, str]) -> bool:
        return asked.get("app_id") == self._known["app_id"] and self._providers.keys.is_signed(
            "alipay_app", _line(asked, without={"sign"}), asked.get("sign", "")
        )

    def _place(self, content: Told, asked: dict[str, str], how: str) -> Entry:
        return self._book.place(
            "alipay",
            content["out_trade_no"],
            how,
            amount_fen=_fen(content["total_amount"]),
            title=content["subject"],
            notify_url=asked.get("notify_url", ""),
            return_url=asked.get("return_url", ""),
            expires_at=_epoch(content["time_expire"]),
            fingerprint=json.dumps([content["total_amount"], content["subject"]]),
        )

    def precreate(self, content: Told, asked: dict[str, str]) -> Told:
        entry = self._place(content, asked, "qr")
        url = f"{self._providers.url}/pay/{entry.token}"
        return _success({"out_trade_no": entry.number, "qr_code": url})

    def take_code(self, content: Told, asked: dict[str, str]) -> Told:
        entry = self._place(content, asked, "code")
        code = content["auth_code"]
        if not re.fullmatch(r"(2[5-9]|30)\d{14,22}", code):
            return _refusal("ACQ.PAYMENT_AUTH_CODE_INVALID", "支付授权码无法识别")
        self._book.see(entry)
        if code.endswith("0"):
            self._book.close(entry)
            return _refusal("ACQ.BUYER_BALANCE_NOT_ENOUGH", "买家余额不足")
        if code.endswith("1") or self._book.switches.read(entry.number, "userpaying"):
            self._book.wait_for_password(entry)
            waiting = {"out_trade_no": entry.number, "trade_no": entry.ref}
            return {"code": "10003", "msg": "order success pay inprocess", **waiting}
        self._book.pay(entry)
        return self._trade(entry)

    def query(self, content: Told, _: dict[str, str]) -> Told:
        entry = self._book.find("alipay", content["out_trade_no"])
        # A QR code makes no trade before somebody scans it.
        return self._trade(entry) if entry and entry.seen else _refusal(*NOT_THERE)

    def close(self, content: Told, _: dict[str, str]) -> Told:
        entry = self._book.find("alipay", content["out_trade_no"])
        if entry is None or not entry.seen:
            return _refusal(*NOT_THERE)
        if entry.state not in {"open", "userpaying"}:
            return _refusal(*WHY["unpaid"])
        self._book.close(entry)
        return _success({"trade_no": entry.ref, "out_trade_no": entry.number})

    def give_back(self, content: Told, _: dict[str, str]) -> Told:
        entry = self._book.find("alipay", content["out_trade_no"])
        if entry is None or not entry.seen:
            return _refusal(*NOT_THERE)
        number, before = content["out_request_no"], len(entry.refunds)
        amount = _fen(content["refund_amount"])
        made = self._book.give_back(entry, number, amount, content.get("refund_reason", ""))
        fresh = len(entry.refunds) > before and made.state == "done"
        return _success(
            {
                "trade_no": entry.ref,
                "out_trade_no": entry.number,
                "fund_change": "Y" if fresh else "N",
                "refund_fee": _yuan(entry.refunded_fen),
            }
        )

    def query_refund(self, content: Told, _: dict[str, str]) -> Told:
        entry = self._book.find("alipay", content["out_trade_no"])
        if entry is None or not entry.seen:
            return _refusal(*NOT_THERE)
        for refund in entry.refunds:
            if refund.number == content["out_request_no"]:
                told = {
                    "trade_no": entry.ref,
                    "out_trade_no": entry.number,
                    "out_request_no": refund.number,
                    "total_amount": _yuan(entry.amount_fen),
                    "refund_amount": _yuan(refund.amount_fen),
                    "refund_status": REFUND_STATES[refund.state],
                }
                return _success(told)
        return _success({})

    def notification(self, entry: Entry, notice: Notice) -> tuple[dict[str, str], bytes]:
        """Headers and form, signed now."""
        old = OLD if notice.forged == "old" else 0
        whole = entry.refunded_fen == entry.amount_fen
        told = {
            "notify_time": _moment(self._book.now() - old),
            "notify_type": "trade_status_sync",
            "notify_id": notice.id,
            "charset": "utf-8",
            "version": "1.0",
            "sign_type": "RSA2",
            "app_id": self._known["app_id"],
            "trade_no": entry.ref,
            "out_trade_no": entry.number,
            "buyer_id": "2088000000000000",
            "total_amount": _yuan(entry.amount_fen),
            "subject": entry.title,
            "trade_status": "TRADE_CLOSED" if whole else STATES[entry.state],
        }
        if notice.refund_number:
            told |= {
                "out_biz_no": notice.refund_number,
                "refund_fee": _yuan(entry.refunded_fen),
                "gmt_refund": _moment(self._book.now()),
            }
        line = _line(told, without={"sign_type"})
        told["sign"] = self._providers.keys.sign("alipay_platform", line)
        if notice.forged == "signature":
            told["sign"] = base64.b64encode(secrets.token_bytes(256)).decode()
        if notice.forged == "amount":
            told["total_amount"] = _yuan(entry.amount_fen + 100)
        kind = "application/x-www-form-urlencoded; charset=utf-8"
        return {"Content-Type": kind}, urlencode(told).encode()

    def is_accepted(self, status: int, body: str) -> bool:
        return status == 200 and body.strip() == "success"  # noqa: PLR2004

    def _trade(self, entry: Entry) -> Told:
        off = self._book.switches.read(entry.number, "amount_off") or 0
        whole = entry.refunded_fen == entry.amount_fen
        told = {
            "trade_no": entry.ref,
            "out_trade_no": entry.number,
            "buyer_user_id": "2088000000000000",
            "buyer_logon_id": "159****5620",
            "trade_status": "TRADE_CLOSED" if whole else STATES[entry.state],
            "total_amount": _yuan(entry.amount_fen + off),
        }
        if entry.paid_at is not None:
            told["send_pay_date"] = _moment(entry.paid_at)
        return _success(told)

    def _say(self, method: str, told: Told, *, sign: bool = True) -> Response:
        name = method.replace(".", "_") + "_response"
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        signature = self._providers.keys.sign("alipay_platform", text) if sign else None
        tail = f',"sign":"{signature}"' if signature else ""
        return Response(f'{{"{name}":{text}{tail}}}', mimetype="application/json")


def _success(told: Told) -> Told:
    return {"code": "10000", "msg": "Success", **told}


def _refusal(sub_code: str, sub_msg: str, code: str = "40004") -> Told:
    return {"code": code, "msg": "Business Failed", "sub_code": sub_code, "sub_msg": sub_msg}


def _line(told: dict[str, str], without: set[str]) -> str:
    pairs = sorted((name, text) for name, text in told.items() if name not in without)
    return "&".join(f"{name}={text}" for name, text in pairs)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _fen(yuan: str) -> int:
    whole, _, part = yuan.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def _moment(moment: float) -> str:
    return clock.local(datetime.fromtimestamp(moment, clock.UTC)).strftime(MOMENT)


def _epoch(written: str) -> float:
    return datetime.strptime(written, MOMENT).replace(tzinfo=clock.SHANGHAI).timestamp()
