"""Methods of enterprises: absolute contraction, sectoral decarbonisation, output-based limits."""

import numpy as np
import pandas as pd
import pytest

from ghginv.budget import allocation
from ghginv.budget.allocation.absolute_contraction import WELL_BELOW_2C, WITHIN_1_5C
from ghginv.budget.allocation.output_based import free_allocation
from ghginv.errors import InputError


def refused(call, *arguments, **options):
    with pytest.raises(InputError) as wrong:
        call(*arguments, **options)
    return wrong.value.findings[0]


class TestAbsoluteContraction:
    def test_forty_two_per_cent_in_ten_years(self):
        # SBTi: at least 42 % by 2030 for 1.5 °C (GitHub simonplmak-cloud/esg-hub standards/climate-nature/sbti.md)
        found = allocation.absolute_contraction([200.0], [2020, 2025, 2030], base_year=2020, rate=WITHIN_1_5C)
        assert found.loc[1].tolist() == pytest.approx([200, 158, 116])

    def test_a_quarter_for_well_below_two_degrees(self):
        found = allocation.absolute_contraction([200.0], [2030], base_year=2020, rate=WELL_BELOW_2C)
        assert found.loc[1, 2030] == pytest.approx(150)

    def test_it_ends_at_zero(self):
        found = allocation.absolute_contraction(pd.Series({"厂": 10.0}), [2044, 2060], base_year=2020, rate=0.042)
        assert found.loc["厂"].tolist() == [0, 0]

    def test_refusals(self):
        call = allocation.absolute_contraction
        assert refused(call, [1.0], [2019], base_year=2020, rate=0.1).code == "budget-allocation-before-start"
        assert refused(call, [1.0], [2021], base_year=2020, rate=4.2).code == "budget-allocation-parameter"
        assert refused(call, [0.0], [2021], base_year=2020, rate=0.1).code == "budget-allocation-all-zero"
        assert refused(call, [1.0], [], base_year=2020, rate=0.1).code == "budget-allocation-empty"


class TestSectoralDecarbonisation:
    years = tuple(range(2020, 2026))

    def path(self, own, first, last, years=years, **options):
        output = pd.DataFrame(1.0, index=["厂"], columns=list(years))
        sector = pd.Series(np.linspace(first, last, len(years)), index=list(years))
        found = allocation.sectoral_decarbonisation(
            pd.Series({"厂": own}), output, sector, base_year=years[0], target_year=years[-1], **options
        )
        return found.intensity.loc["厂"].round(2).tolist()

    def test_targets_of_r2dii_analysis(self):
        # GitHub RMI-PACTA/r2dii.analysis tests/testthat/test-target_sda.R, "with known input outputs as expected":
        # the market starts at 6.45, the scenarios fall to 1/5 and to 4/5 of it; the company starts at 0.9
        assert self.path(0.9, 6.45, 1.29) == [0.9, 0.98, 1.06, 1.13, 1.21, 1.29]
        assert self.path(0.9, 6.45, 5.16) == [0.9, 1.75, 2.60, 3.46, 4.31, 5.16]

    def test_snapshot_of_r2dii_analysis(self):
        # the same, tests/testthat/_snaps/target_sda.md: from 1 to a third over thirty years
        years = tuple(range(2020, 2051))
        output = pd.DataFrame(1.0, index=["厂"], columns=list(years))
        sector = pd.Series(np.linspace(1, 1 / 3, 31), index=list(years))
        found = allocation.sectoral_decarbonisation([1.0], output, sector, base_year=2020, target_year=2050)
        assert found.intensity.iloc[0, :4].round(3).tolist() == [1, 0.978, 0.956, 0.933]

    def test_who_grows_faster_gets_better_sooner_and_a_shrinking_share_earns_nothing(self):
        years = [2020, 2021, 2022]
        output = pd.DataFrame([[10.0, 20, 5]], index=["厂"], columns=years)
        sector, market = pd.Series([2.0, 1.5, 1.0], index=years), pd.Series([100.0] * 3, index=years)
        found = allocation.sectoral_decarbonisation(
            pd.Series({"厂": 3.0}), output, sector, market, base_year=2020, target_year=2022
        )
        # 2021: d = 2, p = 0.5, m = 0.1/0.2 = 0.5 → 1.5; 2022: p = 0
        assert found.intensity.loc["厂"].tolist() == [3, 1.5, 1]
        assert found.emissions.loc["厂"].tolist() == [30, 30, 5]
        halved = pd.DataFrame([[10.0, 5, 5]], index=["厂"], columns=years)
        found = allocation.sectoral_decarbonisation(
            pd.Series({"厂": 3.0}), halved, sector, market, base_year=2020, target_year=2022
        )
        assert found.intensity.loc["厂", 2021] == 2  # m stays at 1

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"sector": pd.Series({2020: 2.0, 2021: 2, 2022: 2})}, "budget-allocation-flat"),
            ({"sector": pd.Series({2020: 2.0, 2022: 1})}, "budget-allocation-year-missing"),
            ({"years": [2020, 2023]}, "budget-allocation-after-end"),
            ({"years": [2019, 2022]}, "budget-allocation-before-start"),
            (
                {"years": [2021, 2022], "market": pd.Series({2020: 1.0, 2021: 1, 2022: 1})},
                "budget-allocation-year-missing",
            ),
            ({"market": pd.Series({2020: 0.0, 2021: 1, 2022: 1})}, "budget-allocation-zero"),
            ({"own": [-1.0]}, "budget-allocation-negative"),
        ],
    )
    def test_refusals(self, change, code):
        years = change.get("years", [2020, 2021, 2022])
        output = pd.DataFrame([[1.0] * len(years)], columns=years, index=[1])
        sector = change.get("sector", pd.Series({2019: 3.0, 2020: 2, 2021: 1.5, 2022: 1, 2023: 1}))
        finding = refused(
            allocation.sectoral_decarbonisation, change.get("own", [3.0]), output, sector, change.get("market"),
            base_year=2020, target_year=2022,
        )  # fmt: skip
        assert finding.code == code


