"""Workers and the gateway are killed in the middle: each text is one at the gateway, none is lost.

The gateway is a process of its own, which hangs up on some; so is the first worker.
"""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep

import pytest
from sqlalchemy import func, select, update

from kernel.db import db, transaction
from kernel.people.actors import SETUP
from kernel.texts.gateway import use_gateway
from kernel.texts.models import TextMessage
from kernel.texts.sending import send_texts
from tests.conftest import settings_for
from tests.texts.phones import of_ours, texts, write_some
from tests.visits.scene import make_scene

TEXTS, A_TURN = 60, 20
PATIENCE = 40
# The worker's sender; once the gateway has its first batch it stands still before it notes that.
SEND = """
import time
from kernel.texts import results, sending
from wsgi import create_app

def hold(_results):
    print("taken", flush=True)
    time.sleep(60)
results.record = hold
with create_app().app_context():
    sending.send_texts()
"""


@pytest.fixture
def worker(cluster, database, sms):
    settings = {name.upper(): str(said) for name, said in settings_for(cluster, database) if said}
    settings |= {"SMS_URL": sms.url, "SMS_KEY": "demo", "SMS_PER_SECOND": str(A_TURN)}
    process = subprocess.Popen(
        [sys.executable, "-c", SEND], stdout=subprocess.PIPE, env=os.environ | settings
    )
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def home(context):
    home = make_scene().home
    write_some(institution_id=home.id, numbers=range(TEXTS), by=SETUP)
    return home


def states():
    db.session.rollback()
    query = select(TextMessage.state, func.count()).group_by(TextMessage.state)
    return dict(db.session.execute(query).all())


def hurry():
    """A test does not wait as long as a gateway that comes back is given."""
    with transaction():
        db.session.connection().execute(
            update(TextMessage)
            .where(TextMessage.state == "waiting")
            .values(next_at=func.now(), tries=0)
        )


def test_each_text_is_sent_once_though_both_sides_are_killed(app, sms, home, worker):
    sms.switch(refuse="7", silent=True, drop=9)
    assert worker.stdout.readline() == b"taken\n"
    worker.kill()
    assert len(of_ours(sms)) >= A_TURN - TEXTS // 10
    assert states() == {"waiting": TEXTS}, "what was taken is not noted yet"
    use_gateway(app, sms.gateway(per_second=A_TURN))
    stop = Event()

    def send():
        with app.app_context():
            while not stop.wait(0.02):
                send_texts()

    # Two at once, which the lock of the steady work forbids, must do no harm either.
    with ThreadPoolExecutor(2) as senders:
        sending = [senders.submit(send) for _sender in range(2)]
        sms.kill()
        write_some(institution_id=home.id, numbers=range(TEXTS), by=SETUP)
        sms.port = 0  # another one, where nobody asks before it refuses again
        sms.start()
        sms.switch(refuse="7", silent=True)
        use_gateway(app, sms.gateway(per_second=A_TURN))
        hurry()
        until = monotonic() + PATIENCE
        while states().get("waiting") and monotonic() < until:
            sleep(0.1)
        stop.set()
    assert [each.result() for each in sending] == [None, None]
    judge(sms)


def judge(sms):
    """By what the gateway holds and what our rows say."""
    ours = of_ours(sms)
    refused = {f"1380000{number:04d}" for number in range(TEXTS) if number % 10 == 7}
    sent = {f"1380000{number:04d}" for number in range(TEXTS)} - refused
    assert Counter(each["phone"] for each in ours) == Counter(sent)
    rows = texts()
    assert len(rows) == TEXTS, "written again, it is the same text"
    assert {each.phone for each in rows if each.state == "undelivered"} == refused
    assert {each.phone for each in rows if each.state in {"sent", "delivered"}} == sent
    assert max(each["asked"] for each in ours) > 1, "none was cut off half-way"
