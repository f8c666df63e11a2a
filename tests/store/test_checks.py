"""Explanations are added, never changed; the last one holds, for every run of the same region and year."""

import sqlite3

import pytest

from ghginv.store import checks, database


@pytest.fixture
def opened(tmp_path):
    opened = database.connect(tmp_path / "w.db")
    for run, year in (("a", 2021), ("b", 2021), ("c", 2022)):
        named = {"run": run, "region": "440300", "year": year, "guideline": "x", "gwp": "SAR", "about": "{}"}
        opened["run"].insert({**named, "compiled_at": "2026"})
    return opened


def test_the_last_explanation_holds_and_the_first_stays(opened):
    for note in ("first", "second"):
        checks.explain(opened, "a", "Q3-1", note, "2026", "li")
    assert checks.explanations(opened, "a")["Q3-1"]["note"] == "second"
    assert checks.explanations(opened, "b")["Q3-1"]["run"] == "a"
    assert checks.explanations(opened, "c") == {}
    assert opened.conn.execute("SELECT count(*) FROM check_note").fetchone() == (2,)


@pytest.mark.parametrize("statement", ["UPDATE check_note SET note = 'x'", "DELETE FROM check_note"])
def test_nothing_is_changed_or_deleted(opened, statement):
    checks.explain(opened, "a", "Q3-1", "why", "2026", "li")
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        opened.conn.execute(statement)
