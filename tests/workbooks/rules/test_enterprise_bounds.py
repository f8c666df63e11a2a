"""The plausibility rules that are data: cited or plainly our own, and of things that exist."""

from __future__ import annotations

import csv

import pytest

from ghginv import folders
from ghginv.domain import items
from ghginv.domain.terms import TERMS
from ghginv.workbooks import layout
from ghginv.workbooks.rules.enterprise import bounds

MARKS = {"found", "value_found", "recalled", "derived", "doubtful", "own"}


def rows(name: str) -> list[dict[str, str]]:
    return [row for _, row in folders.rows(folders.file("templates", f"checks/{name}.csv"))]


@pytest.mark.parametrize("name", ["enterprise_parameters", "enterprise_intensities"])
def test_each_bound_is_cited_or_our_own(name: str) -> None:
    path = folders.file("emission_factors", "sources.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        known = {row["source_id"] for row in csv.DictReader(stream)}
    for row in rows(name):
        assert row["status"] in MARKS
        assert bool(row["source_id"]) != (row["status"] == "own"), row
        assert set(filter(None, row["source_id"].split("|"))) <= known
        assert float(row["lowest"]) < float(row["highest"]) or row["status"] != "own"


def test_parameters_are_of_items_in_their_units() -> None:
    for (parameter, item), each in bounds.parameters().items():
        assert each.unit == TERMS[parameter].unit(items.find_code(item).unit)
        assert 0 < each.lowest <= each.typical <= each.highest


def test_the_default_of_each_fuel_is_usual() -> None:
    path = folders.file("emission_factors", "fuels.csv")
    for _, row in folders.rows(path):
        each = bounds.parameters().get((row["name"], row["item"]))
        if each and each.unit == row["unit"]:
            assert each.lowest <= float(row["value"]) <= each.highest, row["parameter_id"]


def test_every_fuel_of_a_workbook_has_a_range() -> None:
    without = set()
    for industry in layout.industries():
        for option in layout.load("enterprise", industry).options["fuels"].entries:
            if items.find_code(option.code).kind in ("coal", "oil", "gas"):
                without |= {option.code} - {item for name, item in bounds.parameters() if name == "net_calorific_value"}
    assert without == set()


def test_intensities_are_of_outputs() -> None:
    for each in bounds.intensities():
        assert items.find_code(each.item).kind in ("product", "economic", "operation")
        assert each.measure in ("power", "energy")


def test_thresholds_name_what_exists() -> None:
    limits = bounds.thresholds()
    assert limits["status"] == "own"
    kinds = {item.kind for item in items.load().values()}
    for parameter, of_kinds in limits["parameters"]["kinds"].items():
        assert parameter in TERMS
        assert set(of_kinds) <= kinds
    for item in (*limits["operation"]["levels"], *limits["operation"]["most"], *limits["parameters"]["needed"]):
        assert items.known(item)
    for parameter, others in limits["parameters"]["together"].items():
        assert {parameter, *others} <= set(TERMS)


def test_a_workspace_has_thresholds_of_its_own(tmp_path) -> None:
    own = tmp_path / "templates" / "checks"
    own.mkdir(parents=True)
    shipped = folders.file("templates", "checks/enterprise_thresholds.toml").read_text("utf-8")
    (own / "enterprise_thresholds.toml").write_text(shipped.replace("spike_factor = 5 ", "spike_factor = 9 "), "utf-8")
    with folders.overlaid(tmp_path):
        assert bounds.thresholds()["months"]["spike_factor"] == 9
    assert bounds.thresholds()["months"]["spike_factor"] == 5
