"""A compiled inventory: exact sums in any order, a name that follows its inputs, nothing left out in silence."""

import json
import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.calculation import compare, remarks, trace
from ghginv.calculation.inventory import EMISSION_COLUMNS, Inputs, compile_inventory
from ghginv.calculation.totals import counted, totals
from ghginv.errors import InputError
from ghginv.factors import guidelines, library

COLUMNS = (
    "activity_id submission region month enterprise facility category item technology unit notation sheet cell "
    "reported_value reported_unit source file"
).split()


def activity(*rows) -> pa.Table:
    """Rows of (category, item, quantity, unit), each with a cell of its own."""
    filled = []
    for number, (category, item, quantity, unit) in enumerate(rows):
        row = dict.fromkeys(COLUMNS, "") | {"activity_id": f"S:{number:05d}", "submission": "S", "region": "440000"}
        row |= {"category": category, "item": item, "quantity": quantity, "unit": unit}
        row |= {"sheet": "表", "cell": f"D{number + 1}"}
        filled.append(row | {"year": 2007, "month": 0, "vintage": 0, "uncertainty": None})
    types = dict.fromkeys(("year", "month", "vintage"), pa.int64())
    types |= dict.fromkeys(("quantity", "uncertainty"), pa.float64())
    return pa.table({name: pa.array([row[name] for row in filled], types.get(name, pa.string())) for name in filled[0]})


def compiled(table: pa.Table, guideline: str = "pg2011", **changes):
    fields = {"region": "440000", "year": 2007, "gwp_set": "SAR", "submissions": [], "version": "1"}
    return compile_inventory(
        table, Inputs(guideline=guidelines.load(guideline), library=library.load(), **{**fields, **changes})
    )


ROWS = [
    ("1.4.W", "diesel", 1078400.0, "t"),
    ("1.3.U", "gasoline", 4449700.0, "t"),
    ("1.1.1.E", "raw_coal", 82147800.0, "t"),
]


def test_an_emission_is_what_its_formula_says():
    rows = compiled(activity(*ROWS)).emissions
    assert list(rows.columns) == EMISSION_COLUMNS
    diesel = rows[(rows["item"] == "diesel") & (rows["gas"] == "CO2")].iloc[0]
    assert diesel["mass_g"] == round(1078400 * 42.652 / 1000 * 20.2 * 0.98 * 44 / 12 * 1e6)
    assert diesel["mass_t"] == diesel["mass_g"] / 1e6
    n2o = rows[rows["gas"] == "N2O"]
    assert list(n2o["co2e_g"]) == [round(grams * 310) for grams in n2o["mass_g"]]


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.floats(0.001, 1e7), min_size=3, max_size=60))
def test_the_order_of_rows_changes_no_digit(shuffler: random.Random, quantities):
    rows = [("1.4.W", "diesel", quantity, "t") for quantity in quantities]
    shuffled = shuffler.sample(rows, len(rows))
    first, second = (totals(compiled(activity(*each)).emissions, ["category", "gas"]) for each in (rows, shuffled))
    assert first.to_dict("records") == second.to_dict("records")


def test_totals_leave_memo_items_out():
    rows = compiled(
        activity(*ROWS, ("1.3.1.3", "aviation_kerosene", 5000.0, "t"), ("B.3", "raw_coal", 7.0, "t"))
    ).emissions
    assert set(rows["memo"]) == {"", "bunker", "reference"}
    assert totals(counted(rows))["mass_t"].sum() < totals(rows)["mass_t"].sum()
    assert "mass_t" not in totals(rows, ["category"]).columns


def test_feedstock_is_taken_off_industry_and_what_is_not_stored_is_counted():
    rows = compiled(activity(("1.2.U", "lpg", 1000.0, "t"), ("5", "lpg", 400.0, "t"))).emissions
    co2 = rows[(rows["gas"] == "CO2") & (rows["memo"] == "")].set_index(["category", "formula"])["mass_t"]
    carbon = 50.179 / 1000 * 17.2 * 0.98 * 44 / 12
    assert co2["1.2.U", "fossil_combustion_co2"] == pytest.approx(1000 * carbon, abs=1e-6)
    assert co2["1.2.U", "feedstock_deduction_co2"] == pytest.approx(-400 * carbon, abs=1e-6)
    assert co2["5", "non_energy_use_co2"] == pytest.approx(400 * carbon * 0.2, abs=1e-6)


def test_the_name_of_a_run_follows_its_inputs():
    name = compiled(activity(*ROWS)).about["run"]
    assert name == compiled(activity(*ROWS)).about["run"]
    changes = [{"gwp_set": "AR5"}, {"version": "2"}, {"submissions": [{"submission": "S", "sha256": "0"}]}]
    others = [compiled(activity(*ROWS), **change).about["run"] for change in changes]
    others.append(compiled(activity(*ROWS), "ipcc2006").about["run"])
    assert len({name, *others}) == 5


def test_no_data_and_nothing_served_are_told_apart():
    with pytest.raises(InputError) as empty:
        compiled(activity(*ROWS)[:0])
    with pytest.raises(InputError) as unserved:
        compiled(activity(("1.4.W", "electricity", 5.0, "MWh")))
    codes = [each.value.findings[0].code for each in (empty, unserved)]
    assert codes == ["compile-empty", "compile-unserved"]


@pytest.mark.parametrize("quantity", [1e14, 1e300])
def test_a_number_without_room_is_found_at_its_cell(quantity):
    with pytest.raises(InputError) as refused:
        compiled(activity(("P.1", "clinker", 5.0, "t"), ("P.1", "clinker", quantity, "t")))
    (finding,) = refused.value.findings
    assert (finding.code, finding.sheet, finding.cell) == ("compile-too-large", "表", "D2")


