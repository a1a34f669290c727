"""The page behind the QR code, as a phone would show it: pay, or leave it."""

from flask import Blueprint, Response, redirect, render_template_string, request

from demo.providers.answering import Providers
from demo.providers.book import PAYABLE, Declined, Entry

NAMES = {"wechat": "微信支付", "alipay": "支付宝", "stripe": "银行卡（境外）"}
SAID = {
    "open": "等待付款",
    "userpaying": "等待输入密码",
    "processing": "款项处理中",
    "paid": "已付款",
    "failed": "付款未完成",
    "closed": "订单已关闭",
    "reversed": "已撤销",
}
PAGE = """<!doctype html>
<html lang="zh-Hans">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ name }}（试用）</title>
<style>
  body { font: 1.125rem/1.6 system-ui, sans-serif; max-width: 24rem; margin: 2rem auto;
    padding: 0 1rem }
  .sum { font-size: 2rem; font-weight: bold }
  button, a.back { display: block; width: 100%; box-sizing: border-box; font: inherit;
    padding: .75rem; margin: .75rem 0; text-align: center; border: 2px solid #1d4f3f;
    border-radius: 4px; background: #fff; color: #1d4f3f; text-decoration: none }
  button.pay { background: #1d4f3f; color: #fff }
</style>
<h1>{{ name }}</h1>
<p>这是试用系统里的付款页面，不会动用任何真实的钱。</p>
<p>{{ entry.title }}<br>订单号 {{ entry.number }}</p>
<p class="sum">￥{{ amount }}</p>
<p role="status">{{ said }}</p>
{% if payable %}
<form method="post">
  <button class="pay" name="answer" value="pay">付款</button>
  <button name="answer" value="cancel">取消</button>
</form>
{% endif %}
{% if back %}<a class="back" href="{{ back }}">返回</a>{% endif %}
</html>
"""


class PayPage:
    def __init__(self, providers: Providers) -> None:
        self._book = providers.book

    def pages(self) -> Blueprint:
        pages = Blueprint("pay", __name__, url_prefix="/pay")
        pages.get("/<token>")(self.show)
        pages.post("/<token>")(self.answer)
        return pages

    def show(self, token: str) -> Response | str | tuple[str, int]:
        with self._book.lock:
            entry = self._book.find_by(token=token)
            if entry is None:
                return "没有这个订单。", 404
            if entry.state in PAYABLE:
                self._book.see(entry)
            return self._page(entry, request.args.get("redirect_url"))

    def answer(self, token: str) -> Response | str | tuple[str, int]:
        """Cancelling leaves the order open, as closing the app on the phone does."""
        with self._book.lock:
            entry = self._book.find_by(token=token)
            if entry is None:
                return "没有这个订单。", 404
            if request.form.get("answer") == "pay":
                try:
                    self._book.pay(entry)
                except Declined:
                    return self._page(entry, None)
            back = request.args.get("redirect_url") or entry.return_url
            if not back:
                return self._page(entry, None)
        made: Response = redirect(back, 303)  # type: ignore[assignment]
        return made

    def _page(self, entry: Entry, back: str | None) -> str:
        return render_template_string(
            PAGE,
            entry=entry,
            name=NAMES[entry.rail],
            amount=f"{entry.amount_fen // 100:,}.{entry.amount_fen % 100:02d}",
            said=SAID[entry.state],
            payable=entry.state in PAYABLE,
            back=back or entry.return_url,
        )
