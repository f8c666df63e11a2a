"""What should stand by now: linear, compound, milestones, step, every year, at all times."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.budget.targets import expected, periods
from tests.budget.targets.made_up import goal, indicator

MONTHS = st.integers(periods.number("2021-01"), periods.number("2025-12")).map(periods.named)


def by(one, period, line=()):
    begun = expected.start(one, list(line))
    return expected.expected(one, period, begun, one.current(period))


def test_linear_is_exact_from_base_to_target():
    one = indicator(goal(target=14.5), base=0)
    assert by(one, "2020-12") == 0
    assert by(one, "2021-12") == Fraction("2.9")  # a fifth of 14.5, with no rounding
    assert by(one, "2025-12") == Fraction("14.5")


def test_a_cut_compounds_like_a_yearly_rate():
    """14.5 % in five years is 3.084 % a year: (1 - 0.145)^(1/5) = 0.96915."""
    one = indicator(goal(target=14.5), measure="cut", unit="%")
    assert float(by(one, "2021-12")) == pytest.approx(100 * (1 - 0.855**0.2))
    assert float(by(one, "2025-06")) == pytest.approx(100 * (1 - 0.855**0.9))
    assert by(one, "2025-12") == Fraction("14.5")


def test_a_gain_compounds_upwards():
    one = indicator(goal(2030, target=20), measure="gain", unit="%")
    assert float(by(one, "2025-12")) == pytest.approx(100 * (1.2**0.5 - 1))


def test_milestones_come_first():
    one = indicator(goal(2023, target=20, role="milestone"), goal(2025), base=0)
    assert by(one, "2023-12") == 20
    assert by(one, "2024-12") == 60


def test_a_second_target_year_begins_where_the_first_ends():
    one = indicator(goal(2025), goal(2030, target=150), base=0)
    assert by(one, "2025-12") == 100
    assert by(one, "2028-06") == 125


def test_a_step_asks_for_nothing_before_it_is_due():
    one = indicator(goal(), base=0, path="step")
    assert by(one, "2025-11") is None
    assert by(one, "2025-12") == 100


def test_every_year_in_equal_months_and_at_all_times_in_full():
    assert by(indicator(goal(0, target=300), measure="yearly", base_year=0), "2025-03") == 75
    assert by(indicator(goal(0, "lt", "1.25"), measure="standing", base_year=0), "2025-03") == Fraction("1.25")


def test_without_base_the_first_report_is_the_start():
    one = indicator(goal(), base_year=0)
    assert by(one, "2025-06") is None
    begun = expected.start(one, [("2024-12", Fraction(40))])
    assert begun is not None
    assert begun.reported
    assert by(one, "2025-06", [("2024-12", Fraction(40))]) == 70


def test_an_assigned_target_expects_nothing():
    assert by(indicator(goal(operator="assigned", target=None), measure="cut"), "2025-06") is None


@given(period=MONTHS, base=st.integers(-50, 50), step=st.integers(1, 100))
def test_the_way_lies_between_base_and_target_and_rises(period, base, step):
    one = indicator(goal(target=base + step), base=base)
    told = by(one, period)
    assert base <= told <= base + step
    later = min(periods.number(period) + 1, periods.number("2025-12"))
    assert by(one, periods.named(later)) >= told


@given(period=MONTHS, target=st.integers(1, 99))
def test_a_compound_cut_asks_for_more_at_first_than_a_linear_one(period, target):
    compound = indicator(goal(target=target), measure="cut", unit="%")
    linear = indicator(goal(target=target), measure="cut", unit="%", path="linear")
    assert float(by(compound, period)) >= float(by(linear, period)) - 1e-9
