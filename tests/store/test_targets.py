"""The target register as it was filed: versions, what is in force, nothing changed or deleted afterwards."""

from __future__ import annotations

import hashlib
import sqlite3

import pytest

from ghginv.store import audit, database, targets
from tests.store.filings import goal, targeted, told


@pytest.fixture
def kept(tmp_path):
    opened = database.connect(tmp_path / "w.db")
    targeted(opened, tmp_path / "w.db")
    return opened


def filing(number: int, kind: str, content: bytes) -> targets.Filing:
    sha256 = hashlib.sha256(content).hexdigest()
    return targets.Filing(f"T{number:010d}", kind, "P", "a.xlsx", sha256, content)


def test_what_was_stored_is_read_again(kept):
    version, facts, goals = targets.plan(kept, "P")
    assert (version, facts["name"]) == (1, "虚构方案")
    assert [(each["indicator"], each["year"]) for each in goals] == [("01", 2025), ("01", 2030)]
    assert [(each["period"], each["amount"], each["in_force"]) for each in targets.reports(kept, "P")] == [
        ("2025-05", 80, 1), ("2025-06", 82, 1),
    ]  # fmt: skip
    assert targets.plans(kept) == ["P"]
    assert targets.plan(kept, "Q") is None
    assert targets.content(kept, "T0000000001") == b"plan"
    assert audit.faults(kept) == []


def test_a_later_report_of_a_month_stands_before_the_earlier_which_is_kept(kept, tmp_path):
    with database.writing(kept, tmp_path / "w.db"):
        version = targets.add(kept, filing(3, "progress", b"again"), reports=[told("2025-05", 81.0)])
    assert version == 2
    assert [(each["period"], each["amount"], each["in_force"]) for each in targets.reports(kept, "P")] == [
        ("2025-05", 80, 0), ("2025-06", 82, 1), ("2025-05", 81, 1),
    ]  # fmt: skip
    assert audit.faults(kept) == []


def test_a_plan_registered_again_is_its_next_version(kept, tmp_path):
    with database.writing(kept, tmp_path / "w.db"):
        targets.add(kept, filing(3, "plan", b"again"), facts={"plan": "P"}, goals=[goal(target=120.0)])
    assert targets.plan(kept, "P")[0] == 2
    assert targets.plan(kept, "P", 1)[2][0]["target"] == 100
    assert targets.plans(kept) == ["P"]


def test_a_file_is_known_by_its_content(kept):
    assert targets.known(kept, hashlib.sha256(b"plan").hexdigest())["filing"] == "T0000000001"
    assert targets.known(kept, "0" * 64) is None


@pytest.mark.parametrize("table", audit.TARGETED)
@pytest.mark.parametrize(
    "deed", ["UPDATE {} SET filing = 'T'", "DELETE FROM {}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"]
)
def test_nothing_is_changed_deleted_or_put_in_twice(kept, table, deed):
    with pytest.raises(sqlite3.DatabaseError):
        kept.conn.execute(deed.format(table))


def test_of_a_filing_that_fails_nothing_is_stored(kept, tmp_path):
    with pytest.raises(sqlite3.IntegrityError), database.writing(kept, tmp_path / "w.db"):
        targets.add(kept, filing(3, "progress", b"twice"), reports=[told("2025-07", 1.0), told("2025-07", 2.0)])
    assert len(targets.filings(kept)) == 2
