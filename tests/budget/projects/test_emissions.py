"""Emissions by the library's formulas: before, after, by part; what counts in which basis."""

import pytest

from ghginv.budget.projects import emissions
from ghginv.budget.projects.evaluation import Surroundings
from ghginv.factors import library
from tests.budget.projects.forms import evaluated, form, judged


def test_power_takes_the_provincial_average():
    """1000 MWh in Guangdong: 0.4419 kg/kWh (2023年电力二氧化碳排放因子)."""
    assert evaluated().emissions.kilograms(part="indirect") == 441_900
    national, _ = emissions.emissions(form(), library.load(), "440305", power="national")
    assert national
    assert national.kilograms(part="indirect") == 530_600


def test_a_measured_factor_stands_before_the_library():
    found = evaluated(lambda of: of["energy"][0].update(emission_factor=2.0))
    assert found.emissions.kilograms(part="energy") == 20_000_000
    assert {term.status for row in found.emissions.rows for term in row.terms if row.part == "energy"} == {"submitted"}


def test_biogenic_co2_of_a_measured_factor_is_no_other_gas():
    """As that of the library it stands beside the total, and is not among other gases either."""

    def change(of, **own):
        of["energy"].append({"item": "薪柴", "use": "fuel", "quantity": 500.0, "unit": "吨", "source": "编造", **own})

    without = evaluated().emissions
    found = evaluated(lambda of: change(of, emission_factor=1.7)).emissions
    assert (found.kilograms(), found.other_gases_kg) == (without.kilograms(), without.other_gases_kg)
    assert any(row.gas != "CO2" and row.after_g == 850_000_000 for row in found.rows)


def test_processes_and_feedstock():
    """2000 t of limestone at 0.4397 t/t; feedstock gas is not burnt."""

    def change(of):
        of["process"].append({"item": "石灰石（工业用）", "quantity": 2000.0, "unit": "吨", "source": "编造"})
        gas = {"item": "天然气", "use": "feedstock", "quantity": 10.0, "unit": "万立方米", "source": "编造"}
        of["energy"].append(gas)

    found = evaluated(change)
    assert found.emissions.kilograms(part="process") == 879_400
    assert found.emissions.kilograms(part="energy") == evaluated().emissions.kilograms(part="energy")
    assert found.energy.total("feedstock") == pytest.approx(133)


@pytest.mark.parametrize("basis", ["dual-control", "account", "territory", "ets"])
def test_a_basis_counts_its_parts(basis):
    indirect = basis in ("dual-control", "account")
    found, _ = emissions.emissions(form(), library.load(), "440305", basis=basis)
    assert found
    direct = found.kilograms(part="energy")
    assert found.basis_kg() == direct + (441_900 if indirect else 0)


def test_what_a_project_adds_is_after_less_before():
    def change(of):
        of["facts"] = [row if row["fact"] != "kind" else {"fact": "kind", "value": "renovation"} for row in of["facts"]]
        of["facts"] += [{"fact": name, "value": "yes"} for name in ("site_changed", "process_changed")]
        of["energy"][1]["before"] = 1500.0

    found = evaluated(change)
    assert found.emissions.basis_kg("before") == 662_850
    assert found.emissions.added_kg == found.emissions.basis_kg() - 662_850


@pytest.mark.parametrize("item", ["汽车", "水泥熟料（按成分计算）"])
def test_what_cannot_be_computed_is_named_in_its_cell(item):
    """No rule for cars; no composition of the clinker."""
    row = {"item": item, "quantity": 1.0, "unit": "吨", "source": "编造"}
    found, findings = judged(lambda of: of["process"].append(row))
    if found:
        made, findings = emissions.emissions(found, library.load(), "440305")
        assert made is None
    assert findings
    assert all(each.sheet == "过程排放" and each.cell for each in findings)


def test_whole_grams_are_summed_before_they_are_rounded():
    found = evaluated()
    parts = sum(found.emissions.kilograms(part=part) for part in emissions.PARTS)
    assert abs(parts - found.emissions.kilograms()) <= 2


def test_factors_are_looked_up_for_the_region():
    other = evaluated(around=Surroundings("310000"))
    assert other.emissions.kilograms(part="indirect") == 573_700
