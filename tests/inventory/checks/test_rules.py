"""Q6 to Q12, reference approach, outliers: what breaks a rule is found, what keeps it is not."""

import pytest

from ghginv.factors import library
from ghginv.inventory.checks import transcription
from ghginv.inventory.checks.outliers import robust_z
from ghginv.inventory.checks.result import FOUND, NOT_APPLICABLE, PASSED
from ghginv.inventory.checks.subject import Subject
from tests import inventories
from tests.inventory.checks.subjects import COAL, DIESEL, codes, compiled, of, result, spoilt, submitted


class TestCompleteness:
    def test_a_line_without_figure_or_key(self):
        def missing(*rows):
            return {remark.category for remark in result("Q6", *rows).remarks if remark.finding.code == "qa-missing"}

        assert "1.3.3" in missing(COAL)
        assert "1.3.3" not in missing(COAL, ("1.3.3", "diesel", "NO"))
        assert "1.3.3" not in missing(COAL, ("1.3.3", "diesel", 10.0))

    def test_a_plain_zero(self):
        assert "qa-zero" in codes(result("Q6", COAL, ("1.3.3", "diesel", 0.0)))
        assert "qa-zero" not in codes(result("Q6", COAL, ("1.3.3", "diesel", "NO")))

    def test_emissions_that_come_to_nothing(self):
        nothing = submitted("oxidation_rate", 0.0, "1", "diesel")
        assert "qa-zero-emission" in codes(result("Q6", COAL, DIESEL, measured=[nothing]))
        assert "qa-zero-emission" not in codes(result("Q6", COAL, DIESEL))

    @pytest.mark.parametrize(("key", "code"), [("NE", "qa-key-why"), ("IE", "qa-key-where"), ("C", "qa-key-where")])
    def test_keys_that_ask_for_a_word(self, key, code):
        found = result("Q6", COAL, ("1.3.3", "diesel", key))
        (remark,) = (each for each in found.remarks if each.finding.code == code)
        assert (remark.finding.cell, remark.finding.found) == ("D6", key)
        assert code not in codes(result("Q6", COAL, ("1.3.3", "diesel", "NO")))

    @pytest.mark.parametrize(
        ("key", "source", "asked"),
        [
            ("NE", "柴油用量未统计", False), ("IE", "计入 1.3.2", False), ("IE", "计入公路", False),
            ("IE", "统计年鉴", True), ("C", "保密", True), ("C", "保密，计入 1.3.U", False),
        ],
    )  # fmt: skip
    def test_what_the_sender_says_is_heard(self, key, source, asked):
        found = codes(result("Q6", COAL, ("1.3.3", "diesel", key, {"source": source})))
        assert bool({"qa-key-why", "qa-key-where"} & set(found)) == asked


