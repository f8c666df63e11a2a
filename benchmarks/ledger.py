"""A million postings: balances and replay through ghginv, beside the bare query of SQLite on the same file.

The journal is that of a made-up city: 10 regions, 12 industries, 4 layers, 10 enterprises in each cell, 5 years; half
a million entries of two legs, drawn with a seed and posted in batches of 10,000. Reading is measured interleaved in one
process, medians of five rounds; every way must come to the same balances. The bare query gets no table made of its
rows; appending is compared with the same legs put into a bare table without triggers, keys, or audit log.

    python benchmarks/ledger.py [LEGS]        default 1000000
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tabulate import tabulate

from ghginv.budget.ledger import replay
from ghginv.store import audit, database, journal

BOOK, AT = "B1", "2026-01-01T00:00:00+00:00"
BATCH, ROUNDS, AIM = 10_000, 5, 1.5
BARE = "SELECT account, instrument, vintage, sum(amount_kg) FROM journal_leg GROUP BY account, instrument, vintage"


def accounts() -> np.ndarray:
    """4,800 accounts of enterprises."""
    return np.array(
        [
            f"available:4403{region:02d}:C{industry:02d}:{layer}:91440300{enterprise:010d}"
            for region in range(10)
            for industry in range(12)
            for layer in ("ETSN", "ETSL", "KEY", "NEW")
            for enterprise in range(10)
        ],
        dtype=object,
    )


def batches(legs: int) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Entries and legs, 10,000 entries at a time."""
    draw, names = np.random.default_rng(20260101), accounts()
    for start in range(0, legs // 2, BATCH):
        count = min(BATCH, legs // 2 - start)
        numbers, kg = np.arange(1, count + 1), draw.integers(1, 10**9, count)
        told = {"kind": "virement", "effective": "2026-03-01", "document": "D1", "note": "", "key": "", "reverses": ""}
        heads = pd.DataFrame({"entry": numbers, **told, "version": 0})
        sides = pd.DataFrame({
            "entry": np.repeat(numbers, 2), "leg": np.tile([1, 2], count),
            "account": names[draw.integers(len(names), size=2 * count)], "instrument": "BU",
            "vintage": np.repeat(draw.integers(2026, 2031, count), 2), "amount_kg": np.column_stack([kg, -kg]).ravel(),
        })  # fmt: skip
        yield heads, sides


def append(path: Path, made: list[tuple[pd.DataFrame, pd.DataFrame]]) -> float:
    """Seconds to post all batches, a transaction each, with audit log, as a workspace does."""
    opened = database.connect(path)
    begin = time.perf_counter()
    for heads, legs in made:
        with database.writing(opened, path):
            journal.append(opened, BOOK, heads, legs, at=AT, actor="bench")
    seconds = time.perf_counter() - begin
    opened.conn.close()
    return seconds


def append_bare(path: Path, made: list[tuple[pd.DataFrame, pd.DataFrame]]) -> float:
    """Seconds to put the same legs into a bare table, a transaction a batch."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("CREATE TABLE leg (entry INT, leg INT, account TEXT, instrument TEXT, vintage INT, amount_kg INT)")
    begin = time.perf_counter()
    for _, legs in made:
        raw.execute("BEGIN IMMEDIATE")
        rows = zip(*(legs[name].tolist() for name in journal.LEG), strict=True)
        raw.executemany("INSERT INTO leg VALUES (?, ?, ?, ?, ?, ?)", rows)
        raw.execute("COMMIT")
    seconds = time.perf_counter() - begin
    raw.close()
    return seconds


def measured(cases: dict[str, Callable[[], Any]]) -> tuple[dict[str, float], dict[str, Any]]:
    """Median seconds of each case, interleaved, and what each found the last time."""
    spent: dict[str, list[float]] = {name: [] for name in cases}
    found: dict[str, Any] = {}
    for _ in range(ROUNDS):
        for name, case in cases.items():
            begin = time.perf_counter()
            found[name] = case()
            spent[name].append(time.perf_counter() - begin)
    return {name: statistics.median(each) for name, each in spent.items()}, found


def main() -> None:
    """Measure and print; fails where results differ."""
    legs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    made = list(batches(legs))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "w.db"
        posted, bare = append(path, made), append_bare(Path(name) / "bare.db", made)
        opened = database.connect(path)
        in_memory = journal.legs(opened, BOOK)
        cases: dict[str, Callable[[], Any]] = {
            "bare query": lambda: opened.conn.execute(BARE).fetchall(),
            "balance query, as a table": lambda: journal.balances(opened, BOOK),
            "replay: journal read, folded": lambda: replay.replay(journal.legs(opened, BOOK)),
            "replay piece by piece": lambda: replay.replay(journal.pieces(opened, BOOK)),
            "fold of legs in memory": lambda: replay.replay(in_memory),
            "rows fetched and nothing done": lambda: opened.conn.execute("SELECT * FROM journal_leg").fetchall(),
        }
        seconds, found = measured(cases)
        begin = time.perf_counter()
        assert audit.faults(opened) == []
        proved = time.perf_counter() - begin
    whole = pd.DataFrame(found["bare query"], columns=["account", "instrument", "vintage", "amount_kg"])
    digests = {replay.digest(whole), *(replay.digest(found[name]) for name in list(cases)[1:5])}
    assert len(digests) == 1, digests
    first = seconds["bare query"]
    rows = [[name, each, each / first] for name, each in seconds.items()]
    print(tabulate(rows, [f"{legs:,} legs", "s", "/ bare query"], floatfmt=("", ".3f", ".2f")))
    print(f"aim: balance query and replay <= {AIM} x the bare query")
    print(f"append: {posted:.1f} s, {legs / posted:,.0f} legs/s; bare table {bare:.1f} s, {legs / bare:,.0f} legs/s "
          f"({posted / bare:.1f} x); audit log proved in {proved:.1f} s")  # fmt: skip


if __name__ == "__main__":
    main()