def test_formulas_without_parameters_make_an_inventory():
    inventory = compiled(activity(("P.7", "hfc23_destroyed", 5.0, "t")))
    assert inventory.rows["mass_g"].tolist() == [-5_000_000]
    assert "factor-evidence" not in [finding.code for finding in remarks.remarks(inventory)]


def test_a_notation_key_in_place_of_a_quantity_is_no_emission():
    inventory = compiled(activity(*ROWS, ("1.6", "diesel", None, "t")))
    assert "1.6" not in set(inventory.emissions["category"])
    assert len(inventory.activity) == len(ROWS) + 1


def test_remarks_name_earlier_years_evidence_and_what_is_left_out():
    rows = [*ROWS, ("B.3", "electricity", 10.0, "MWh"), ("1.4.W", "electricity", 5.0, "MWh")]
    found = {finding.code: finding for finding in remarks.remarks(compiled(activity(*rows)))}
    assert set(found) == {"factor-year-earlier", "activity-unused", "factor-evidence"}
    assert "电力（1.4.W）" in found["activity-unused"].text()
    assert "doubtful" in found["factor-evidence"].text()


def test_every_choice_says_why():
    for terms in compiled(activity(*ROWS)).choices["terms"]:
        assert all(term["reason_zh"] and term["reason_en"] and term["parameter_id"] for term in json.loads(terms))


def test_a_trace_shows_the_numbers_and_where_they_come_from():
    inventory = compiled(activity(*ROWS))
    evidence = trace.trace(inventory, library.load().sources, category="1.1", gas="CO2")
    (row,) = evidence.record("en")["rows"]
    assert evidence.mass_t == row["mass_t"]
    assert row["activity"]["cell"] == "D3"
    assert row["calculation"][0].startswith("energy = 82147800 × 20.908 ÷ 1000")
    assert trace.trace(inventory, {}, category="1.6") is None
    everything = trace.trace(inventory, library.load().sources)
    assert everything.co2e_t == pytest.approx(totals(counted(inventory.emissions))["co2e_t"].sum())
    assert len(everything.flat()) == sum(len(row["parameters"]) for row in everything.rows)
    assert any("D1" in line for line in everything.lines("en"))


def test_a_long_trace_says_how_much_more_there_is():
    inventory = compiled(activity(*[("1.4.W", "diesel", float(n), "t") for n in range(1, 14)]))
    evidence = trace.trace(inventory, library.load().sources, gas="CO2")
    assert "另有 3 行" in evidence.lines("zh")[-1]


def test_differences_are_explained():
    first, second = compiled(activity(*ROWS)), compiled(activity(*ROWS), "ipcc2006", gwp_set="AR5")
    changed = compiled(activity(("1.4.W", "diesel", 1.0, "t"), *ROWS[1:]))
    whys = {(row["item"], row["gas"]): row["why"] for row in compare.compare(first, second, "en").to_dict("records")}
    assert whys["diesel", "CO2"].startswith("parameters: ")
    assert "boundary: the first" in whys["diesel", "CH4"]
    assert whys["gasoline", "CH4"].endswith("GWP")
    rows = compare.compare(first, changed, "en").to_dict("records")
    assert [(row["item"], row["why"]) for row in rows if row["difference_t"]] == [("diesel", "activity data")]
    same = compare.compare(first, first, "zh")
    assert set(same["why"]) == {"相同"}
    assert set(same["difference_t"]) == {0.0}


def test_what_no_rule_serves_meets_no_choice_of_another():
    """Electricity in trade, unserved by pg2011, stands beside diesel in farming: category alone tells those served."""
    rows = [("1.6", "diesel", 100.0, "t"), ("1.6", "electricity", 7.0, "MWh"), ("1.4.W", "electricity", 5.0, "MWh")]
    inventory = compiled(activity(*rows))
    assert set(inventory.emissions["activity_id"]) == {"S:00000"}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1.4.W", "1.6", "1.5.U", "B.3"]), st.sampled_from(["diesel", "natural_gas", "electricity"])
        ),
        min_size=1,
        max_size=8,
        unique=True,
    )
)
def test_rows_computed_together_equal_rows_computed_alone(pairs):
    units = {"diesel": "t", "natural_gas": "10^4 m3", "electricity": "MWh"}
    rows = [("1.4.O", "lpg", 3.0, "t"), *((category, item, 10.0, units[item]) for category, item in pairs)]
    columns = ["category", "source_category", "item", "gas", "memo", "mass_g"]

    def found(chosen):
        emissions = compiled(activity(*chosen)).emissions
        return sorted(emissions[columns].itertuples(index=False, name=None))

    alone = [each for row in rows[1:] for each in found([rows[0], row]) if each[2] != "lpg"]
    assert [each for each in found(rows) if each[2] != "lpg"] == sorted(alone)


@pytest.mark.parametrize("quantity", [1.0, 267000.0, 3.4e8, 2.3e9, 5.9e9])
def test_co2_weighs_as_much_as_its_co2e_at_any_size(quantity):
    rows = compiled(activity(("1.4.W", "raw_coal", quantity, "t"))).emissions
    co2 = rows[rows["gas"] == "CO2"].iloc[0]
    assert co2["mass_g"] == co2["co2e_g"]
    assert co2["mass_g"] == pytest.approx(quantity * 20.908 / 1000 * 26.1 * 0.93 * 44 / 12 * 1e6, rel=1e-15, abs=0.51)
