"""Signing in: five tries, then a rest; unknown logins look like known ones."""

import threading
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from kernel import clock
from kernel.attempts import MOST_FAILURES, Attempts, TooManyAttempts, counted
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.people import staff
from kernel.people.staff import SignInRefused
from tests import world
from tests.visitor import Visitor, visit

REST = "已经连续 5 次没有填对，请过 15 分钟再试，或联系殡仪馆。"


@pytest.fixture
def visitor(app: Flask, context: None) -> Visitor:
    world.make_home()
    return visit(app)


def sign_in(visitor: Visitor, password: str = world.PASSWORD, login: str = "jy-desk"):
    return visitor.post("/sign-in", data={"login": login, "password": password})


def refused() -> None:
    with counted("login", "jy-desk"):
        raise SignInRefused


def test_after_five_wrong_passwords_the_right_one_has_to_wait(visitor):
    now = clock.now()
    with clock.frozen(now):
        for _try in range(MOST_FAILURES):
            assert "登录名或密码不对，请重新输入。" in sign_in(visitor, "wrong").text
        assert REST in sign_in(visitor).text
        assert REST in sign_in(visitor, login=" JY-Desk ").text
        assert sign_in(visit(visitor.application), login="jy-operator").status_code == 302
    with clock.frozen(now + timedelta(minutes=14, seconds=1)):
        assert "请过 1 分钟再试" in sign_in(visitor).text
    with clock.frozen(now + timedelta(minutes=15)):
        assert sign_in(visitor).status_code == 302


def test_a_login_nobody_has_rests_in_the_same_words(visitor):
    with clock.frozen(clock.now()):
        for _try in range(MOST_FAILURES):
            assert "登录名或密码不对" in sign_in(visitor, login="nobody").text
        assert REST in sign_in(visitor, login="nobody").text


def test_the_rest_is_not_journalled_over_and_over(visitor):
    for _try in range(MOST_FAILURES + 4):
        sign_in(visitor, "wrong")
    refusals = select(JournalEntry).filter_by(operation="kernel.refuse_sign_in")
    assert len(db.session.scalars(refusals).all()) == MOST_FAILURES


def test_success_begins_the_count_anew(visitor):
    for _round in range(2):
        for _try in range(MOST_FAILURES - 1):
            sign_in(visitor, "wrong")
        assert sign_in(visitor).status_code == 302
    assert db.session.scalars(select(Attempts)).all() == []


def test_after_the_rest_there_are_five_tries_again(context):
    now = clock.now()
    for later in (timedelta(), timedelta(minutes=15)):
        with clock.frozen(now + later):
            for _try in range(MOST_FAILURES):
                with pytest.raises(SignInRefused):
                    refused()
            with pytest.raises(TooManyAttempts):
                refused()


def test_a_dozen_at_once_are_still_only_five_tries(app: Flask, context):
    begin, said = threading.Barrier(12), []

    def guess() -> None:
        with app.app_context():
            begin.wait()
            try:
                refused()
            except (SignInRefused, TooManyAttempts) as refusal:
                said.append(type(refusal))

    guesses = [threading.Thread(target=guess) for _ in range(12)]
    for one in guesses:
        one.start()
    for one in guesses:
        one.join()
    assert len(said) == 12
    assert said.count(SignInRefused) == MOST_FAILURES


def test_what_was_tried_is_not_readable_in_the_table(visitor):
    sign_in(visitor, "wrong")
    [tried] = db.session.scalars(select(Attempts)).all()
    assert "jy" not in tried.key.lower()
    assert tried.failures == 1


def test_an_unknown_login_costs_a_password_check_like_a_known_one(visitor, monkeypatch):
    class Watched(PasswordHasher):
        checks = 0

        def verify(self, *args):
            Watched.checks += 1
            return super().verify(*args)

    watched = Watched(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(staff, "hasher", watched)
    for login in ("jy-desk", "nobody"):
        Watched.checks = 0
        sign_in(visitor, "wrong", login)
        assert Watched.checks == 1, login
