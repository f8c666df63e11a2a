"""Sharing by one key: grandfathering, per head, per GDP, equal rate; benchmark and intensity."""

import numpy as np
import pandas as pd
import pytest

from ghginv.budget import allocation
from ghginv.budget.allocation.equal_rate import rate
from ghginv.errors import InputError

NAMES = ["甲", "乙", "丙"]


def series(*values):
    return pd.Series(values, index=NAMES, dtype=float)


@pytest.mark.parametrize(
    "method", [allocation.grandfather, allocation.per_capita, allocation.per_gdp, allocation.equal_rate]
)
def test_in_proportion_to_the_key(method):
    # worked by hand: 120 by 1:2:3
    found = method(120, series(10, 20, 30))
    assert found.to_dict() == {"甲": 20, "乙": 40, "丙": 60}
    assert isinstance(method(120, np.array([10.0, 20, 30])), np.ndarray)


@pytest.mark.parametrize("method", [allocation.grandfather, allocation.per_capita, allocation.per_gdp])
def test_bounds_are_kept(method):
    assert method(120, series(10, 20, 30), lower=series(30, 0, 0), upper=50).tolist() == [30, 40, 50]


def test_equal_rate_says_its_rate():
    assert rate(90, series(10, 20, 70)) == pytest.approx(0.1)
    assert rate(120, series(10, 20, 70)) == pytest.approx(-0.2)


def test_benchmark_is_output_times_benchmark_scaled_to_the_total():
    # worked by hand: 100·0.8 + 50·0.4 + 10·2 = 120, scaled by 60/120; without output nothing
    found = allocation.benchmark(60, series(100, 50, 10), series(0.8, 0.4, 2))
    assert found.tolist() == [40, 10, 10]
    assert allocation.benchmark(60, series(100, 0, 10), series(0.8, 0.4, 2))["乙"] == 0


def test_a_benchmark_of_zero_is_refused():
    with pytest.raises(InputError) as wrong:
        allocation.benchmark(60, series(100, 50, 10), series(0.8, 0, 2))
    assert (wrong.value.findings[0].code, wrong.value.findings[0].found) == ("budget-allocation-zero", "乙")


def test_intensity_moves_with_output_and_reduction():
    output, emissions = series(10, 20, 40), series(10, 10, 20)  # intensities 1, 0.5, 0.5
    assert allocation.intensity(40, output, emissions).tolist() == [10, 10, 20]
    assert allocation.intensity(40, output, emissions, reduction=0.3).tolist() == pytest.approx([10, 10, 20])
    grown = allocation.intensity(50, output, emissions, expected_output=series(20, 20, 40))
    assert grown.tolist() == [20, 10, 20]
    shifted = allocation.intensity(35, output, emissions, reduction=series(0.5, 0, 0))
    assert shifted.tolist() == [5, 10, 20]


def test_intensity_within_bounds():
    found = allocation.intensity(40, series(10, 20, 40), series(10, 10, 20), upper=series(5, 100, 100))
    assert found.tolist() == pytest.approx([5, 35 / 3, 70 / 3])


@pytest.mark.parametrize(
    ("arguments", "options", "code", "named"),
    [
        ((series(10, 0, 40), series(10, 10, 20)), {}, "budget-allocation-zero", "乙"),
        ((series(10, 20, 40), series(0, 0, 0)), {}, "budget-allocation-all-zero", ""),
        ((series(10, 20, 40), series(1, 1, 1)), {"reduction": 1.0}, "budget-allocation-parameter", "甲, 乙, 丙"),
        ((series(10, 20, 40), series(1, 1, 1)), {"reduction": series(0, 1.2, 0)}, "budget-allocation-parameter", "乙"),
        ((series(10, 20, 40), series(1, 1, 1)), {"reduction": -0.1}, "budget-allocation-negative", "甲, 乙, 丙"),
        ((series(10, 20, 40), series(1, 0, 0)), {"expected_output": series(0, 1, 1)}, "budget-allocation-all-zero", ""),
    ],
)
def test_intensity_refuses(arguments, options, code, named):
    with pytest.raises(InputError) as wrong:
        allocation.intensity(40, *arguments, **options)
    assert (wrong.value.findings[0].code, wrong.value.findings[0].found) == (code, named)
