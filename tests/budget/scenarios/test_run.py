"""Scenarios on a base year: what must hold whatever the numbers."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ghginv.budget.scenarios import decomposition
from ghginv.budget.scenarios.decomposition import EFFECTS
from ghginv.budget.scenarios.run import Result, run
from ghginv.errors import InputError
from tests.budget.scenarios.made_up import LAST, SOURCE, YEAR, base, growth, judged, measure, plan, tables

RATES = st.floats(-20, 20).map(lambda rate: round(rate, 3))
FEW = settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
GRAM = 300  # masses are whole grams before they meet a potential: half a gram of nitrous oxide is 137 g CO2e


def switch(**more):
    told = {"category": "1.2.5", "item": "diesel", "to_item": "natural_gas", "from_year": 2025, "to_year": 2028}
    return {**told, "share": 50.0, **SOURCE, **more}


def power(rate: float):
    return {"from_year": YEAR + 1, "to_year": LAST, "growth": rate, **SOURCE}


def by_year(result: Result, scenario: str = "A", column: str = "after_g") -> dict[int, int]:
    table = result.totals()
    mine = table[table["scenario"] == scenario]
    return dict(zip(mine["at"], mine[column], strict=True))


def test_without_growth_and_measures_every_year_is_the_base_year() -> None:
    result = run(plan(growth=[growth("gdp", 0.0), growth("people", 0.0)]), base())
    wide = result.cells.pivot_table(index=["scenario", "source", "choice_id"], columns="at", values="after_g")
    assert (wide.nunique(axis=1) == 1).all()
    assert len(set(by_year(result).values())) == 1


@FEW
@given(RATES, RATES)
def test_doubling_the_driver_doubles_what_follows_it(gdp: float, people: float) -> None:
    """A driver that stands at twice its value in 2024, as values: emissions of what follows it double, no others."""
    values = [growth("gdp", None, YEAR, None, value=10.0), growth("gdp", None, 2024, None, value=20.0)]
    made = run(plan(growth=[*values, growth("gdp", gdp, 2025), growth("people", people)]), base(), ["A"])
    wide = made.cells.pivot_table(index=["driver", "source", "choice_id"], columns="at", values="before_g")
    wide = wide.reset_index()
    follows = wide[wide["driver"] == "gdp"]
    assert len(follows)
    assert ((follows[2024] - 2 * follows[YEAR]).abs() <= GRAM).all()
    still = wide[wide["driver"] == "constant"]
    assert (still[2024] == still[YEAR]).all()


@FEW
@given(RATES, RATES, st.floats(0, 100), st.floats(0, 100), st.floats(0, 5e5), st.integers(0, 10**6))
def test_effects_are_the_difference_and_nothing_falls_below_zero(
    gdp: float, power_rate: float, first: float, second: float, tonnes: float, seed: int
) -> None:
    """Of measures: one after the other they sum to what all save. Of causes: they sum to the change, to the gram."""
    library = [measure("M1", first, item="electricity"), measure("M2", second, category="1"),
               measure("M3", tonnes, kind="tonnes", category="1.2"), measure("M4", 50.0, ramp="s", category="1.5")]
    random.Random(seed).shuffle(library)
    made = run(plan(measures=library, power=[power(power_rate)], switches=[switch()], facts={"reference_driver": "gdp"},
                    growth=[growth("gdp", gdp), growth("people", 1.0)]), base(), ["A"])  # fmt: skip
    effects = made.effects.groupby("at")["effect_g"].sum()
    before, after = by_year(made, column="before_g"), by_year(made)
    assert {year: before[year] - after[year] for year in before} == {year: int(effects[year]) for year in before}
    positive = made.cells[made.cells["before_g"] > 0]
    assert (positive["after_g"] >= 0).all()
    assert (positive["after_g"] <= positive["before_g"]).all()
    causes = decomposition.over_time(made.cells, "A", YEAR, LAST)
    assert causes["change_g"].iloc[0] == after[LAST] - after[YEAR]
    assert causes[list(EFFECTS)].sum(axis=1).iloc[0] == after[LAST] - after[YEAR]


def test_the_order_of_rows_does_not_matter() -> None:
    rows = tables(measures=[measure("M1"), measure("M2", 20.0, order=1.0), measure("M3", 900.0, kind="tonnes")],
                  switches=[switch(), switch(category="1.4", item="natural_gas", to_item="electricity", ratio=40.0)],
                  power=[power(-2.0)])  # fmt: skip
    turned = {name: list(reversed(each)) for name, each in rows.items() if name != "scenarios"}
    one, two = judged(rows)[0], judged({**turned, "scenarios": rows["scenarios"]})[0]
    assert one.sha256 == two.sha256
    first, second = run(one, base()), run(two, base())
    assert by_year(first, "B") == by_year(second, "B")
    keys = ["scenario", "measure", "at"]
    effects = [each.effects.sort_values(keys)["effect_g"].tolist() for each in (first, second)]
    assert effects[0] == effects[1]


def test_measures_multiply_in_their_order() -> None:
    """10 % and then 20 % leave 72 % of what they act on; each takes its share of what is left to it."""
    made = run(plan(growth=[growth("gdp", 0.0), growth("people", 0.0)], mapping=tables()["mapping"],
                    measures=[measure("Z", 10.0, order=1.0, start_year=2024, full_year=None),
                              measure("Y", 20.0, order=2.0, start_year=2024, full_year=None)]), base())  # fmt: skip
    rows = made.cells[(made.cells["category"] == "1.2.5") & made.cells["counts"] & (made.cells["scenario"] == "A")]
    ahead = rows[rows["at"] == LAST]
    assert ahead["after_g"].sum() == pytest.approx(0.72 * ahead["before_g"].sum(), abs=9 * GRAM)
    effects = made.effects[(made.effects["at"] == LAST) & (made.effects["scenario"] == "A")].set_index("measure")
    assert effects["effect_g"]["Y"] == pytest.approx(2 * 0.9 * effects["effect_g"]["Z"], abs=20 * GRAM)


def test_a_measure_that_has_not_come_changes_nothing() -> None:
    """No ramp, no change: neither in the totals nor in the other measure's effect."""
    idle = measure("M0", 50.0, ramp="steps", steps="2025=0", full_year=None, order=1.0)
    one = run(plan(measures=[measure("M1", order=2.0)]), base())
    two = run(plan(measures=[idle, measure("M1", order=2.0)]), base())
    assert by_year(one) == by_year(two)
    assert two.effects.loc[two.effects["measure"] == "M0", "effect_g"].eq(0).all()