class TestTwice:
    def test_straw_burnt_as_fuel_and_in_the_field(self):
        straw = ("2", "straw", 3000.0, {"technology": "improved stove"})
        field = ("A.RB", "rice_residue_burnt", 10.0)
        both = result("Q7", straw, field, guideline="ipcc2006")
        assert "qa-maybe-twice" in codes(both)
        for alone in (straw, field):
            assert result("Q7", COAL, alone, guideline="ipcc2006").status == PASSED

    @pytest.mark.parametrize("guideline", ["pg2011_plus", "ipcc2006", "gpc"])
    def test_lubricants_in_two_sectors_are_an_error(self, guideline):
        energy, product = ("5", "lubricants", 100.0), ("P.LU", "lubricants", 100.0)
        (remark,) = result("Q7", energy, product, guideline=guideline).remarks
        assert (remark.finding.code, remark.finding.severity) == ("qa-counted-twice", "error")
        assert (remark.finding.expected, remark.finding.cell) == ("表!D5", "D6")
        for alone in (energy, product):
            assert result("Q7", COAL, alone, guideline=guideline).status == PASSED

    def test_each_pair_names_what_exists_and_is_found_when_both_sides_are_there(self):
        from ghginv.domain import categories, gases, items
        from ghginv.inventory.checks import double_counting

        kinds = {f"kind:{item.kind}" for item in items.load().values()}
        for pair in double_counting.pairs():
            assert pair["severity"] in double_counting.CODES
            assert pair["gas"] in ("", *gases.load())
            for side in ("first", "second"):
                assert set(pair[f"{side}_category"].split("|")) <= set(categories.tree()), pair["pair"]
                named = set(filter(None, pair[f"{side}_item"].split("|")))
                assert all(items.known(name) or name in kinds for name in named), pair["pair"]

    def test_every_pair_finds_its_two_sides_and_neither_alone(self):
        import pandas as pd

        from ghginv.domain import items
        from ghginv.inventory.checks import double_counting

        def side(pair, name):
            wanted = pair[f"{name}_item"].split("|")[0]
            code = wanted
            if wanted.startswith("kind:"):
                code = next(item.code for item in items.load().values() if f"kind:{item.kind}" == wanted)
            code = code or "electricity"
            category = pair[f"{name}_category"].split("|")[0]
            return {
                "activity_category": category,
                "item": code,
                "gas": pair["gas"] or "CO2",
                "sheet": "表",
                "cell": name,
            }

        for pair in double_counting.pairs():
            first, second = side(pair, "first"), side(pair, "second")
            both = pd.DataFrame([first, second])
            assert len(list(double_counting._both(pair, both))) == 1, pair["pair"]
            other = pd.DataFrame([{**first, "activity_category": "1.6", "item": "gasoline"}, second])
            assert list(double_counting._both(pair, other)) == [], pair["pair"]


class TestBalances:
    def test_a_part_within_the_whole(self):
        whole = ("W.5.L", "plant_nitrogen", 1000.0)
        for part, status in ((900.0, PASSED), (1100.0, FOUND)):
            found = result("Q8", COAL, ("W.5.L", "sludge_nitrogen", part), whole, guideline="ipcc2006")
            assert found.status == status
        assert codes(found) == ["qa-balance-exceeded"]

    def test_a_side_that_is_missing_is_told(self):
        found = result("Q8", COAL)
        assert found.status == NOT_APPLICABLE
        assert {"qa-no-balance", "qa-balance-none"} == {each.code for each in found.left_out}

    def test_every_row_names_what_exists(self):
        from ghginv.domain import categories, items, units
        from ghginv.inventory.checks import mass_balances

        kinds = {f"kind:{item.kind}" for item in items.load().values()}
        for rows in mass_balances.balances().values():
            assert {row["side"] for row in rows} == {"left", "right"}
            assert {row["relation"] for row in rows} <= {mass_balances.EQUAL, mass_balances.AT_MOST}
            for row in rows:
                assert set(row["category"].split("|")) <= set(categories.tree())
                assert units.find(row["unit"])
                assert all(items.known(name) or name in kinds for name in row["item"].split("|"))


class TestLandfill:
    @staticmethod
    def deposits(first, oxidation=0.0, recovered=0.0):
        share = {"waste_fraction": (1.0, "1"), "degradable_organic_carbon": (0.15, "tC/t"), "decay_rate": (0.17, "1/a")}
        share |= {"methane_oxidation": (oxidation, "1"), "landfill_correction_factor": (1.0, "1")}
        measured = [submitted(name, value, unit, "mixed_msw") for name, (value, unit) in share.items()]
        measured += [submitted("methane_oxidation", oxidation, "1", "recovered_waste_methane")]
        rows = [
            ("W.1.H", "mixed_msw", 1000.0, {"vintage": year, "technology": "managed"}) for year in range(first, 2022)
        ]
        if recovered:
            rows.append(("W.1.L", "recovered_waste_methane", recovered))
        return result("Q9", *rows, guideline="ipcc2006", measured=measured)

    def test_a_history_of_five_half_lives(self):
        # k = 0.17 a year: five half-lives are 5 ln 2 / 0.17 = 20.4 years
        assert "qa-history-short" not in codes(self.deposits(2001))
        assert "qa-history-short" in codes(self.deposits(2002))

    def test_oxidation_and_recovery_within_bounds(self):
        assert codes(self.deposits(2000, 0.1)) == []
        assert "qa-oxidation" in codes(self.deposits(2000, 0.3))
        assert "qa-recovery" in codes(self.deposits(2000, recovered=500.0))

    def test_nothing_landfilled(self):
        assert result("Q9", COAL).left_out[0].code == "qa-no-landfill"