class TestOutputBased:
    """Limits of GitHub bcgov/cas-registration, bc_obps/reporting/tests/service/test_compliance_service."""

    def test_a_product(self):
        # test_compliance_service_static.py, test_get_emission_limit and its sibling without emissions
        told = {"reduction_factor": 0.65, "tightening_rate": 0.1, "years": 1}
        assert allocation.output_based([20000.0], [0.5], process_share=0.25, **told)[0] == pytest.approx(5750)
        assert allocation.output_based([20000.0], [0.5], process_share=0, **told)[0] == pytest.approx(5500)

    def test_an_operation_with_three_products(self):
        # test_compliance_service_class.py: 20 767.5 in 2024 (April to December), 54 265.3270 in 2025. The intensity
        # 1.07 of the third product is stated there, those of the first two follow from the limits of 2024.
        marks = [0.0049, 0.6262, 1.07]
        first = allocation.output_based([50000.0, 25000, 15000], marks, reduction_factor=0.65, tightening_rate=0.01)
        assert first.sum() == pytest.approx(20767.5)
        second = allocation.output_based(
            [100000.0, 100000, 20000], marks, reduction_factor=0.65, tightening_rate=0.01,
            process_share=[0, 10000.9988 / 35000.9988, 0], years=1,
        )  # fmt: skip
        assert round(second.sum(), 4) == 54265.3270

    def test_factors_of_their_own_by_product(self):
        # the same file, pulp and paper 2025: 7 346.6017 with a reduction factor of 0.9 for lime
        found = allocation.output_based(
            [200.0, 10000, 15000], [1.07, 0.3177, 0.3822], reduction_factor=[0.65, 0.65, 0.9], tightening_rate=0.01,
            process_share=[0, 6000.028 / 8000.028, 14000.9708 / 16000.9708], years=1,
        )  # fmt: skip
        assert round(found.sum(), 4) == 7346.6017

    def test_never_below_zero_and_refusals(self):
        call = allocation.output_based
        assert call([1.0], [1.0], reduction_factor=0.5, tightening_rate=0.1, years=9)[0] == 0
        assert refused(call, [1.0], [0.0], reduction_factor=0.5).code == "budget-allocation-zero"
        assert refused(call, [1.0], [1.0], reduction_factor=1.5).code == "budget-allocation-parameter"
        assert refused(call, [1.0], [1.0], reduction_factor=[1.5]).code == "budget-allocation-parameter"
        assert refused(call, [1.0], [1.0], reduction_factor=0.5, years=-1).code == "budget-allocation-parameter"

    def test_free_allocation_of_the_eu(self):
        # recalled: a change of activity counts from more than 15 % on, and then in full
        marks, past = [2.0, 2.0, 2.0], [100.0, 100, 100]
        found = free_allocation(marks, past, recent=[115.0, 116, 80], leakage=[1.0, 1, 0.3], correction=0.9)
        assert found.tolist() == pytest.approx([180, 208.8, 43.2])
        assert free_allocation(marks, past).tolist() == [200, 200, 200]
