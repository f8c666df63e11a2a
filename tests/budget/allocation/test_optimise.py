"""Gini optimisation: against brute force, both programs against each other, conditions of the nearest, refusals."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation import gini_pairs
from ghginv.budget.allocation.gini import gini
from ghginv.budget.allocation.gini_program import Region, by_planes, coefficients, least, nearest
from ghginv.budget.allocation.optimise import optimise
from ghginv.errors import InputError, UsageError

START = pd.Series({"甲": 600.0, "乙": 300, "丙": 100})
BASES = pd.DataFrame({"population": [10.0, 20, 30], "gdp": [20.0, 30, 50]}, index=["甲", "乙", "丙"])


def mean_gini(amounts, bases):
    return np.mean([gini(amounts, column) for column in np.asarray(bases).T])


def grid(count, parts):
    """Every division of 1 into ``count`` multiples of 1/parts."""
    for cuts in itertools.combinations(range(parts + count - 1), count - 1):
        yield np.diff([-1, *cuts, parts + count - 1]) - 1


def test_one_base_and_nothing_else_is_in_proportion_to_it():
    found = optimise(1000, START, BASES[["population"]], keep_order=False)
    assert found.tolist() == pytest.approx([1000 / 6, 2000 / 6, 3000 / 6], abs=1e-4)
    kept = optimise(1000, START, BASES[["population"]])  # population turns the ranking round: all equal is the best
    assert kept.tolist() == pytest.approx([1000 / 3] * 3, abs=1e-4)


def test_limit_met_by_the_start_changes_nothing():
    found = optimise(500, START, BASES, limits={"population": 0.9})
    assert found.tolist() == pytest.approx([300, 150, 50])
    assert optimise(500, START, BASES, limits={}).tolist() == pytest.approx([300, 150, 50])


@pytest.mark.parametrize("limit", [0.5, 0.3, 0.1])
def test_two_units_by_hand(limit):
    """Bases 1/4 and 3/4, G = a_1 - 1/4 for a_1 ≥ 1/4: from 90 % the nearest has a_1 = 1/4 + limit."""
    found = optimise(100, [90.0, 10], np.array([[1.0], [3]]), limits=[limit], keep_order=False)
    assert found.tolist() == pytest.approx([25 + 100 * limit, 75 - 100 * limit], abs=1e-5)


UNITS = st.lists(st.tuples(*[st.floats(0.5, 20)] * 3), min_size=3, max_size=4)


@given(UNITS, st.booleans(), st.floats(0.4, 0.9), st.floats(1.1, 2))
@settings(deadline=None, max_examples=25)
def test_no_division_on_a_grid_is_better(rows, keep_order, least_part, most_part):
    start, *columns = np.array(rows).T
    start, bases = start / start.sum(), np.column_stack(columns)
    lower, upper = least_part * start, most_part * start
    found = optimise(1.0, start, bases, lower=lower, upper=upper, keep_order=keep_order)
    best = mean_gini(found, bases)
    for each in grid(len(start), 20):
        tried = each / 20
        within = (tried >= lower).all() and (tried <= upper).all()
        ranked = not keep_order or (np.diff(tried[np.argsort(start)]) >= 0).all()
        if within and ranked:
            assert mean_gini(tried, bases) >= best - 1e-8


@given(UNITS, st.booleans(), st.floats(0, 1))
@settings(deadline=None, max_examples=15)
def test_within_limits_nothing_on_a_grid_is_nearer(rows, keep_order, part):
    start, *columns = np.array(rows).T
    start, bases = start / start.sum(), np.column_stack(columns)
    fair = optimise(1.0, start, bases, keep_order=keep_order)
    limits = [
        part * gini(fair, column) + (1 - part) * max(gini(fair, column), gini(start, column)) + 1e-3
        for column in bases.T
    ]
    found = optimise(1.0, start, bases, limits=limits, keep_order=keep_order)
    assert all(gini(found, column) <= limit + 1e-8 for column, limit in zip(bases.T, limits, strict=True))
    distance = np.linalg.norm(found - start)
    for each in grid(len(start), 20):
        tried = each / 20
        ranked = not keep_order or (np.diff(tried[np.argsort(start)]) >= 0).all()
        if ranked and all(gini(tried, column) <= limit for column, limit in zip(bases.T, limits, strict=True)):
            assert np.linalg.norm(tried - start) >= distance - 1e-6
    for towards in (fair, *np.eye(len(start))):  # the first-order condition of a projection, along feasible ways
        way = found + 1e-4 * (towards - found)
        ranked = not keep_order or (np.diff(way[np.argsort(start)]) >= -1e-15).all()
        if ranked and all(gini(way, column) <= limit for column, limit in zip(bases.T, limits, strict=True)):
            assert np.linalg.norm(way - start) >= distance - 1e-7


MANY = st.lists(st.tuples(*[st.floats(0.5, 20)] * 4), min_size=2, max_size=12)


@given(MANY, st.booleans(), st.floats(0, 1))
@settings(deadline=None, max_examples=30)
def test_both_programs_find_the_same_least_value(rows, keep_order, room):
    start, *bases = (column / column.sum() for column in np.array(rows).T)
    ranks = np.argsort(start)
    order = np.column_stack([ranks[1:], ranks[:-1]]) if keep_order else np.zeros((0, 2), dtype=np.int64)
    region = Region((1 - room) * start, (1 + room) * start, order)
    weights, allowed = np.array([0.5, 0.3, 0.2]), np.array([0.0, 0.0, 0.05])
    planes = by_planes(region, bases, weights, allowed, start)
    bounds = np.column_stack([region.lower, region.upper])
    value, amounts = gini_pairs.solve(bounds, region.rows(), bases, weights, allowed)
    assert planes.value == pytest.approx(value, abs=3e-9)
    excess = [max(0.0, gini(amounts, base) - limit) for base, limit in zip(bases, allowed, strict=True)]
    assert weights @ excess == pytest.approx(value, abs=1e-8)
    assert least(region, bases, weights, allowed, start).value == pytest.approx(value, abs=1e-8)


def many_units(count):
    rows = np.random.default_rng(5).lognormal(0, 0.8, (count, 4))
    start, *columns = rows.T
    return start / start.sum(), [column / column.sum() for column in columns * start**0.5]


def test_eighty_units_by_planes_come_to_the_value_of_the_pairs():
    start, bases = many_units(80)
    assert not gini_pairs.fits(80, 3)
    found = optimise(1.0, start, np.column_stack(bases), lower=0.95 * start, upper=1.05 * start)
    ranks = np.argsort(start)
    region = Region(0.95 * start, 1.05 * start, np.column_stack([ranks[1:], ranks[:-1]]))
    bounds = np.column_stack([region.lower, region.upper])
    value, _ = gini_pairs.solve(bounds, region.rows(), bases, np.full(3, 1 / 3), np.zeros(3))
    assert mean_gini(found, np.column_stack(bases)) == pytest.approx(value, abs=3e-9)


def test_few_rounds_still_give_an_allocation_within_the_levels():
    start, bases = many_units(20)
    region = Region(0.5 * start, 2 * start, np.zeros((0, 2), dtype=np.int64))
    best = least(region, bases, np.ones(3), np.zeros(3), start)
    levels = coefficients(best.amounts, bases) + 0.01
    one = nearest(region, bases, np.eye(3), levels, start, best.amounts, rounds=1)
    all_ = nearest(region, bases, np.eye(3), levels, start, best.amounts)
    for found in (one, all_):
        assert (coefficients(found, bases) <= levels + 1e-9).all()
        assert found.sum() == pytest.approx(1, abs=1e-12)
    distances = [np.linalg.norm(each - start) for each in (all_, one, best.amounts)]
    assert distances == sorted(distances)


@given(MANY, st.booleans(), st.floats(0.01, 1), st.floats(0.01, 1e6), st.randoms())
@settings(deadline=None, max_examples=30)
def test_sum_bounds_ranking_never_worse_order_and_scale(rows, keep_order, room, scale, random):
    start, *columns = np.array(rows).T
    bases = np.column_stack(columns)
    begun = 100 * start / start.sum()
    args = {"lower": (1 - room / 2) * begun, "upper": (1 + room) * begun, "keep_order": keep_order}
    found = optimise(100.0, start, bases, **args)
    assert found.sum() == pytest.approx(100, rel=1e-12)
    assert ((found >= args["lower"]) & (found <= args["upper"])).all()
    assert mean_gini(found, bases) <= mean_gini(start, bases) + 1e-8
    if keep_order:
        assert (np.diff(found[np.lexsort((found, start))]) >= -1e-9).all()
    order = random.sample(range(len(start)), len(start))
    turned = {"lower": args["lower"][order], "upper": args["upper"][order], "keep_order": keep_order}
    assert optimise(100.0, start[order], bases[order], **turned).tolist() == found[order].tolist()
    many = {"lower": scale * args["lower"], "upper": scale * args["upper"], "keep_order": keep_order}
    scaled = optimise(100.0 * scale, start, bases * [7, 1, 0.01], **many)
    assert scaled / scale == pytest.approx(found, abs=1e-4)


def test_units_alike_get_alike_and_of_several_optima_the_nearest_is_taken():
    """Whatever lies between the two bases' proportions is as good: the sum of both coefficients is constant there."""
    bases = np.array([[1.0, 3], [3, 1]])
    found = optimise(100, [60.0, 40], bases)
    assert found.tolist() == pytest.approx([60, 40], abs=1e-4)
    further = optimise(100, [90.0, 10], bases)
    assert further.tolist() == pytest.approx([75, 25], abs=1e-4)
    twins = optimise(90, [50.0, 20, 20], np.array([[1.0, 2], [3, 1], [3, 1]]))
    assert twins[1] == twins[2]


