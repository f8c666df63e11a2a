"""Convergence, equal cumulative emissions, blended shares, ability to pay."""

import numpy as np
import pandas as pd
import pytest

from ghginv.budget import allocation
from ghginv.errors import InputError

NAMES = ["甲", "乙"]


def series(*values):
    return pd.Series(values, index=NAMES, dtype=float)


def refused(call, *arguments, **options):
    with pytest.raises(InputError) as wrong:
        call(*arguments, **options)
    return wrong.value.findings[0]


class TestConvergence:
    # equation of imagepbl/effort-sharing, src/effortsharing/allocation (PCC), worked by hand
    totals = pd.Series({2025: 100.0, 2030: 80.0, 2035: 60.0, 2040: 40.0})

    def test_shares_go_from_emissions_to_heads(self):
        found = allocation.convergence(self.totals, series(9, 1), series(1, 1), start=2025, convergence_year=2035)
        assert found.loc["甲"].tolist() == pytest.approx([90, 0.7 * 80, 30, 20])
        assert found.sum().tolist() == pytest.approx(self.totals.tolist())

    def test_population_by_year(self):
        people = pd.DataFrame({2025: [1.0, 1], 2030: [1, 1], 2035: [1, 3], 2040: [1, 1]}, index=NAMES)
        found = allocation.convergence(self.totals, series(9, 1), people, start=2025, convergence_year=2035)
        assert found.loc["甲", 2035] == 15

    def test_refusals(self):
        call, emissions, people = allocation.convergence, series(9, 1), series(1, 1)
        same = refused(call, self.totals, emissions, people, start=2025, convergence_year=2025)
        assert (same.code, same.found) == ("budget-allocation-convergence-year", "2025")
        early = refused(call, self.totals, emissions, people, start=2030, convergence_year=2040)
        assert (early.code, early.found) == ("budget-allocation-before-start", "2025")
        some = pd.DataFrame({2025: [1.0, 1]}, index=NAMES)
        gap = refused(call, self.totals, emissions, some, start=2025, convergence_year=2035)
        assert (gap.code, gap.found) == ("budget-allocation-year-missing", "2030")
        none = pd.Series([], dtype=float)
        assert (
            refused(call, none, emissions, people, start=2025, convergence_year=2030).code == "budget-allocation-empty"
        )
        twice = pd.Series([1.0, 2.0], index=[2025, 2025])
        assert refused(call, twice, emissions, people, start=2025, convergence_year=2030).code.endswith("labels-twice")

    def test_arrays_have_numbered_units(self):
        found = allocation.convergence(self.totals, [9, 1], [1, 1], start=2025, convergence_year=2035)
        assert list(found.index) == [1, 2]


class TestEqualCumulative:
    def test_past_and_future_are_the_same_per_head(self):
        found = allocation.equal_cumulative(60, series(1, 2), series(20, 10))
        assert found.tolist() == pytest.approx([10, 50])
        assert (found.add([20, 10]) / [1, 2]).tolist() == pytest.approx([30, 30])

    def test_a_debt_is_stated_and_not_clipped(self):
        found = allocation.equal_cumulative(60, series(1, 2), series(60, 0))
        assert found.tolist() == pytest.approx([-20, 80])
        (debt,) = allocation.debts(found)
        assert (debt.code, debt.severity, debt.details["unit"]) == ("budget-allocation-debt", "warning", "甲")
        assert float(debt.found) == pytest.approx(20)

    def test_without_a_past_it_is_per_head(self):
        assert allocation.equal_cumulative(60, series(1, 2), series(0, 0)).tolist() == pytest.approx([20, 40])
        assert allocation.debts(series(0, 0)) == []


class TestBlended:
    # Raupach et al. 2014, Nature Climate Change 4:873: w = 0 inertia, w = 1 equity (formula recalled)
    @pytest.mark.parametrize(("weight", "first"), [(0, 90), (0.5, 70), (1, 50)])
    def test_between_inertia_and_equity(self, weight, first):
        assert allocation.blended(100, series(9, 1), series(1, 1), weight=weight)["甲"] == pytest.approx(first)

    @pytest.mark.parametrize("weight", [-0.1, 1.1, float("nan"), "half"])
    def test_a_weight_outside_is_refused(self, weight):
        finding = refused(allocation.blended, 100, series(9, 1), series(1, 1), weight=weight)
        assert finding.code == "budget-allocation-parameter"


class TestCapability:
    def test_as_effort_sharing_computes_it(self):
        # ap.py of imagepbl/effort-sharing: r = cbrt(g_i/g) b_i (W-T)/W, corrected by Σr/(W-T); g is 9/2 here
        emissions, gdp, people = series(50, 50), series(1, 8), series(1, 1)
        before = np.cbrt(np.array([1, 8]) / 4.5) * 50 * 20 / 100
        corrected = before / (before.sum() / 20)
        found = allocation.capability(80, emissions, gdp, people)
        assert found.to_numpy() == pytest.approx(50 - corrected)
        assert found.tolist() == pytest.approx([50 - 20 / 3, 50 - 40 / 3])

    def test_the_same_income_is_an_equal_rate(self):
        found = allocation.capability(80, series(60, 40), series(3, 6), series(1, 2))
        assert found.tolist() == pytest.approx([48, 32])

    def test_nothing_to_reduce(self):
        assert allocation.capability(100, series(60, 40), series(3, 9), series(1, 2)).tolist() == [60, 40]

    def test_below_zero_is_refused_with_its_unit(self):
        finding = refused(allocation.capability, 5, series(50, 50), series(1, 1000), series(1, 1))
        assert (finding.code, finding.found) == ("budget-allocation-below-zero", "乙")

    def test_nobody_lives_there(self):
        finding = refused(allocation.capability, 80, series(50, 50), series(1, 8), series(1, 0))
        assert (finding.code, finding.found) == ("budget-allocation-zero", "乙")

    def test_only_those_without_emissions_have_gdp(self):
        finding = refused(allocation.capability, 80, series(50, 0), series(0, 8), series(1, 1))
        assert finding.code == "budget-allocation-all-zero"
