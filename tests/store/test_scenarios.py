"""Scenarios in the workspace file: kept as they came, never changed, the same id once."""

from __future__ import annotations

import sqlite3

import pytest

from ghginv.store import database, scenarios
from tests.store import filings


@pytest.fixture
def opened(tmp_path):
    path = tmp_path / "w.db"
    opened = database.connect(path)
    filings.hand_in(opened, path, 2)
    filings.compiled(opened, path)
    filings.imagined(opened, path)
    return opened


def test_what_was_stored_comes_back(opened) -> None:
    assert scenarios.known(opened, "S1")
    assert not scenarios.known(opened, "S2")
    (row,) = scenarios.listed(opened)
    assert (row["scenario_run"], row["run"], row["base_year"]) == ("S1", "2024-x-1", 2024)
    assert scenarios.find(opened, "S1")["about"]["scenarios"] == ["A"]
    assert [cell[1] for cell in scenarios.cells(opened, "S1")] == [2024, 2025, 2026]
    assert scenarios.effects(opened, "S1")[1][3] == pytest.approx(0.2)


@pytest.mark.parametrize("table", ["scenario_run", "scenario_cell", "scenario_effect"])
def test_rows_are_never_changed_deleted_or_replaced(opened, table: str) -> None:
    for statement in (
        f"UPDATE {table} SET scenario_run = scenario_run",
        f"DELETE FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=table):
            opened.conn.execute(statement)
