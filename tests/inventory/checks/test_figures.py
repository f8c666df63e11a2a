"""Q1 to Q5: units, sums, changes, factors, statistics. Each has something wrong, and the same thing right."""

import pytest

from ghginv.calculation import reporting
from ghginv.domain import regions
from ghginv.inventory.checks import sums
from ghginv.inventory.checks.result import FOUND, NOT_APPLICABLE, PASSED
from tests import inventories
from tests.inventory.checks.subjects import COAL, DIESEL, codes, compiled, of, result, spoilt, submitted


class TestUnits:
    def test_a_number_that_is_not_what_the_cell_says(self):
        written = {"reported_value": "0.1", "reported_unit": "万吨"}
        assert result("Q1", ("1.2.1", "bituminous", 1000.0, written)).status == PASSED
        found = result("Q1", ("1.2.1", "bituminous", 100.0, written))
        (remark,) = found.remarks
        assert (remark.finding.code, remark.finding.cell) == ("qa-unit-written", "D5")
        assert remark.finding.severity == "error"

    def test_a_chain_whose_units_do_not_add_up(self):
        inventory = compiled(COAL)
        terms = inventory.choices["terms"][0].replace("GJ/t", "GJ/10^4 m3")
        assert codes(of("Q1", inventory)) == []
        assert "formula-dimension" in codes(of("Q1", spoilt(inventory, "choices", "terms", 0, terms)))

    @pytest.mark.parametrize(("factor", "slips"), [(1000, 1), (12_000, 1), (0.001, 1), (1.5, 0), (300, 0)])
    def test_kilograms_for_tonnes(self, factor, slips):
        before = compiled(COAL, year=2021)
        now = ("1.2.1", "bituminous", 1000.0 * factor)
        assert codes(result("Q1", now, earlier={2021: before})).count("qa-unit-slip") == slips


class TestSums:
    def test_co2e_that_is_not_mass_times_gwp(self):
        inventory = compiled(COAL)
        assert of("Q2", inventory).status == PASSED
        grams = int(inventory.rows["co2e_g"][0]) + 10**6
        (remark,) = (each for each in of("Q2", spoilt(inventory, "rows", "co2e_g", 0, grams)).remarks)
        assert remark.finding.code == "qa-co2e"

    def test_a_line_that_is_not_the_sum_of_its_rows(self):
        inventory = inventories.guangdong("pg2011")
        layout = next(iter(reporting.layouts_of(inventory).values()))
        rows = reporting.placed(inventory, layout)
        figures = reporting.figures(layout, rows)
        assert list(sums.unequal(layout, rows, figures)) == []
        line = next(line.line for line in layout.lines if not line.where and figures.loc[line.line].notna().any())
        column = figures.loc[line].first_valid_index()
        figures.loc[line, column] += 1
        (remark,) = sums.unequal(layout, rows, figures)
        assert (remark.finding.code, remark.category) == ("qa-sum", line)

    def test_districts_that_do_not_make_the_city(self):
        codes_of = [each.code for each in regions.children("440400", 2022) if each.code.isdigit()]
        city = compiled(("1.2.1", "bituminous", 1000.0 * len(codes_of)), region="440400")
        parts = {code: compiled(COAL, region=code) for code in codes_of}
        assert of("Q2", city, peers=parts).status == PASSED
        parts[codes_of[0]] = compiled(("1.2.1", "bituminous", 2000.0), region=codes_of[0])
        assert codes(of("Q2", city, peers=parts)) == ["qa-districts"]
        del parts[codes_of[0]]
        found = of("Q2", city, peers=parts)
        assert [each.code for each in found.left_out] == ["qa-no-districts"]