class TestTranscription:
    def test_a_row_of_the_sample_that_was_changed(self):
        inventory = compiled(COAL)
        assert of("Q10", inventory).status == PASSED
        chosen = transcription.sample(inventory).iloc[0]
        rows = inventory.rows
        place = int(
            rows.index[(rows[["activity_id", "choice_id"]] == chosen[["activity_id", "choice_id"]]).all(axis=1)][0]
        )
        changed = spoilt(inventory, "rows", "mass_g", place, int(rows["mass_g"][place]) + 1000)
        assert "qa-recomputed" in codes(of("Q10", changed))

    def test_the_sample_is_five_percent_and_always_the_same(self):
        inventory = inventories.guangdong("pg2011")
        first, again = (transcription.sample(inventory) for _ in range(2))
        assert first.equals(again)
        assert len(first) == -(-len(inventory.rows) * 5 // 100)

    def test_a_parameter_that_the_library_has_otherwise(self):
        inventory = compiled(COAL)
        changed = spoilt(inventory, "parameters", "value", 0, 1.2345)
        assert "qa-parameter-changed" in codes(of("Q10", changed))

    def test_what_districts_measured_need_not_be_in_the_library(self):
        local = submitted("carbon_content", 0.026, "tC/GJ", "bituminous")
        assert of("Q10", compiled(COAL, measured=[local])).status == PASSED

    @pytest.mark.parametrize("name", ["tables_digest", "lists_digest", "guideline_digest"])
    def test_tables_that_changed_since(self, name):
        from dataclasses import replace

        inventory = compiled(COAL)
        later = replace(inventory, about={**inventory.about, name: "0" * 64})
        assert codes(of("Q10", later)) == ["qa-tables-changed"]


class TestPotentials:
    def test_another_set_in_another_year(self):
        from dataclasses import replace

        inventory, earlier = compiled(COAL), compiled(COAL, year=2021)
        assert of("Q11", inventory, {2021: earlier}).status == PASSED
        other = replace(earlier, about={**earlier.about, "gwp": "AR5"})
        assert codes(of("Q11", inventory, {2021: other})) == ["qa-gwp-set"]

    def test_a_value_that_is_not_of_the_set(self):
        inventory = compiled(COAL)
        place = next(n for n, formula in enumerate(inventory.choices["formula"]) if formula)
        assert codes(of("Q11", spoilt(inventory, "choices", "gwp", place, 27.9))) == ["qa-gwp-value"]


class TestSigns:
    def test_a_category_below_zero(self):
        # more LPG kept in products than industry burns of anything
        assert "qa-negative" in codes(result("Q12", DIESEL, ("5", "lpg", 900.0)))
        assert result("Q12", COAL, ("1.2.2", "bituminous", 9000.0), ("5", "lpg", 900.0)).status == PASSED

    def test_negative_activity(self):
        assert "qa-negative-activity" in codes(result("Q12", COAL, ("1.4.W", "diesel", -5.0)))
        assert result("Q12", COAL, ("B.9", "diesel", -5.0)).status == PASSED

    def test_net_is_gross_and_removals(self, monkeypatch):
        from ghginv.inventory.checks import signs

        assert result("Q12", COAL).status == PASSED
        told = {"total_co2e_t": 90.0, "before_removals_co2e_t": 100.0, "removals_co2e_t": -20.0}
        monkeypatch.setattr(signs, "summary", lambda inventory: told)
        assert "qa-net-gross" in codes(result("Q12", COAL))


class TestReference:
    def test_guangdong_2007_differs_by_more_than_five_percent(self):
        found = of("REF", inventories.guangdong("pg2011"))
        (remark,) = found.remarks
        assert remark.finding.details["percent"] == "-6.6"

    def test_the_same_carbon_on_both_sides(self):
        both = COAL, ("B.1", "bituminous", 1000.0)
        close = result("REF", COAL, ("B.1", "bituminous", 990.0))
        assert result("REF", *both).remarks == ()
        assert close.examined == 1
        assert result("REF", COAL, ("B.1", "bituminous", 1500.0)).status == FOUND
        assert result("REF", COAL).left_out[0].code == "qa-no-reference"


class TestOutliers:
    def test_a_year_that_stands_out(self):
        history = {
            year: compiled(("1.2.1", "bituminous", quantity), year=year)
            for year, quantity in zip(range(2017, 2022), (980.0, 1000.0, 1010.0, 1020.0, 990.0), strict=True)
        }
        assert of("OUT", compiled(COAL), history).status == PASSED
        found = of("OUT", compiled(("1.2.1", "bituminous", 2000.0)), history)
        assert [(remark.category, remark.item) for remark in found.remarks] == [("1.2.1", "bituminous")]
        few = {year: history[year] for year in (2019, 2020, 2021)}
        assert of("OUT", compiled(("1.2.1", "bituminous", 2000.0)), few).status == NOT_APPLICABLE

    def test_a_region_that_stands_out(self):
        peers = {code: compiled(COAL, region=code) for code in ("440400", "440500", "440600", "440700")}
        assert of("OUT", compiled(("1.2.1", "bituminous", 90_000.0)), peers=peers).status == PASSED
        local = submitted("carbon_content", 0.04, "tC/GJ", "bituminous")
        found = of("OUT", compiled(COAL, measured=[local]), peers=peers, measured=[local])
        assert {remark.gas for remark in found.remarks} == {"CO2"}

    def test_the_score(self):
        # median 3, median absolute deviation 1: 0.6745 x 7 (Iglewicz and Hoaglin 1993)
        assert robust_z(10.0, [1.0, 2.0, 3.0, 4.0, 5.0]) == pytest.approx(0.6745 * 7)
        # more than half equal: mean deviation 1 from the median
        assert robust_z(10.0, [5.0, 5.0, 5.0, 9.0]) == pytest.approx(5 / 1.253314)
        assert robust_z(5.0, [5.0, 5.0]) == 0
        assert robust_z(6.0, [5.0, 5.0]) == float("inf")


class TestAll:
    @pytest.mark.parametrize("guideline", ["pg2011", "ipcc2006", "gpc"])
    def test_guangdong_2007(self, guideline):
        from ghginv.inventory import checks

        subject = Subject(inventories.guangdong(guideline), library.load())
        results = {found.check: found for found in checks.run_all(subject)}
        assert list(results) == list(checks.CHECKS) == list(checks.described())
        assert not [r for found in results.values() for r in found.remarks if r.finding.severity == "error"]
        assert {name for name, found in results.items() if found.status == PASSED} >= {"Q1", "Q2", "Q4", "Q10", "Q12"}
        assert results["Q6"].status == FOUND
        for found in results.values():
            assert found.examined or found.left_out
            for remark in found.remarks:
                assert remark.finding.message("zh")
                assert remark.finding.message("en")

    def test_a_finding_keeps_its_id_while_its_figures_stay(self):
        first, again = (result("Q12", COAL, ("1.4.W", "diesel", -5.0)).remarks[0] for _ in range(2))
        other = result("Q12", COAL, ("1.4.W", "diesel", -6.0)).remarks[0]
        assert first.mark("Q12", "440300", 2022) == again.mark("Q12", "440300", 2022)
        assert first.mark("Q12", "440300", 2022) != other.mark("Q12", "440300", 2022)
        assert first.mark("Q12", "440300", 2022) != first.mark("Q12", "440300", 2023)


class TestAges:
    HISTORY = ("W.1.H", "msw_food", 1000.0, {"vintage": 2018, "technology": "managed"})

    def test_derived_ages_are_no_changed_parameters_and_wrong_ones_are(self):
        share = submitted("waste_fraction", 1.0, "1", "msw_food")
        inventory = compiled(self.HISTORY, guideline="ipcc2006", measured=[share])
        assert codes(of("Q10", inventory, measured=[share])) == []
        place = list(inventory.parameters["name"]).index("age")
        wrong = spoilt(inventory, "parameters", "value", place, 99.0)
        assert "qa-parameter-changed" in codes(of("Q10", wrong, measured=[share]))
