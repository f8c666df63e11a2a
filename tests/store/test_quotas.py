"""Allocations are added and never changed, come back as they were, and stand in the audit log."""

import sqlite3

import pytest

from ghginv.store import audit, database, quotas

ABOUT = {"quota": "Q2023-final-1", "rules": "r", "stage": "final", "region": "440300", "year": 2023, "sha256": "1"}
UNITS = [{"enterprise": "E1", "facility": "G1", "quota_t": 2**40, "reason_zh": "发电量", "own": None}]
ENTITIES = [{"enterprise": "E1", "quota_t": 2**40}, {"enterprise": "E2", "quota_t": 1}]


@pytest.fixture
def opened(tmp_path):
    opened = database.connect(tmp_path / "w.db")
    with database.writing(opened, tmp_path / "w.db"):
        quotas.add(opened, ABOUT, UNITS, ENTITIES, [{"code": "allocated", "t": 2**40 + 1}], "2026", "li")
    return opened


def test_what_was_allocated_comes_back(opened):
    assert quotas.known(opened, "Q2023-final-1")
    assert not quotas.known(opened, "Q2023-final-2")
    found = quotas.find(opened, "Q2023-final-1")
    assert (found["units"], found["entities"], found["about"]) == (UNITS, ENTITIES, ABOUT)
    assert (found["at"], found["actor"]) == ("2026", "li")
    (row,) = quotas.listed(opened)
    assert (row["enterprises"], row["quota_t"]) == (2, 2**40 + 1)
    assert [each["quota_t"] for each in quotas.listed(opened, "E2")] == [1]
    assert quotas.listed(opened, "E3") == []
    assert [each["quota_t"] for each in quotas.given(opened)] == [2**40, 1]


@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET quota = 'x'", "DELETE FROM {}", "REPLACE INTO {0} SELECT * FROM {0}"]
)
@pytest.mark.parametrize("table", ["quota_allocation", "quota_unit", "quota_entity"])
def test_nothing_is_changed_deleted_or_replaced(opened, table, statement):
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        opened.conn.execute(statement.format(table))


def test_an_allocation_stands_in_the_log(opened):
    last = audit.entries(opened)[-1]
    assert (last["action"], last["subject"], last["actor"]) == ("allocate", "Q2023-final-1", "li")
    assert audit.faults(opened) == []