class TestYears:
    @pytest.mark.parametrize(("quantity", "flagged"), [(1050.0, False), (1099.0, False), (1101.0, True), (850.0, True)])
    def test_more_than_ten_percent(self, quantity, flagged):
        found = result("Q3", ("1.2.1", "bituminous", quantity), earlier={2021: compiled(COAL, year=2021)})
        assert (found.status == FOUND) is flagged

    def test_the_change_is_by_year(self):
        assert result("Q3", ("1.2.1", "bituminous", 1180.0), earlier={2020: compiled(COAL, year=2020)}).status == PASSED
        assert result("Q3", ("1.2.1", "bituminous", 1180.0), earlier={2021: compiled(COAL, year=2021)}).status == FOUND

    def test_what_comes_and_goes(self):
        found = result("Q3", COAL, earlier={2021: compiled(DIESEL, year=2021)})
        told = {(remark.category, remark.finding.found == "-") for remark in found.remarks}
        assert {("1.2.1", False), ("1.4.W", True)} <= told

    def test_a_factor_that_changed_beside_the_same_activity(self):
        local = submitted("carbon_content", 0.035, "tC/GJ", "bituminous")
        found = result("Q3", COAL, earlier={2021: compiled(COAL, year=2021)}, measured=[local])
        assert {remark.gas for remark in found.remarks} == {"CO2"}
        assert all(remark.item == "bituminous" or not remark.item for remark in found.remarks)

    def test_without_an_earlier_year_it_says_so(self):
        found = result("Q3", COAL, earlier={2023: compiled(COAL, year=2023)})
        assert (found.status, found.left_out[0].code) == (NOT_APPLICABLE, "qa-no-history")


class TestFactors:
    def test_a_submitted_value_outside_the_plausible(self):
        assert codes(result("Q4", COAL)) == []
        strange = submitted("oxidation_rate", 1.2, "1", "bituminous")
        assert "qa-factor-implausible" in codes(result("Q4", COAL, measured=[strange]))

    def test_a_value_outside_its_own_range(self):
        inventory = compiled(COAL)
        assert of("Q4", inventory).status == PASSED
        value = inventory.parameters["value"][0]
        for column, bound, flagged in (
            ("upper", value / 2, True),
            ("lower", value / 2, False),
            ("lower", value * 2, True),
        ):
            found = of("Q4", spoilt(inventory, "parameters", column, 0, bound))
            assert ("qa-factor-range" in codes(found)) is flagged

    def test_a_submitted_value_outside_what_is_published(self):
        # 95 % range of IPCC 2006 Vol.2 Table 1.2 for other bituminous coal: 19.9-30.5 GJ/t (TJ/Gg)
        inside = submitted("net_calorific_value", 25.0, "GJ/t", "bituminous")
        outside = submitted("net_calorific_value", 31.0, "GJ/t", "bituminous")
        assert "qa-factor-submitted" not in codes(result("Q4", COAL, measured=[inside]))
        assert "qa-factor-submitted" in codes(result("Q4", COAL, measured=[outside]))
        # 24.4-27.2 tC/TJ, submitted in another unit
        dense = submitted("carbon_content", 0.0281, "tC/GJ", "bituminous")
        assert "qa-factor-submitted" in codes(result("Q4", COAL, measured=[dense]))

    def test_a_factor_unlike_that_of_other_regions(self):
        peers = {code: compiled(COAL, region=code) for code in ("440400", "440600")}
        assert of("Q4", compiled(COAL), peers=peers).status == PASSED
        local = submitted("carbon_content", 0.05, "tC/GJ", "bituminous")
        assert "qa-factor-peers" in codes(of("Q4", compiled(COAL, measured=[local]), peers=peers, measured=[local]))


class TestStatistics:
    # Electricity use of Shenzhen in 2023: 1128.6 x 10^8 kWh, power supply bureau, Economic Daily 2024-01-15/16.
    @pytest.mark.parametrize(
        ("category", "quantity", "flagged"),
        [("E.1", 112_000_000.0, False), ("E.1", 113_000_000.0, True), ("1.5.U", 112_860_000.0, False),
         ("1.5.U", 90_000_000.0, True)],
    )  # fmt: skip
    def test_electricity_against_the_published_use(self, category, quantity, flagged):
        found = result("Q5", COAL, (category, "electricity", quantity), year=2023)
        assert ("qa-statistics" in codes(found)) is flagged
        assert found.examined

    def test_a_year_without_statistics(self):
        found = result("Q5", COAL, ("E.1", "electricity", 1e9), year=2018)
        assert (found.status, found.left_out[0].code) == (NOT_APPLICABLE, "qa-no-statistics")
