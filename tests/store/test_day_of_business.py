"""The day of business: judged by, on record where it differs from the real day, and never instead of the real time."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghginv.errors import InputError
from ghginv.store import audit, database


def test_without_a_word_it_is_the_real_day(monkeypatch):
    monkeypatch.delenv(audit.DAY_VARIABLE, raising=False)
    assert audit.today() == audit.now()[:10]


def test_the_variable_and_the_block_say_which_day(monkeypatch):
    monkeypatch.setenv(audit.DAY_VARIABLE, " 2027-03-01 ")
    assert audit.today() == "2027-03-01"
    with audit.acting("甲", "2027-04-02"):
        assert (audit.today(), audit.actor()) == ("2027-04-02", "甲")
        with audit.acting(day="2027-04-03"):
            assert (audit.today(), audit.actor()) == ("2027-04-03", "甲")
    assert audit.today() == "2027-03-01"


@pytest.mark.parametrize("wrong", ["2027-02-30", "明天", "20270301x"])
def test_what_is_no_day_is_told(monkeypatch, wrong):
    monkeypatch.setenv(audit.DAY_VARIABLE, wrong)
    with pytest.raises(InputError, match="业务日期"):
        audit.today()


def test_the_log_keeps_the_real_time_and_names_the_other_day(tmp_path: Path):
    path = tmp_path / "w.db"
    kept, real = database.connect(path), audit.now()
    with audit.acting("甲", "2030-01-01"), database.writing(kept, path):
        audit.record(kept, "drill", "x")
    with audit.acting("甲"), database.writing(kept, path):
        audit.record(kept, "work", "x")
    drill, work = audit.entries(kept, 2)
    assert real <= drill["at"] <= audit.now()
    assert drill["detail"]["business_day"] == "2030-01-01"
    assert "business_day" not in work["detail"]