def test_abatement_above_what_is_there_is_named_and_stops_at_nothing() -> None:
    made = run(plan(measures=[measure("M1", 10**9, kind="tonnes", category="1.4")]), base())
    above = [each for each in made.findings if each.code == "scenario-measure-above"]
    assert {each.details["scenario"] for each in above} == {"A", "B"}
    assert above[0].severity == "warning"
    left = made.cells[(made.cells["category"] == "1.4") & (made.cells["at"] == 2027)]
    assert left["after_g"].eq(0).all()


def test_removals_are_not_abated() -> None:
    made = run(plan(measures=[measure(category="L", amount=50.0)]), base())
    assert made.effects["effect_g"].eq(0).all()


def test_low_and_high_growth_make_a_band() -> None:
    made = plan(growth=[growth("gdp", 5.0, growth_low=3.0, growth_high=7.0), growth("people", 1.0)])
    low, mid, high = (by_year(run(made, base(), ["A"], variant)) for variant in ("growth_low", "", "growth_high"))
    assert low[YEAR] == mid[YEAR] == high[YEAR]
    assert low[LAST] < mid[LAST] < high[LAST]


def test_what_no_line_maps_stays_and_is_named() -> None:
    made = run(plan(mapping=[{"category": "1.2", "driver": "gdp"}]), base())
    named = {each.found for each in made.findings if each.code == "scenario-unmapped"}
    assert named == {"1.4 electricity", "1.4 natural_gas", "1.5.U natural_gas", "L.1.A mixed_broadleaved"}
    rows = made.cells[made.cells["category"] == "1.4"].groupby("choice_id")["after_g"].nunique()
    assert (rows == 1).all()


