"""``ghginv audit``: what was done is listed, and what was done behind its back is found."""

from __future__ import annotations

import json
import sqlite3

import pytest

from tests.journeys.command_line import Desk
from tests.workspace.files import REGION, workbook


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.done("init", "w", "--region", REGION)
    workbook(tmp_path / "a.xlsx", 2020)
    workbook(tmp_path / "b.xlsx", 2021, item="烟媒")
    assert desk.call("-w", "w", "import", "a.xlsx", "b.xlsx").code == 1
    return desk


def test_all_that_is_done_is_told_and_proved(desk):
    (stored,) = desk.done("-w", "w", "submissions", "--format", "json").json()
    desk.done("-w", "w", "submission", stored["submission"], "verify", "--note", "核对无误")
    run = desk.done("-w", "w", "compile", "--year", 2020, "--format", "json").json()["run"]
    desk.done("-w", "w", "seal", run, "-o", "封装.ghginv")
    told = desk.done("-w", "w", "audit", "--format", "json").json()
    assert told["whole"] is True
    log = told["log"]
    assert [entry["action"] for entry in log] == ["import", "submitted", "refused", "verified", "compile", "seal"]
    assert [entry["subject"] for entry in log[1:5]] == [stored["submission"], "b.xlsx", stored["submission"], run]
    assert (told["entries"], told["hash"]) == (len(log), log[-1]["hash"])
    assert log[2]["detail"]["codes"] == {"choice-unknown": 1}
    assert len(log[2]["detail"]["sha256"]) == 64
    table = desk.done("-w", "w", "audit", "--last", 2).out
    assert "核对无误" not in table
    assert "审计日志完整" in table
    assert "核对无误" in desk.done("-w", "w", "audit", "--format", "csv").out
    assert desk.done("-w", "w", "audit", "--verify", "--lang", "en").out.startswith("the audit log is whole")
    assert "log" not in desk.done("-w", "w", "audit", "--verify", "--format", "json").json()


def test_a_hash_written_down_is_found_again_or_not(desk):
    written = desk.done("-w", "w", "audit", "--format", "json").json()["hash"]
    desk.done("-w", "w", "audit", "--expect", written.upper())
    desk.done("-w", "w", "import", workbook(desk.folder / "c.xlsx", 2022))
    desk.done("-w", "w", "audit", "--expect", written)
    refused = desk.call("-w", "w", "audit", "--expect", "0" * 64)
    assert (refused.code, "0" * 64 in refused.err) == (1, True)


@pytest.mark.parametrize(
    ("trigger", "statement", "named"),
    [
        ("activity_kept_as_is", "UPDATE activity SET quantity = 1", "activity"),
        ("submission_kept_as_is", "UPDATE submission SET content = x'00'", "submission"),
        ("audit_kept", "DELETE FROM audit WHERE seq = 3", "3"),
    ],
)
def test_a_change_behind_its_back_ends_with_1_and_is_named(desk, trigger, statement, named):
    raw = sqlite3.connect(desk.folder / "w" / "ghginv.db")
    raw.execute(f"DROP TRIGGER {trigger}")
    raw.execute(statement)
    raw.commit()
    raw.close()
    for style in ("table", "json", "csv"):
        answer = desk.call("-w", "w", "audit", "--format", style)
        assert answer.code == 1
        assert named in (answer.out if style == "json" else answer.err)
    assert json.loads(desk.call("-w", "w", "audit", "--verify", "--format", "json").out)["whole"] is False
