"""What enterprises say of themselves comes back as it was, with submission, sheet and cell, and is never changed."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict

import pytest

from ghginv.store import database, enterprises, submissions
from tests.store.filings import CODE, about, hand_in, move

FIRST = "S0000000001"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "w.db"


@pytest.fixture
def opened(path):
    opened = database.connect(path)
    hand_in(opened, path, 1)
    return opened


def test_records_come_back_as_they_were(opened):
    said = about()
    read = {
        "enterprise_year": enterprises.years(opened),
        "facility": enterprises.facilities(opened, [FIRST]),
        "indicator": enterprises.indicators(opened, [FIRST]),
        "evidence": enterprises.evidence(opened, [FIRST]),
    }
    for table, kind in enterprises.TABLES.items():
        expected = [{"submission": FIRST, **asdict(record)} for record in said if isinstance(record, kind)]
        assert expected
        assert read[table][list(expected[0])].to_dict("records") == expected


def test_activity_and_measured_values_keep_enterprise_facility_and_month(opened):
    table = submissions.activity_table(opened, "submission = ?", [FIRST]).to_pylist()
    assert [(row["enterprise"], row["facility"], row["month"]) for row in table] == [(CODE, "F1", m) for m in (1, 2, 3)]
    (measured,) = submissions.measured(opened, [FIRST])
    assert (measured.enterprise, measured.method, measured.month) == (CODE, "GB/T 213", 2)


def test_years_come_with_state_and_version(opened, path):
    move(opened, path, 1, "return", "请更正")
    hand_in(opened, path, 2)
    years = enterprises.years(opened, 2024)
    assert years[["submission", "version", "state"]].values.tolist() == [
        [FIRST, 1, "superseded"],
        ["S0000000002", 2, "resubmitted"],
    ]
    assert list(enterprises.years(opened, 2024, ("resubmitted",))["name"]) == ["虚构水泥厂"]
    assert enterprises.years(opened, 1990).empty


def test_of_no_submissions_there_is_an_empty_table_with_its_columns(opened):
    for read in (enterprises.facilities, enterprises.indicators, enterprises.evidence):
        found = read(opened, [])
        assert found.empty
        assert {"submission", "enterprise", "sheet", "cell"} <= set(found.columns)


def test_a_list_of_submissions_names_the_enterprise(opened):
    assert submissions.states(opened)[0]["name"] == "虚构水泥厂"


@pytest.mark.parametrize("table", [*enterprises.TABLES, "submission_version"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET submission = submission",
        "DELETE FROM {}",
        "INSERT OR REPLACE INTO {0} (rowid, {1}) SELECT rowid, {1} FROM {0}",
    ],
)
def test_rows_are_neither_changed_nor_deleted_nor_replaced(opened, table, statement):
    names = ", ".join(row[1] for row in opened.conn.execute(f"PRAGMA table_info({table})"))
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        opened.conn.execute(statement.format(table, names))