def test_a_fuel_switch_keeps_the_heat() -> None:
    """By equal net calorific value: what has moved burns as the new fuel, what is left as the old."""
    made = run(plan(growth=[growth("gdp", 0.0), growth("people", 0.0)], switches=[switch(share=100.0)]), base(), ["A"])
    rows = made.cells[(made.cells["at"] == LAST) & (made.cells["category"] == "1.2.5")]
    assert rows.loc[rows["item"] == "diesel", "after_g"].eq(0).all()
    table = made.sources.table
    moved = table[table["origin"] >= 0].iloc[0]
    heat = {each.key.item: each.served.terms["net_calorific_value"] for each in made.sources.base.choices.chosen
            if "net_calorific_value" in each.served.terms}  # fmt: skip
    assert moved["quantity"] * heat["natural_gas"] == pytest.approx(2300.0 * heat["diesel"])
    causes = decomposition.over_time(made.cells, "A", YEAR, LAST)
    assert causes["mix"].iloc[0] == causes["change_g"].iloc[0] < 0


def test_the_power_factor_moves_electricity_alone() -> None:
    made = run(plan(growth=[growth("gdp", 0.0), growth("people", 0.0)], power=[power(-10.0)]), base(), ["A"])
    one = made.cells[made.cells["at"] == 2024]
    electricity = one["item"] == "electricity"
    start = made.cells[made.cells["at"] == YEAR]
    ratio = one.loc[electricity, "after_g"].to_numpy() / start.loc[start["item"] == "electricity", "after_g"].to_numpy()
    assert ratio == pytest.approx(0.9)
    assert (one.loc[~electricity, "after_g"].to_numpy() == start.loc[start["item"] != "electricity", "after_g"]).all()


def test_dual_control_counts_co2_of_energy_with_bought_electricity() -> None:
    """Under GPC scope 2 counts already; methane, nitrous oxide and the forest do not."""
    made = run(plan(facts={"basis": "dual-control"}), base(), ["A"])
    counted = made.cells[made.cells["counts"]]
    assert set(counted["gas"]) == {"CO2"}
    assert set(counted["sector"]) == {"energy"}
    assert "electricity" in set(counted["item"])


def test_causes_between_two_scenarios_sum_to_their_difference() -> None:
    made = run(plan(growth=[growth("gdp", 5.0), growth("people", 1.0), growth("gdp", 2.0, scenario="B")],
                    measures=[measure(scenarios="B")]), base())  # fmt: skip
    whole = decomposition.between(made.cells, "A", "B", LAST)
    assert whole["change_g"].iloc[0] == by_year(made, "B")[LAST] - by_year(made, "A")[LAST]
    sectors = decomposition.between(made.cells, "A", "B", LAST, ["sector"])
    assert sectors["change_g"].sum() == whole["change_g"].iloc[0]
    pd.testing.assert_series_equal(sectors[list(EFFECTS)].sum(axis=1), sectors["change_g"], check_names=False)
    assert whole["measures"].iloc[0] < 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"facts": {"region": "440100"}}, "scenario-base-region"),
        ({"facts": {"base_year": "2022"}, "growth": [growth("gdp", 5.0, 2023), growth("people", 1.0, 2023)]},
         "scenario-base-year"),
        ({"measures": [measure(category="W")]}, "scenario-measure-nothing"),
        ({"switches": [switch(item="coke")]}, "scenario-switch-nothing"),
        ({"switches": [switch(to_item="electricity")]}, "scenario-switch-no-ratio"),
        ({"switches": [switch(to_item="swine_stock", ratio=1.0)]}, "scenario-switch-unserved"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_inventory_is_refused(changes: dict, code: str) -> None:
    with pytest.raises(InputError) as refused:
        run(plan(**changes), base())
    assert code in {each.code for each in refused.value.findings}


def test_lines_that_meet_nothing_are_named() -> None:
    told = {"category": "W", "from_year": 2024, "to_year": LAST, "change": -1.0, **SOURCE}
    mapping = [*tables()["mapping"], {"category": "A", "driver": "gdp"}]
    made = run(plan(mapping=mapping, intensity=[told]), base(), ["A"])
    assert {"scenario-mapping-nothing", "scenario-intensity-nothing"} <= {each.code for each in made.findings}
