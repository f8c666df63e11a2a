"""How much is reached: exactly at the target it is met; better is never less; rising and falling alike; any unit."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ghginv.budget.targets.completion import completion, met
from ghginv.budget.targets.expected import Start
from tests.budget.targets.made_up import goal, indicator

ABOUT = Fraction(5)
NUMBERS = st.decimals(-1000, 1000, places=2).map(Fraction)
STARTS = st.none() | NUMBERS


def reached(value, target, begun=None, operator="ge", upper=None):
    direction = "fall" if operator in ("le", "lt") else "rise"
    one = indicator(goal(operator=operator, target=target, upper=upper), direction=direction)
    start = None if begun is None else Start("2020-12", Fraction(str(begun)))
    return completion(one, one.goals[0], Fraction(str(value)), start)


def is_met(value, target, operator, upper=None):
    direction = "fall" if operator in ("le", "lt") else "rise"
    one = indicator(goal(operator=operator, target=target, upper=upper), direction=direction)
    return met(one, one.goals[0], Fraction(str(value)), ABOUT)


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [("ge", False, True, True), ("gt", False, False, True), ("le", True, True, False), ("lt", True, False, False),
     ("eq", False, True, False)],
)  # fmt: skip
def test_the_boundary_is_exact(operator, below, at, above):
    assert [is_met(value, "14.5", operator) for value in ("14.4999999", "14.5", "14.5000001")] == [below, at, above]


def test_about_may_be_missed_by_its_tolerance_and_no_more():
    assert is_met("570", 600, "about")
    assert not is_met("569.999", 600, "about")
    assert is_met("700", 600, "about")


def test_a_range_is_met_within_both_ends():
    values = (2, 3, 5, 6)
    assert [is_met(value, 3, "range", 5) for value in values] == [False, True, True, False]
    shares = [reached(value, 3, operator="range", upper=5) for value in values]
    assert shares == [Fraction(2, 3), 1, 1, Fraction(4, 5)]


def test_from_a_start_it_is_the_share_of_the_way():
    assert reached(75, 100, 50) == Fraction(1, 2)
    assert reached("2.9", "14.5", 0) == Fraction(1, 5)
    assert reached(7, 6, 9, "le") == Fraction(2, 3)  # leakage from 9 % to at most 6 %


def test_without_a_start_it_is_what_is_lacking_from_the_target():
    assert reached(90, 100) == Fraction(9, 10)
    assert reached(9, 6, operator="le") == Fraction(1, 2)
    assert reached(150, 100) == Fraction(3, 2)


def test_moving_backwards_is_no_less_than_nothing():
    assert reached(40, 100, 50) == 0


def test_a_target_of_zero():
    assert reached(0, 0, operator="le") == 1
    assert reached(1, 0, operator="le") == 0


@given(target=NUMBERS, begun=STARTS, operator=st.sampled_from(["ge", "le", "about"]))
def test_at_the_target_it_is_one_and_met(target, begun, operator):
    assert reached(target, target, begun, operator) == 1
    assert is_met(target, target, operator)


@given(target=NUMBERS, begun=STARTS, value=NUMBERS, more=NUMBERS, falls=st.booleans())
def test_better_is_never_less(target, begun, value, more, falls):
    operator, better = ("le", value - abs(more)) if falls else ("ge", value + abs(more))
    assert reached(better, target, begun, operator) >= reached(value, target, begun, operator)


@given(target=NUMBERS, begun=STARTS, value=NUMBERS)
def test_rising_and_falling_are_measured_alike(target, begun, value):
    mirrored = None if begun is None else -begun
    assert reached(value, target, begun, "ge") == reached(-value, -target, mirrored, "le")


@given(target=NUMBERS, begun=STARTS, value=NUMBERS, scale=st.sampled_from(["0.0001", "10000", "100000000"]))
def test_the_unit_does_not_matter(target, begun, value, scale):
    times = Fraction(scale)
    other = None if begun is None else begun * times
    assert reached(value * times, target * times, other) == reached(value, target, begun)


@given(target=NUMBERS, value=NUMBERS, operator=st.sampled_from(["ge", "gt", "le", "lt"]))
def test_what_is_met_is_complete(target, value, operator):
    assume(is_met(value, target, operator))
    assert reached(value, target, None, operator) >= 1
