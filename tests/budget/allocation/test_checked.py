"""What every method refuses, and sharing within bounds: exact, whatever the order."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation import checked, per_capita
from ghginv.errors import InputError

NAMES = ["福田区", "南山区", "盐田区"]


def refused(call, *arguments, **named):
    with pytest.raises(InputError) as wrong:
        call(*arguments, **named)
    return wrong.value.findings[0]


@pytest.mark.parametrize(
    ("total", "population", "code", "named"),
    [
        (0, [1, 2, 3], "budget-allocation-total", "0"),
        (-5, [1, 2, 3], "budget-allocation-total", "-5"),
        (math.nan, [1, 2, 3], "budget-allocation-parameter", "nan"),
        (math.inf, [1, 2, 3], "budget-allocation-parameter", "inf"),
        ("许多", [1, 2, 3], "budget-allocation-parameter", "许多"),
        (10, [1, math.nan, 3], "budget-allocation-not-number", "南山区"),
        (10, [1, math.inf, 3], "budget-allocation-not-number", "南山区"),
        (10, [1, "12", 3], "budget-allocation-not-number", "南山区"),
        (10, [1, None, 3], "budget-allocation-not-number", "南山区"),
        (10, [1, 2, -3], "budget-allocation-negative", "盐田区"),
        (10, [0, 0, 0], "budget-allocation-all-zero", ""),
    ],
)
def test_wrong_numbers_are_refused_with_their_unit(total, population, code, named):
    finding = refused(per_capita, total, pd.Series(population, index=NAMES, dtype=object))
    assert (finding.code, finding.found) == (code, named)


def test_no_units_and_units_twice():
    assert refused(per_capita, 10, pd.Series([], dtype=float)).code == "budget-allocation-empty"
    twice = refused(per_capita, 10, pd.Series([1.0, 2, 3], index=["福田区", "南山区", "福田区"]))
    assert (twice.code, twice.found) == ("budget-allocation-labels-twice", "福田区")


def test_vectors_must_be_of_the_same_units():
    among = checked.units(pd.Series([1.0, 2, 3], index=NAMES))
    other = pd.Series([1.0, 2, 3], index=["福田区", "南山区", "光明区"])
    finding = refused(checked.vector, other, among, "gdp")
    assert (finding.code, finding.found) == ("budget-allocation-labels", "光明区, 盐田区")
    assert refused(checked.vector, [1.0, 2], among, "gdp").code == "budget-allocation-lengths"
    assert refused(checked.vector, np.ones((3, 1)), among, "gdp").code == "budget-allocation-lengths"
    assert refused(checked.vector, [1.0, 0, 2], among, "gdp", positive=True).found == "南山区"


def test_a_series_is_put_in_order_by_its_labels():
    among = checked.units(pd.Series([1.0, 2, 3], index=NAMES))
    assert checked.vector(pd.Series([3.0, 2, 1], index=NAMES[::-1]), among, "gdp").tolist() == [1, 2, 3]


def test_messages_say_the_words_of_the_plan():
    finding = refused(per_capita, 10, [1.0, -2.0])
    assert finding.text("zh") == "常住人口（population）为负：2"
    assert finding.text("en") == "population is negative for 2"


def test_many_units_are_counted_not_listed():
    finding = refused(per_capita, 10, [-1.0] * 12)
    assert finding.found == "1, 2, 3, 4, 5, 6, 7, 8 … (12)"


@pytest.mark.parametrize(
    ("lower", "upper", "code", "named"),
    [
        ([8, 0, 0], [5, 9, 9], "budget-allocation-bounds-crossed", "福田区"),
        ([6, 6, 0], None, "budget-allocation-lower", "福田区, 南山区"),
        (None, [3, 3, 3], "budget-allocation-upper", "福田区, 南山区, 盐田区"),
        (None, 3, "budget-allocation-upper", "福田区, 南山区, 盐田区"),
        ([-1, 0, 0], None, "budget-allocation-negative", "福田区"),
        (None, [2, 2, None], "budget-allocation-no-taker", "盐田区"),
    ],
)
def test_infeasible_bounds_name_their_units(lower, upper, code, named):
    finding = refused(per_capita, 10, pd.Series([1.0, 1, 0], index=NAMES), lower=lower, upper=upper)
    assert (finding.code, finding.found) == (code, named)


def test_bounds_that_leave_no_choice():
    assert per_capita(10, [1.0, 1, 1], lower=[5, 3, 2], upper=[5, 3, 2]).tolist() == [5, 3, 2]
    assert per_capita(10, [1.0, 1, 0], lower=[0, 0, 4], upper=[3, 3, 4]).tolist() == [3, 3, 4]


def test_worked_by_hand():
    # 60 by 1:2:3 is 10, 20, 30. The second must get 30, the third at most 25: the rest is the first's.
    found = per_capita(60, [1.0, 2, 3], lower=[0, 30, 0], upper=[np.nan, np.nan, 25])
    assert found.tolist() == [7.5, 30, 22.5]


BOUNDED = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(0, 1000), st.one_of(st.none(), st.integers(0, 2000))).map(
        lambda each: (each[0], each[1], None if each[2] is None else each[1] + each[2])
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, max_examples=200)
@given(BOUNDED, st.floats(0, 1), st.randoms(use_true_random=False))
def test_filling_meets_the_total_and_the_bounds_in_any_order(rows, at, random):
    share, low = (np.array([row[k] for row in rows], dtype=float) for k in (0, 1))
    high = np.array([math.inf if row[2] is None else row[2] for row in rows])
    most = np.where(share > 0, np.where(np.isfinite(high), high, low + 5000), low).sum()
    total = low.sum() + at * (most - low.sum())
    if total <= 0 or not share.any():
        return
    found = checked.within_bounds(total, share, low, high)
    assert math.fsum(found) == pytest.approx(total, rel=1e-12)
    assert (found >= low - 1e-9 * total).all()
    assert (found <= high + 1e-9 * total).all()
    order = list(range(len(rows)))
    random.shuffle(order)
    assert checked.within_bounds(total, share[order], low[order], high[order]).tolist() == found[order].tolist()
    assert checked.within_bounds(4 * total, share, 4 * low, 4 * high).tolist() == (4 * found).tolist()
    # one λ for all: who is inside the bounds has the same amount for each share
    inside = (found > low + 1e-6) & (found < high - 1e-6)
    rates = found[inside] / share[inside]
    assert rates.size == 0 or np.allclose(rates, rates[0])


def test_filling_is_what_exhaustive_search_finds():
    share, low, high = np.array([1.0, 2, 3, 0]), np.array([0.0, 30, 0, 2]), np.array([9.0, math.inf, 25, 5])
    rates = np.linspace(0, 40, 400_001)
    sums = np.clip(rates[:, None] * share, low, high).sum(axis=1)
    for total in (40.0, 52, 61, 75):
        best = np.clip(rates[np.abs(sums - total).argmin()] * share, low, high)
        assert checked.within_bounds(total, share, low, high) == pytest.approx(best, abs=1e-3)


def test_bits_do_not_depend_on_the_order():
    share = np.array([0.1, 0.2, 0.3, 1e-9, 7e8])
    found = checked.within_bounds(1.0, share, np.zeros(5), np.full(5, math.inf))
    for order in itertools.permutations(range(5)):
        again = checked.within_bounds(1.0, share[list(order)], np.zeros(5), np.full(5, math.inf))
        assert again.tolist() == found[list(order)].tolist()
