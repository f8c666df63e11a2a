"""What every registered method must keep: the total, no negatives, bounds, order of rows, scale, empty units.

A method may refuse a table (a rich unit below zero, measures that do not suffice); then it must say so by a code of its
own, and must do it for every order and scale. ``DEBTS`` may go below zero, and only they. ``EMPTY`` are those for which
a unit of zeros changes nothing; the others refuse zero denominators, normalise over all units or rank them.
"""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation import methods
from ghginv.budget.allocation.run import run
from ghginv.errors import InputError

METHODS = list(methods.load())
DEBTS = {"equal-cumulative"}
EMPTY = {
    "grandfather", "per-capita", "per-gdp", "equal-rate", "convergence", "equal-cumulative", "blended", "proportional",
    "equal-awards", "equal-losses", "talmud", "maximum-entropy", "least-cost", "shapley",
}  # fmt: skip
SLOW = {"zsg-dea", "gini", "shapley", "least-cost"}  # each result is a number of linear programs
TONNES = ["emissions", "cumulative_emissions", "requests", "benchmark", "lower", "upper"]
PAIRWISE = pd.DataFrame(
    [[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]], index=["POP", "GDP", "EI"], columns=["POP", "GDP", "EI"]
)
OPTIONS = {"year": 2030, "start": 2025, "convergence_year": 2035, "beta": 0.7, "pairwise": PAIRWISE}


@st.composite
def cities(draw):
    """A total and a table of three to five units, distinct in every column."""
    count = draw(st.integers(3, 5))
    column = st.lists(st.integers(1, 400), min_size=count, max_size=count, unique=True)
    table = pd.DataFrame({name: draw(column) for name in ("population", "gdp", "output", "energy")}, dtype="float64")
    table.index = [f"区{number}" for number in range(count)]
    table["emissions"] = np.array(draw(column), dtype=float) * 10
    table["benchmark"] = np.array(draw(column), dtype=float) / 100
    table["cumulative_emissions"] = np.array(draw(column), dtype=float) * 3
    table["requests"] = table.emissions * np.array(draw(column)) / 100
    table["need:POP"], table["need:GDP"] = table.population, table.gdp
    table["duty:EI"] = table.energy / table.gdp
    part = draw(st.floats(0.5, 0.95))
    total = part * min(table.emissions.sum(), table.requests.sum())
    return total, table


def measures(table):
    """Each unit can abate all it emits, in three steps of rising cost; no two units have the same costs."""
    rows = [
        {"unit": unit, "measure": f"{unit}-{step}", "abatement_t": emissions / 3, "cost": cost + 7.0 * ord(unit[-1]),
         "exclusive_group": ""}
        for unit, emissions in table.emissions.items()
        for step, cost in enumerate((-20.0, 60.0, 200.0))
        if emissions > 0
    ]  # fmt: skip
    return pd.DataFrame(rows)


def ran(method, total, table):
    """The result, or the codes of the refusal."""
    found = methods.find(method)
    options = {name: value for name, value in OPTIONS.items() if name in found.options}
    if "measures" in found.options:
        options["measures"] = measures(table)
    try:
        return run(method, total, table, **options), []
    except InputError as wrong:
        return None, [finding.code for finding in wrong.findings]


def examples(method):
    return settings(deadline=None, max_examples=6 if method in SLOW else 25)


def close(found, expected, total, method):
    """Equal to rounding; to the tolerance of the solver where a result comes from one."""
    error = 2e-6 if method in SLOW else 1e-10
    return found.to_numpy() == pytest.approx(expected.to_numpy(), rel=error, abs=error * total)


@pytest.mark.parametrize("method", METHODS)
def test_the_total_is_kept_and_nothing_is_negative(method):
    done = []

    @examples(method)
    @given(cities())
    def holds(city):
        total, table = city
        found, _ = ran(method, total, table)
        if found is None:
            return
        done.append(method)
        assert math.fsum(found) == pytest.approx(total, rel=1e-9)
        assert list(found.index) == list(table.index)
        assert method in DEBTS or (found >= 0).all()

    holds()
    assert done  # not everything was refused


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_rows_and_columns_changes_nothing(method):
    @examples(method)
    @given(cities(), st.randoms(use_true_random=False))
    def holds(city, random):
        total, table = city
        rows, columns = list(table.index), list(table.columns)
        random.shuffle(rows)
        random.shuffle(columns)
        found, why = ran(method, total, table)
        again, why_again = ran(method, total, table.loc[rows, columns])
        assert why == why_again
        assert found is None or close(again, found.loc[rows], total, method)

    holds()


@pytest.mark.parametrize("method", METHODS)
def test_tonnes_scale_the_result_and_other_units_do_not(method):
    @examples(method)
    @given(cities(), st.sampled_from([0.001, 7.0, 1e4]))
    def holds(city, factor):
        total, table = city
        tonnes = [name for name in TONNES if name in table]
        scaled = table.assign(**{name: table[name] * factor for name in tonnes})
        scaled = scaled.assign(population=table.population * 10_000, gdp=table.gdp / 10, output=table.output * 3)
        found, why = ran(method, total, table)
        again, why_again = ran(method, factor * total, scaled)
        assert why == why_again
        assert found is None or close(again / factor, found, total, method)

    holds()


@pytest.mark.parametrize("method", METHODS)
def test_bounds_are_kept(method):
    @examples(method)
    @given(cities(), st.floats(0.2, 0.9), st.floats(1.1, 3))
    def holds(city, low, high):
        total, table = city
        even = total / len(table)
        bounded = table.assign(lower=np.nan, upper=np.nan, requests=table.requests + even)
        bounded.iloc[0, bounded.columns.get_loc("lower")] = low * even
        bounded.iloc[1, bounded.columns.get_loc("upper")] = high * even
        found, why = ran(method, total, bounded)
        if found is None:
            assert why
            return
        assert math.fsum(found) == pytest.approx(total, rel=1e-9)
        assert found.iloc[0] >= low * even * (1 - 1e-9)
        assert found.iloc[1] <= high * even * (1 + 1e-9)

    holds()


@pytest.mark.parametrize("method", sorted(EMPTY))
def test_an_empty_unit_changes_nothing(method):
    @examples(method)
    @given(cities())
    def holds(city):
        total, table = city
        found, _ = ran(method, total, table)
        assume(found is not None)
        more = pd.concat([table, pd.DataFrame(0.0, index=["空"], columns=table.columns)])
        again, why = ran(method, total, more)
        assert why == []
        assert again["空"] == pytest.approx(0, abs=1e-9 * total)
        assert close(again.drop("空"), found, total, method)

    holds()


@pytest.mark.parametrize("method", sorted(set(METHODS) - EMPTY - {"benchmark", "zsg-dea", "gini"}))
def test_where_an_empty_unit_does_change_or_is_refused(method):
    table = pd.DataFrame(
        {
            "population": [10.0, 20, 30], "gdp": [30.0, 20, 50], "output": [5.0, 6, 7], "emissions": [60.0, 30, 50],
            "need:POP": [10.0, 20, 30], "need:GDP": [30.0, 20, 50], "duty:EI": [3.0, 1, 2],
        },
        index=["甲", "乙", "丙"],
    )  # fmt: skip
    found, why = ran(method, 100, table)
    assert why == []
    again, why = ran(method, 100, pd.concat([table, pd.DataFrame(0.0, index=["空"], columns=table.columns)]))
    assert why == ["budget-allocation-zero"] or not close(again.drop("空"), found, 100, method)
