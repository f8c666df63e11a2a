"""Completion at every boundary of every formula."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from ghginv.budget.evaluation import completion

FIFTH = F(1, 5)


@pytest.mark.parametrize(
    ("actual", "budget", "expected"),
    [
        (0, 100, F(1)), (99, 100, F(1)), (100, 100, F(1)), (F(100001, 1000), 100, F(19999, 20000)),
        (110, 100, F(1, 2)), (120, 100, F(0)), (121, 100, F(0)), (0, 0, F(1)), (1, 0, F(0)), (-5, 0, F(1)),
    ],
)  # fmt: skip
def test_a_total(actual, budget, expected):
    """design 4.6: 1 if E ≤ B, else max(0, 1 − (E − B)/(s·B)); s = 20 %."""
    assert completion.total(F(actual), F(budget), FIFTH) == expected


@pytest.mark.parametrize(
    ("actual", "target", "expected"),
    [
        (F(366, 100), F(366, 100), F(1)), (F(183, 100), F(366, 100), F(1, 2)), (0, 4, F(0)), (-1, 4, F(0)),
        (8, 4, F(2)), (0, 0, F(1)), (1, 0, F(1)), (-1, 0, F(0)), (-2, -2, F(1)), (-3, -2, F(0)),
    ],
)  # fmt: skip
def test_a_cut(actual, target, expected):
    """发改气候〔2014〕1828号: the completion rate of a cut; a rise earns nothing."""
    assert completion.cut(F(actual), F(target)) == expected


@pytest.mark.parametrize(
    ("actual", "target", "direction", "expected"),
    [
        (25, 25, "up", F(1)), (30, 25, "up", F(1)), (20, 25, "up", F(4, 5)), (0, 25, "up", F(0)), (0, 0, "up", F(1)),
        (-1, 0, "up", F(0)), (-1, 25, "up", F(0)), (40, 40, "down", F(1)), (0, 40, "down", F(1)),
        (50, 40, "down", F(4, 5)), (1, 0, "down", F(0)), (0, 0, "down", F(1)),
    ],
)  # fmt: skip
def test_a_level(actual, target, direction, expected):
    assert completion.share(F(actual), F(target), direction) == expected


@pytest.mark.parametrize(("actual", "expected"), [(0, 1), (1, F(3, 4)), (4, 0), (5, 0)])
def test_events_each_take_a_step_off(actual, expected):
    assert completion.measure("count", F(actual), None, F(1, 4)) == expected


def test_yes_or_no():
    assert [completion.measure("yes-no", F(value), None) for value in (1, 0)] == [1, 0]


@pytest.mark.parametrize(("own", "median", "z"), [(8, 10, F(1, 5)), (10, 10, F(0)), (13, 10, F(-3, 10)), (0, 10, F(1))])
def test_distance_to_the_median_and_to_the_own_past(own, median, z):
    """design 4.6: z = (median − x)/median."""
    for formula in ("distance", "history"):
        assert completion.measure(formula, F(own), F(median)) == z


@pytest.mark.parametrize("formula", ["distance", "history"])
def test_nothing_is_compared_with_nothing(formula):
    assert completion.measure(formula, F(1), F(0)) is None
    assert completion.measure(formula, F(1), None) is None


@pytest.mark.parametrize("formula", completion.TARGETED)
def test_what_needs_a_target_is_not_measured_without(formula):
    assert completion.measure(formula, F(1), None, F(1)) is None


def test_the_first_band_reached_counts():
    bands = ((F(1, 5), F(1)), (F(0), F(4, 5)), (F(-3, 10), F(1, 2)))
    reached = {F(1, 5): 1, F(19, 100): F(4, 5), F(0): F(4, 5), F(-1, 100): F(1, 2), F(-3, 10): F(1, 2), F(-31, 100): 0}
    assert {z: completion.counted(z, bands) for z in reached} == reached


def test_what_counts_lies_between_nothing_and_one():
    assert [completion.counted(F(value)) for value in (-1, 0, F(1, 2), 1, 2)] == [0, 0, F(1, 2), 1, 1]
