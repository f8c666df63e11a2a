"""Forests, green and coasts of an urban district: filled in, checked, imported, compiled, tabled, traced, exported."""

import csv

import openpyxl
import pytest

from ghginv import folders
from tests.journeys.command_line import Desk
from tests.recalculation import recalculate

DEMO = folders.built_in() / "inventories" / "guangming-demo" / "activity" / "land.csv"
CO2 = 44 / 12


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("land"))
    desk.done("init", "w", "--region", "440311", "--name", "光明（示例）")
    desk.done("-w", "w", "template", "inventory", "--year", 2022, "--data", DEMO, "-o", "填报.xlsx")
    desk.done("-w", "w", "check", "填报.xlsx")
    desk.done("-w", "w", "import", "填报.xlsx")
    return desk


@pytest.fixture(scope="module")
def runs(desk):
    guidelines = ("pg2011", "ipcc2006", "gpc")
    return {
        each: desk.done("-w", "w", "compile", "--year", 2022, "--guideline", each, "--format", "json").json()
        for each in guidelines
    }


def emissions(desk, run):
    return desk.done("-w", "w", "table", run["run"], "emissions", "--format", "json").json()


def given(item, category=""):
    """The quantity of the demo data for an item in 2022."""
    with DEMO.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["year"] == "2022" and row["item"] == item]
    (row,) = [row for row in rows if row["category"] == category or not category]
    return float(row["quantity"])


def test_removals_are_negative_and_figures_follow_from_the_data(desk, runs):
    rows = emissions(desk, runs["pg2011"])
    mass = {(row["source_category"], row["gas"]): 0.0 for row in rows}
    for row in rows:
        mass[row["source_category"], row["gas"]] += row["mass_t"]
    litchi = given("economic_area_change")
    assert litchi < 0
    assert mass["L.1.E", "CO2"] == pytest.approx(-litchi * 35.21 * 0.5 * CO2, abs=1e-6)
    scattered = given("scattered_stock", "L.1.S")
    assert mass["L.1.S", "CO2"] == pytest.approx(-scattered * 0.0961 * 0.474 * 1.915 * 0.5 * CO2, abs=1e-6)
    assert mass["L.UG", "CO2"] == pytest.approx(-given("urban_green_area") * 0.42 * 2.9 * CO2, abs=1e-6)
    water = given("reservoir_over_20") * 141.1 * 1.09 + given("freshwater_pond") * 183
    assert mass["L.WE", "CH4"] == pytest.approx(water / 1000, abs=1e-6)
    cleared = 62 * 0.474 * 1.513 * 0.5
    assert mass["L.2.D", "CO2"] == pytest.approx(given("arbor_converted_mean10") * cleared * 0.15 * CO2, abs=1e-6)
    burnt = given("arbor_converted_year") * cleared * 0.9
    assert mass["L.2.B.1", "CO2"] == pytest.approx(burnt * 0.15 * CO2, abs=1e-6)
    assert mass["L.2.B.2", "CO2"] == pytest.approx(burnt * 0.20 * CO2, abs=1e-6)
    assert mass["L.2.B.N", "CH4"] == pytest.approx(burnt * 0.15 * 0.012 * 16 / 12, abs=1e-6)
    assert mass["L.2.B.N", "N2O"] == pytest.approx(burnt * 0.15 * 0.01 * 0.007 * 44 / 28, abs=1e-6)


@pytest.mark.parametrize("guideline", ["pg2011", "ipcc2006", "gpc"])
def test_net_is_gross_emissions_and_removals(desk, runs, guideline):
    rows = [row for row in emissions(desk, runs[guideline]) if not row["memo"] and row["co2e_t"] is not None]
    gross = sum(row["co2e_t"] for row in rows if row["co2e_t"] > 0)
    removals = sum(row["co2e_t"] for row in rows if row["co2e_t"] < 0)
    assert removals < 0 < gross
    total = sum(row["co2e_t"] for row in runs[guideline]["totals"])
    assert total == pytest.approx(gross + removals, abs=1e-5)


def test_each_guideline_has_a_place_for_it(desk, runs):
    places = {
        name: {row["source_category"]: row["category"] for row in emissions(desk, run)} for name, run in runs.items()
    }
    assert places["pg2011"]["L.1.A"] == "L.1.A"
    assert places["ipcc2006"]["L.1.A"] == "3B1a"
    assert (places["ipcc2006"]["L.2.B.N"], places["gpc"]["L.2.B.N"]) == ("3C1", "V.3")
    assert (places["ipcc2006"]["L.UG"], places["gpc"]["L.UG"]) == ("3B5", "V.2")


def test_a_figure_is_traced_to_its_cell_and_its_source(desk, runs):
    trace = desk.done(
        "-w", "w", "trace", runs["pg2011"]["run"], "--category", "L.1.S", "--gas", "CO2", "--format", "json"
    )
    (row,) = trace.json()["rows"]
    terms = {term["name"]: term for term in row["parameters"]}
    assert terms["growth_rate"]["value"] == 0.0961
    assert "li2018" in terms["growth_rate"]["parameter_id"]
    assert terms["biomass_carbon_fraction"]["value"] == 0.5


def test_the_workbook_of_results_computes_the_same(desk, runs):
    desk.done("-w", "w", "export", runs["pg2011"]["run"], "-o", "结果.xlsx")
    (copy,) = recalculate([desk.folder / "结果.xlsx"], desk.folder / "重算")
    book = openpyxl.load_workbook(copy, data_only=True)
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [value for value in cells if isinstance(value, str) and value.startswith(("#", "Err:"))]
    urban = -given("urban_green_area") * 0.42 * 2.9 * CO2
    assert any(value == pytest.approx(urban, rel=1e-9) for value in cells if isinstance(value, float))
