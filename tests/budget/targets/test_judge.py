"""Ahead, on track, behind, met, missed; what was due earlier; forecasts; overdue reports."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.budget.targets import judge
from tests.budget.targets.made_up import goal, indicator, plan, report

RULES = judge.rules(2025)


def stand(one, *reports, at="2025-06", **more):
    (found,) = judge.standings(plan(one), {"01": reports}, at, RULES, **more)
    return found


@pytest.mark.parametrize(
    ("value", "state"),
    [("47.5", "on-track"), ("47.4999", "behind"), ("52.5", "on-track"), ("52.5001", "ahead"), ("100", "met"),
     ("99.9", "ahead")],
)  # fmt: skip
def test_the_margin_is_five_percent_of_what_was_expected(value, state):
    """From 0 in 2020 to 100 in 2030, 50 is expected by December 2025; 5 % of 50 is 2.5 either way."""
    one = indicator(goal(2030), base=0)
    found = stand(one, report("2025-12", value), at="2025-12")
    assert (found.state, found.expected) == (state, 50)


def test_margin_and_gap_count_better_as_positive_for_falling_targets_too():
    one = indicator(goal(2025, "le", 6), base=10, direction="fall", unit="%")
    found = stand(one, report("2023-12", 8), at="2023-12")  # 7.6 expected
    assert found.margin == Fraction("-0.4")
    assert found.gap == Fraction(-400, 24)
    assert found.state == "behind"


def test_due_and_not_reached_is_missed_and_exactly_reached_is_met():
    one = indicator(goal(), base=0)
    assert stand(one, report("2025-12", "99.99"), at="2025-12").state == "missed"
    assert stand(one, report("2025-12", 100), at="2026-03").state == "met"


def test_the_next_target_counts_and_earlier_ones_are_judged_by_their_time():
    one = indicator(goal(2024, target=50), goal(2026, target=100), base=0)
    reports = [report("2024-12", 40), report("2025-06", 59)]
    assert stand(one, *reports).goal.year == 2026
    states = [each.state for each in judge.standings(plan(one), {"01": reports}, "2025-06", RULES, every=True)]
    assert states == ["missed", "behind"]


def test_later_reports_do_not_count():
    one = indicator(goal(), base=0)
    assert stand(one, report("2025-03", 84), report("2025-09", 20)).value == 84


def test_assigned_without_number_waits_and_keeps_its_value():
    one = indicator(goal(operator="assigned", target=None), measure="cut", unit="%")
    found = stand(one, report("2025-06", 12))
    assert (found.state, found.value, found.completion) == ("waiting", 12, None)


def test_no_data_says_what_was_expected():
    found = stand(indicator(goal(), base=0))
    assert (found.state, found.expected) == ("no-data", 90)


def test_the_first_report_of_an_indicator_without_base_is_not_judged():
    one = indicator(goal(), base_year=0)
    assert stand(one, report("2025-06", 60)).state == "no-pace"
    assert stand(one, report("2025-01", 50), report("2025-06", 60)).state == "behind"


def test_what_holds_at_all_times_is_met_or_behind():
    one = indicator(goal(0, "lt", "1.25"), measure="standing", base_year=0, direction="fall")
    assert stand(one, report("2025-06", "1.2499")).state == "met"
    assert stand(one, report("2025-06", "1.25")).state == "behind"


def test_what_holds_every_year_is_counted_from_january():
    one = indicator(goal(0, target=300), measure="yearly", base_year=0)
    months = [report("2025-01", 20, basis="month"), report("2025-02", 40, basis="month")]
    found = stand(one, report("2024-12", 310), *months, at="2025-02")
    assert (found.value, found.expected, found.state) == (60, 50, "ahead")
    assert stand(one, report("2025-12", 299), at="2025-12").state == "missed"


def test_a_limit_of_the_year_is_not_kept_before_its_end():
    one = indicator(goal(0, "le", 300), measure="yearly", base_year=0, direction="fall")
    assert stand(one, report("2025-01", 20), at="2025-01").state == "ahead"
    assert stand(one, report("2025-12", 300), at="2025-12").state == "met"


@pytest.mark.parametrize(
    ("done", "at", "state"),
    [("yes", "2025-06", "met"), ("doing", "2025-06", "doing"), ("no", "2025-06", "not-due"),
     ("doing", "2026-01", "missed")],
)  # fmt: skip
def test_qualitative_targets_are_done_or_not(done, at, state):
    one = indicator(goal(operator="qualitative", target=None), measure="event", unit="")
    assert stand(one, report("2025-06", done=done), at=at).state == state


def test_a_step_is_not_due_before_its_year():
    one = indicator(goal(), base=0, path="step")
    assert stand(one, report("2025-06", 10)).state == "not-due"
    assert stand(one, report("2025-12", 10), at="2025-12").state == "missed"


def test_reports_that_are_overdue_are_counted_by_their_frequency():
    one = indicator(goal(), base=0, frequency="quarter")
    assert stand(one, report("2025-03", 80)).late == 0
    assert stand(one, report("2025-01", 80)).late == 2


def test_the_forecast_goes_on_at_the_pace_of_twelve_months():
    one = indicator(goal(), base=0)
    found = stand(one, report("2024-06", 70), report("2025-06", 82))
    assert found.forecast.value == 88  # 12 in twelve months, six months left
    assert (found.forecast.met, found.forecast.reached, found.forecast.since) == (False, "2026-12", "2024-06")


def test_the_forecast_since_the_start_where_reports_are_young():
    one = indicator(goal(), base=0)
    found = stand(one, report("2025-06", 90))
    assert (found.forecast.value, found.forecast.met, found.forecast.reached) == (100, True, "2025-12")


def test_without_progress_a_target_is_never_reached():
    found = stand(indicator(goal(), base=0), report("2024-06", 70), report("2025-06", 70))
    assert (found.forecast.met, found.forecast.reached) == (False, "")


def test_a_path_that_explodes_still_ends():
    """A compound path from 0.001 to a thousand million in a month goes on by that factor for fifty years."""
    one = indicator(goal(2030, "le", 1), base="0.001", direction="fall", path="compound")
    found = stand(one, report("2021-01", 10**9), at="2021-01")
    assert (found.forecast.met, found.forecast.reached) == (False, "")


def test_months_of_their_own_are_added_up():
    one = indicator(goal(), measure="added")
    found = stand(one, report("2025-04", 80), report("2025-05", 3, basis="month"), report("2025-06", 4, basis="month"))
    assert found.value == 87


VALUES = st.integers(0, 12000).map(lambda cents: Fraction(cents, 100))


@given(value=VALUES, more=VALUES, base=st.integers(0, 50))
def test_a_better_value_is_never_judged_worse(value, more, base):
    one = indicator(goal(), base=base)
    order = ["behind", "on-track", "ahead", "met"]
    worse, better = (stand(one, report("2025-06", str(each))) for each in (value, value + more))
    assert order.index(better.state) >= order.index(worse.state)
    assert better.margin >= worse.margin
    assert better.forecast.value >= worse.forecast.value


@given(value=st.integers(1, 120), base=st.integers(0, 50))
def test_rising_and_falling_are_judged_alike_and_in_any_unit(value, base):
    rising = stand(indicator(goal(), base=base), report("2025-06", value))
    mirrored = indicator(goal(operator="le", target=-100), base=-base, direction="fall")
    falling = stand(mirrored, report("2025-06", -value))
    scaled = stand(indicator(goal(target=1_000_000), base=base * 10_000), report("2025-06", value * 10_000))
    for other in (falling, scaled):
        assert (other.state, other.completion, other.gap) == (rising.state, rising.completion, rising.gap)
        assert other.forecast.reached == rising.forecast.reached
