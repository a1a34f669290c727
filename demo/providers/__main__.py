"""python -m demo.providers --port 9300 --state DIR: all three providers in one process."""

import argparse
import logging
import signal
import sys
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from demo.providers.alipay_wire import AlipayWire
from demo.providers.answering import Providers
from demo.providers.book import Book
from demo.providers.control import Control
from demo.providers.delivery import Delivery
from demo.providers.keys import Keys
from demo.providers.pay_page import PayPage
from demo.providers.stripe_wire import StripeWire
from demo.providers.switches import Switches
from demo.providers.wechat_wire import WeChatWire

ENV = "providers.env"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--port", type=int, default=9300, help="0: any that is free")
    options.add_argument("--state", type=Path, required=True, help="kept from start to start")
    options.add_argument("--url", help="as browsers and the app reach it")
    chosen = options.parse_args()
    serve(chosen.host, chosen.port, chosen.state, chosen.url)


def serve(host: str, port: int, folder: Path, url: str | None) -> None:
    """Until a signal comes. DIR/providers.env is there as soon as the port answers."""
    keys = Keys(folder)
    book = Book(folder, Switches(folder))
    app = Flask("demo.providers")
    server = make_server(host, port, app, threaded=True)
    reached = url or f"http://{host}:{server.port}"
    providers = Providers(book, keys, reached)
    wechat, alipay = WeChatWire(providers), AlipayWire(providers)
    stripe = StripeWire(providers)
    for part in (wechat, alipay, stripe, PayPage(providers), Control(providers)):
        app.register_blueprint(part.pages())
    delivery = Delivery(book, {"wechat": wechat, "alipay": alipay, "stripe": stripe})
    keys.write_env(folder / ENV, reached)
    delivery.start()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        server.serve_forever(poll_interval=0.05)
    finally:
        delivery.stop()
        server.server_close()


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    main()