def test_weights_say_which_base_counts():
    one = optimise(1000, START, BASES, weights={"population": 1.0}, keep_order=False)
    assert gini(one, BASES["population"]) < 1e-7
    two = optimise(1000, START, BASES, weights=pd.Series({"gdp": 1.0, "population": 0.0}), keep_order=False)
    assert gini(two, BASES["gdp"]) < 1e-7
    assert optimise(10, [1.0, 1], {"people": [1.0, 3]}, keep_order=False).tolist() == pytest.approx(
        [2.5, 7.5], abs=1e-6
    )


@pytest.mark.parametrize(
    ("change", "code", "found"),
    [
        ({"weights": [0.5, 0.4]}, "budget-weights-sum", "0.9"),
        ({"limits": {"population": 1.2}}, "budget-allocation-parameter", "1.2"),
        ({"bases": {}}, "budget-gini-no-base", ""),
        ({"bases": {"gdp": [1.0, 2]}}, "budget-allocation-lengths", "(2,)"),
        ({"limits": {"population": 0.05}}, "budget-gini-limit", "population ≤ 0.05"),
        ({"lower": [0, 0, 400.0], "upper": [300.0, 1000, 1000]}, "budget-gini-order", "丙, 乙, 甲"),
        ({"lower": [0, 600.0, 0]}, "budget-gini-order", "乙"),
        ({"lower": [2000.0, 0, 0]}, "budget-allocation-lower", "甲"),
    ],
)
def test_what_cannot_be_is_refused(change, code, found):
    with pytest.raises(InputError) as raised:
        optimise(**{"total": 1000, "start": START, "bases": BASES, **change})
    assert (raised.value.findings[0].code, raised.value.findings[0].found) == (code, found)


