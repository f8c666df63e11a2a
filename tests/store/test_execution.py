"""Monthly filings: which of them counts for a month, and that none counts as the region's annual filing."""

from __future__ import annotations

import pytest

from ghginv.domain.monthly import Reported, days_of_year, last_day, weakest
from ghginv.store import audit, database, execution, submissions
from tests.store.filings import CODE, filing, monthly, move


@pytest.fixture
def opened(tmp_path):
    return database.connect(tmp_path / "w.db")


def counting(opened, year=2026):
    rows = execution.rows(opened, year)
    return sorted(zip(rows["submission"].str[-1].astype(int), rows["month"], strict=True))


def test_a_quarter_is_kept_with_its_rows_and_figures(opened, tmp_path):
    monthly(opened, tmp_path / "w.db", 1)
    assert counting(opened) == [(1, 1), (1, 2), (1, 3)]
    rows = execution.rows(opened, 2026)
    assert set(rows["status"]) == {"metered"}
    assert set(rows["industry"]) == {"C39"}
    assert set(rows["form"]) == {"enterprise"}
    figures = execution.economics(opened, 2026)
    assert list(figures["value"]) == [10.0, 20.0]
    assert execution.rows(opened, 2025).empty
    assert execution.economics(opened, 2025).empty
    assert audit.faults(opened) == []


def test_a_monthly_filing_is_no_annual_filing_of_the_region(opened, tmp_path):
    monthly(opened, tmp_path / "w.db", 1)
    assert submissions.active(opened, "440300", 2026) == []
    assert submissions.enterprise_active(opened, 2026) == []


def test_sent_again_it_is_a_new_version_and_the_old_one_no_longer_counts(opened, tmp_path):
    monthly(opened, tmp_path / "w.db", 1)
    entered = monthly(opened, tmp_path / "w.db", 2)
    assert (entered.version, entered.superseded) == (2, ("S0000000001",))
    assert counting(opened) == [(2, 1), (2, 2), (2, 3)]


def test_another_month_of_the_same_sender_replaces_nothing(opened, tmp_path):
    monthly(opened, tmp_path / "w.db", 1, months=(1, 3))
    entered = monthly(opened, tmp_path / "w.db", 2, months=(4, 4))
    assert entered.superseded == ()


def test_a_month_inside_a_quarter_counts_for_that_month_alone(opened, tmp_path):
    monthly(opened, tmp_path / "w.db", 1, months=(1, 3))
    entered = monthly(opened, tmp_path / "w.db", 2, months=(2, 2))
    assert entered.superseded == ()
    assert counting(opened) == [(1, 1), (1, 3), (2, 2)]


def test_a_quarter_replaces_the_months_inside_it(opened, tmp_path):
    monthly(opened, tmp_path / "w.db", 1, months=(1, 1))
    monthly(opened, tmp_path / "w.db", 2, months=(2, 2))
    assert monthly(opened, tmp_path / "w.db", 3, months=(1, 3)).superseded == ("S0000000001", "S0000000002")


def test_of_two_senders_who_say_the_same_the_newest_counts(opened, tmp_path):
    monthly(opened, tmp_path / "w.db", 1)
    monthly(opened, tmp_path / "w.db", 2, sender="440300/统计局")
    assert counting(opened) == [(2, 1), (2, 2), (2, 3)]
    move(opened, tmp_path / "w.db", 2, "return", "重复")
    assert counting(opened) == [(1, 1), (1, 2), (1, 3)]


def test_a_returned_filing_that_is_submitted_again_replaces_by_its_months(opened, tmp_path):
    monthly(opened, tmp_path / "w.db", 1, months=(1, 3))
    monthly(opened, tmp_path / "w.db", 2, months=(4, 4))
    move(opened, tmp_path / "w.db", 1, "return", "更正")
    assert move(opened, tmp_path / "w.db", 1, "submit") == "resubmitted"
    assert {each["state"] for each in submissions.states(opened)} == {"resubmitted", "submitted"}


def test_a_filing_is_found_again_with_sender_and_months(opened, tmp_path):
    monthly(opened, tmp_path / "w.db", 1)
    assert execution.filing(opened, "S0000000001") == Reported(CODE, "虚构水泥厂", 2026, 1, 3)
    assert execution.filing(opened, filing(9).submission) is None


def test_history_sums_months_by_what_they_are_about(opened, tmp_path):
    monthly(opened, tmp_path / "w.db", 1)
    found = execution.history(opened, (2025, 2026))
    assert found == {
        ("enterprise", CODE, "F1", "1.2.4", "anthracite"): {12 * 2026 + m: 100.0 * m for m in (1, 2, 3)}
    }


def test_months_have_their_days_in_leap_years_too():
    assert (last_day(2028, 2), last_day(2100, 2)) == ("2028-02-29", "2100-02-28")
    assert (days_of_year(2028), days_of_year(2026)) == (366, 365)


def test_the_least_sure_status_is_that_of_a_sum():
    assert weakest(["metered", "filled", "reported"]) == "filled"
    assert weakest([]) == "reported"
