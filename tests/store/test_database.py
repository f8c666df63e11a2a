"""The workspace file: nothing is edited or deleted, nothing half-written, nothing lost by two writers at once."""

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from ghginv.domain.records import Activity, Parameter
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.store import database, runs, submissions

TABLES = (
    "submission submission_event submission_finding activity measured_parameter "
    "run run_choice run_parameter emission_row"
).split()


def filing(number: int, **changes) -> submissions.Filing:
    fields = {
        "submission": f"S{number:010d}",
        "file": "a.xlsx",
        "sha256": f"{number:064d}",
        "kind": "inventory",
        "template_version": "1",
        "region": "440300",
        "year": 2020,
        "enterprise": "",
        "content": b"PK\x03\x04",
    }
    return submissions.Filing(**{**fields, **changes})


def activity(cell: str = "D7", quantity: float | None = 12480.0, **changes) -> Activity:
    fields = {"region": "440300", "year": 2020, "category": "1.4.W", "item": "diesel", "unit": "t", "sheet": "燃料"}
    return Activity(**{**fields, "cell": cell, "quantity": quantity, **changes})


def stored(path, number: int = 1):
    opened = database.connect(path)
    parameter = Parameter("m.1", "net_calorific_value", 42.7, "GJ/t", "measured", "workbook", region="440300")
    finding = Finding("unit-unknown", "a.xlsx", "燃料", "D7", details={"near": ""})
    with database.writing(opened, path):
        submissions.add(
            opened, filing(number), [activity(), activity("D8", None, notation="NO")], [parameter], [finding]
        )
        submissions.record_event(opened, filing(number).submission, "submitted", "2026-01-01T00:00:00+00:00", "li")
    return opened


def test_what_was_stored_comes_back(tmp_path):
    opened = stored(tmp_path / "w.db")
    table = submissions.activity_table(opened, "region = ?", ["440300"]).to_pylist()
    assert [(row["activity_id"], row["quantity"], row["notation"]) for row in table] == [
        ("S0000000001:燃料!D7", 12480.0, ""),
        ("S0000000001:燃料!D8", None, "NO"),
    ]
    assert submissions.measured(opened, ["S0000000001"])[0].value == 42.7
    assert submissions.states(opened)[0]["state"] == "submitted"
    assert submissions.findings(opened, "S0000000001")[0]["code"] == "unit-unknown"
    assert submissions.known(opened, filing(1).sha256) == "S0000000001"


def test_an_empty_year_is_an_empty_table_with_its_columns(tmp_path):
    table = submissions.activity_table(database.connect(tmp_path / "w.db"), "region = ?", ["440300"])
    assert table.num_rows == 0
    assert {"activity_id", "quantity", "reported_unit"} <= set(table.column_names)


@pytest.mark.parametrize("statement", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
@pytest.mark.parametrize("table", TABLES)
def test_rows_are_neither_changed_nor_deleted(tmp_path, table, statement):
    opened = stored(tmp_path / "w.db")
    add_run(opened, tmp_path / "w.db")
    if table == "emission_row":
        statement = statement.replace("rowid = rowid", "mass_g = 0")
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        opened.conn.execute(statement.format(table))


def test_replacing_a_row_is_refused_too(tmp_path):
    opened = stored(tmp_path / "w.db")
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        opened.conn.execute("INSERT OR REPLACE INTO submission SELECT * FROM submission")


def add_run(opened, path):
    import pandas as pd

    about = {"run": "2020-x-1", "region": "440300", "year": 2020, "guideline": "x", "gwp": "SAR"}
    about["submissions"] = [{"submission": "S0000000001", "sha256": filing(1).sha256}]
    chosen = {"choice_id": 0, "category": "1.4", "formula": "f", "gas": "CO2", "scope": "1", "memo": "", "gwp": 1.1}
    choices = pd.DataFrame([{**chosen, "parameter_ids": "a;b"}])
    parameters = pd.DataFrame([{"parameter_id": "a", "value": 3.6641910962724906, "lower": None}])
    rows = pd.DataFrame([{"activity_id": "S0000000001:燃料!D7", "choice_id": 0, "mass_g": 10**15 + 1, "co2e_g": 7}])
    with database.writing(opened, path):
        runs.add(opened, about, choices, parameters, rows, "2026-01-01T00:00:00+00:00")


def test_a_run_comes_back_digit_for_digit(tmp_path):
    opened = stored(tmp_path / "w.db")
    add_run(opened, tmp_path / "w.db")
    frames = runs.frames(opened, "2020-x-1")
    assert frames["parameters"]["value"][0] == 3.6641910962724906
    assert frames["rows"].to_dict("records")[0]["mass_g"] == 10**15 + 1
    assert frames["choices"]["gwp"][0] == 1.1
    assert list(frames["activity"]["activity_id"]) == ["S0000000001:燃料!D7", "S0000000001:燃料!D8"]
    view = opened.conn.execute("SELECT mass_t, category, item, parameter_ids FROM emissions").fetchone()
    assert view == ((10**15 + 1) / 1e6, "1.4", "diesel", "a;b")


def test_a_fault_in_the_middle_leaves_nothing(tmp_path):
    path = tmp_path / "w.db"
    opened = database.connect(path)
    with pytest.raises(sqlite3.IntegrityError), database.writing(opened, path):
        submissions.add(opened, filing(1), [activity(), activity()], [], [])
    assert opened.conn.execute("SELECT count(*) FROM submission").fetchone() == (0,)


def write_many(path, first):
    opened = database.connect(path)
    for number in range(first, first + 20):
        with database.writing(opened, path):
            submissions.add(opened, filing(number), [activity()], [], [])


def test_two_processes_lose_nothing(tmp_path):
    path = tmp_path / "w.db"
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write_many, args=(path, first)) for first in (100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    opened = database.connect(path)
    assert opened.conn.execute("SELECT count(*), count(DISTINCT submission) FROM activity").fetchone() == (40, 40)


def test_opening_again_applies_nothing_twice(tmp_path):
    path = tmp_path / "w.db"
    database.connect(path).conn.close()
    again = database.connect(path)
    scripts = len(list(Path(database.__file__).parent.glob("migrations/*.sql")))
    assert again.conn.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (scripts,)
    assert again.conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_is_no_workspace_file_is_refused_in_words(tmp_path):
    (tmp_path / "w.db").write_bytes(b"not a database, but long enough to be taken for one" * 100)
    with pytest.raises(InputError) as refusal:
        database.connect(tmp_path / "w.db")
    assert refusal.value.findings[0].code == "workspace-file-broken"


def test_a_file_of_a_newer_version_is_left_alone(tmp_path):
    path = tmp_path / "w.db"
    opened = database.connect(path)
    opened["_sqlite_migrations"].insert({"migration_set": "ghginv", "name": "9999_later", "applied_at": "2030"})
    with pytest.raises(InputError) as refusal:
        database.connect(path)
    assert (refusal.value.findings[0].code, refusal.value.findings[0].found) == ("workspace-newer", "9999_later")