def test_limits_that_exclude_each_other_are_refused_with_what_can_be_had():
    """Shares 1/4 and 3/4 of one base, 3/4 and 1/4 of the other: the coefficients sum to 1/2 at least."""
    bases = pd.DataFrame({"x": [1.0, 3], "y": [3.0, 1]})
    with pytest.raises(InputError) as raised:
        optimise(100, [60.0, 40], bases, limits={"x": 0.2, "y": 0.2}, keep_order=False)
    finding = raised.value.findings[0]
    assert (finding.code, finding.found) == ("budget-gini-limits", "x ≤ 0.2, y ≤ 0.2")
    reached = [float(each.split()[1]) for each in finding.expected.split(", ")]
    assert sum(reached) == pytest.approx(0.5, abs=1e-5)
    assert "不要求保持排序" in finding.text()


def test_the_least_a_limit_can_be_is_told():
    with pytest.raises(InputError) as raised:
        optimise(1000, START, BASES, limits={"population": 0.01}, lower=[500.0, 0, 0])
    lowest = optimise(1000, START, BASES, weights={"population": 1.0}, lower=[500.0, 0, 0])
    assert float(raised.value.findings[0].expected) == pytest.approx(gini(lowest, BASES["population"]), abs=1e-6)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"weights": [0.5, 0.5], "limits": [0.5, 0.5]}, "budget-gini-weights-and-limits"),
        ({"weights": {"area": 1.0}}, "budget-gini-base-unknown"),
        ({"limits": [0.5]}, "budget-gini-base-unknown"),
    ],
)
def test_wrong_calls(options, code):
    with pytest.raises(UsageError) as raised:
        optimise(1000, START, BASES, **options)
    assert raised.value.findings[0].code == code
