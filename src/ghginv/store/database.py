"""The workspace file: opening, migrating, and one writer at a time.

SQLite in WAL mode with ``synchronous=FULL``: what was acknowledged survives a crash. Writers queue on a file lock
before they begin, which is fair and faster than SQLite's own waiting, and begin IMMEDIATE, so that a read at the start
of a transaction cannot make it fail.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from sqlite_utils import Database, Migrations

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.store import audit

BUSY_SECONDS = 60
LOGGED_SINCE = "0006_life_cycle"  # what stood in the file before is entered in the log then


def connect(path: Path) -> Database:
    """Open the workspace file, made or brought up to date where needed.

    InputError when it is no workspace file, is damaged, or was written by a newer version.
    """
    try:
        return _opened(path)
    except sqlite3.DatabaseError as fault:
        raise InputError(Finding("workspace-file-broken", file=path.name, found=str(fault))) from None


def _opened(path: Path) -> Database:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON"):
        connection.execute(f"PRAGMA {pragma}")
    database = Database(connection)
    migrations, scripts = _migrations()
    newer = {applied.name for applied in migrations.applied(database)} - scripts
    if newer:
        raise InputError(Finding("workspace-newer", file=path.name, found=", ".join(sorted(newer))))
    if migrations.pending(database):
        with _queue(path):
            migrations.apply(database)
    return database


@contextmanager
def writing(database: Database, path: Path) -> Iterator[Database]:
    """A transaction that holds the write lock: all of it is stored, or nothing."""
    with _queue(path):
        database.conn.execute("BEGIN IMMEDIATE")
        try:
            yield database
            database.conn.execute("COMMIT")
        except BaseException:
            database.conn.execute("ROLLBACK")
            raise


def _migrations() -> tuple[Migrations, set[str]]:
    """The numbered SQL files beside this module, each applied once and recorded in the workspace file; their names."""
    migrations, names = Migrations("ghginv"), set()
    folder = resources.files("ghginv.store") / "migrations"
    for script in sorted(folder.iterdir(), key=lambda each: each.name):
        if script.name.endswith(".sql"):
            names.add(script.name.removesuffix(".sql"))
            name = script.name.removesuffix(".sql")
            migrations(name=name)(_runner(script.read_text("utf-8"), audit.begin if name == LOGGED_SINCE else None))
    return migrations, names


def _runner(script: str, then: Callable[[Database], None] | None):  # type: ignore[no-untyped-def]
    def run(database: Database) -> None:
        for statement in _statements(script):
            database.conn.execute(statement)
        if then:
            then(database)

    return run


def _statements(script: str) -> Iterator[str]:
    """The statements one by one: ``executescript`` would commit the migration's transaction."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


@contextmanager
def _queue(path: Path) -> Iterator[None]:
    if sys.platform == "win32":  # SQLite's own lock has to do
        yield
        return
    import fcntl

    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
