"""flask kernel …: the database, the worker, the languages."""

import threading
from collections.abc import Callable

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from kernel import jobs, sealing
from kernel.database import Database
from kernel.people.name_index import index_missing_names
from kernel.steady import start_steady_work
from kernel.texts import jobs as _text_jobs  # noqa: F401 - the worker finds them here

kernel = AppGroup("kernel", help="Database, migrations, worker.")
SEAL_EVERY_SECONDS = 1.0
NAMES_A_LINE = 50_000


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database


@kernel.command("migrate")
def migrate() -> None:
    """Bring the tables up to date."""
    _database().migrate()
    _index_names(anew=False)
    click.echo("数据库已是最新。")


@kernel.command("index-names")
@click.option("--anew", is_flag=True, help="All names, not only those that lack it.")
def index_names(*, anew: bool) -> None:
    """Make the names of the deceased findable; stopped half-way, it goes on from there."""
    _index_names(anew=anew)
    click.echo("姓名都可以查找了。")


def _index_names(*, anew: bool) -> None:
    for done in index_missing_names(anew=anew):
        if done % NAMES_A_LINE == 0:
            click.echo(f"已整理 {done} 个姓名……")


@kernel.command("stop-database")
def stop_database() -> None:
    """Stop the embedded PostgreSQL; a given one is left alone."""
    _database().stop()


@kernel.command("work")
@with_appcontext
def work() -> None:
    """Run the jobs, seal the journal and keep up the steady work until stopped."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    stopping = threading.Event()
    sealer = threading.Thread(target=_keep_sealing, args=(app, stopping), daemon=True)
    sealer.start()
    threads = [sealer, *start_steady_work(app, stopping)]
    try:
        run_worker(app)
    finally:
        stopping.set()
        for thread in threads:
            thread.join(timeout=5)


def run_worker(app: Flask, *, wait: bool = True) -> None:
    """`wait=False` runs what is due and returns; for tests and journeys."""

    def in_context(work: Callable[[], object]) -> object:
        with app.app_context():
            return work()

    worker = jobs.worker(in_context, app.extensions["database"].conninfo())
    with worker.open():
        worker.run_worker(
            wait=wait, concurrency=4, install_signal_handlers=wait, delete_jobs="successful"
        )


def _keep_sealing(app: Flask, stopping: threading.Event) -> None:
    key = app.extensions["journal_key"]
    while not stopping.wait(SEAL_EVERY_SECONDS):
        with app.app_context():
            try:
                sealing.seal_journal(key)
            except Exception:  # the database may be away for a while: try again
                app.logger.exception("the journal could not be sealed now")
