"""Every formula, read every way, gives the same figure to 1e-12.

The rows are drawn at random within the plausible range of each term, its bounds among them, with zero and negative
activity as an energy balance has it. Two formulas of this file say all that the grammar allows beyond arithmetic.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
import numpy
import openpyxl
import pandas
import pytest
import uncertainties
import xlsxwriter

from ghginv.domain.terms import TERMS
from ghginv.formulas import all_formulas
from ghginv.formulas.equation import Formula, equation
from ghginv.formulas.words import CO2_PER_C, exp, if_else, maximum, minimum
from ghginv.readings import cells, columns, dimensions, grammar, prose, uncertainty
from tests.recalculation import recalculate

ROWS = 24
TOLERANCE = 1e-12


@equation("t", quantity="t", zh="条件、极值和指数", source="arithmetic")
def every_word(quantity, load_factor, oxidation_rate):  # type: ignore[no-untyped-def]
    """Every word."""
    fuel = if_else(load_factor >= 0.5, quantity, -quantity / 3)
    cruise_fuel = minimum(maximum(fuel, quantity * oxidation_rate), 1e4 * quantity)
    return if_else(fuel != quantity, cruise_fuel, fuel * exp(-load_factor)) - 0 * fuel


@equation("t", quantity="t", zh="各种运算", source="arithmetic")
def every_sign(quantity, load_factor, oxidation_rate):  # type: ignore[no-untyped-def]
    """Every sign, in every order."""
    fuel = quantity - (quantity - quantity * (2 - load_factor) ** 2)
    cruise_fuel = -((1 + oxidation_rate) ** 2 ** load_factor) * (fuel * CO2_PER_C / CO2_PER_C / (4 / (2 + load_factor)))
    return quantity - -cruise_fuel + (quantity + fuel) * -(3**2) - (-(1 + load_factor)) ** 2 * quantity


FORMULAS = {formula.__name__: formula for formula in (*all_formulas().values(), every_word, every_sign)}
ALTERNATIVES = [(name, unit) for name, formula in FORMULAS.items() for unit in formula.equation.quantity]

every_formula = pytest.mark.parametrize("name", FORMULAS)
every_alternative = pytest.mark.parametrize(("name", "unit"), ALTERNATIVES)


def rows(name: str) -> list[dict[str, float]]:
    """Random arguments of a formula, the same at each call; eight digits, so that text holds them."""
    formula = FORMULAS[name]
    chance = random.Random(name)
    return [row for unit in formula.equation.quantity for row in _rows(formula, unit, chance)]


def _rows(formula: Formula, unit: str, chance: random.Random) -> Iterator[dict[str, float]]:
    ranges = {name: TERMS[name].ranges[own] for name, own in formula.equation.units(unit).items()}
    yield {name: lower for name, (lower, _) in ranges.items()}
    yield {name: upper for name, (_, upper) in ranges.items()}
    for number in range(ROWS):
        drawn = {name: chance.uniform(*bounds) for name, bounds in ranges.items()}
        drawn["quantity"] = 10 ** chance.uniform(-3, 9) * (-1 if number % 5 == 0 else 1)
        given = drawn if number % 2 else {name: drawn[name] for name in drawn if name not in formula.equation.defaults}
        yield {name: float(f"{value:.8g}") for name, value in given.items()}


def table(name: str) -> dict[str, numpy.ndarray]:
    """The rows as columns; where a default was left out it is written in."""
    full = {"co2_per_carbon": CO2_PER_C}
    names = FORMULAS[name].equation.arguments
    return {key: numpy.array([row.get(key, full.get(key)) for row in rows(name)]) for key in names}


def expected(name: str) -> list[float]:
    """The plain function over plain numbers: what the other readings are held against."""
    return [FORMULAS[name](**row) for row in rows(name)]


def agrees(found: Any, name: str) -> bool:
    return list(found) == pytest.approx(expected(name), rel=TOLERANCE, abs=0)


@every_formula
def test_steps(name: str) -> None:
    derivation = grammar.parse(FORMULAS[name])
    assert [grammar.evaluate(derivation, row)[grammar.RESULT] for row in rows(name)] == expected(name)


@every_formula
def test_numpy(name: str) -> None:
    assert agrees(columns.compute(FORMULAS[name], table(name)), name)
    assert agrees(FORMULAS[name](**table(name)), name)


@every_formula
def test_pandas(name: str) -> None:
    frame = pandas.DataFrame(table(name))
    found = columns.compute(FORMULAS[name], {column: frame[column] for column in frame})
    assert isinstance(found, pandas.Series)
    assert agrees(found, name)


@every_formula
def test_ibis_on_duckdb(name: str) -> None:
    source = ibis.memtable(pandas.DataFrame(table(name)).rename_axis("row").reset_index())
    found = columns.compute(FORMULAS[name], {column: source[column] for column in table(name)})
    result = ibis.duckdb.connect().execute(source.select("row", result=found).order_by("row"))
    assert agrees(result["result"], name)


@every_formula
def test_uncertainties_keep_the_value(name: str) -> None:
    for row, value in zip(rows(name), expected(name), strict=True):
        uncertain = {key: uncertainty.uncertain(number, number - 1, number + 1) for key, number in row.items()}
        found = uncertainties.nominal_value(uncertainty.propagate(FORMULAS[name], uncertain))
        assert found == pytest.approx(value, rel=TOLERANCE, abs=0)


@every_formula
def test_uncertainties_are_first_order(name: str) -> None:
    """The error is the root of the sum of squares of what each argument's error does, by finite differences."""
    formula, row = FORMULAS[name], rows(name)[3]
    errors = {key: abs(number) * 1e-3 for key, number in row.items()}
    parts = []
    for key, error in errors.items():
        up, down = (formula(**{**row, key: row[key] + sign * error * 1e-2}) for sign in (1, -1))
        parts.append((up - down) / 2e-2)
    given = {key: uncertainty.uncertain(row[key], row[key] - error, row[key] + error) for key, error in errors.items()}
    found = uncertainties.std_dev(uncertainty.propagate(formula, given)) * uncertainty.Z95
    assert found == pytest.approx(math.hypot(*parts), rel=1e-6)


@every_formula
def test_prose(name: str) -> None:
    """Each line, read back as arithmetic, gives what it says it gives; the last gives the result."""
    for row, value in zip(rows(name), expected(name), strict=True):
        for lang in ("zh", "en"):
            lines = prose.in_numbers(FORMULAS[name], row, lang)
            for line in lines:
                _, arithmetic, outcome = line.split(" = ")
                assert read_back(arithmetic) == pytest.approx(float(outcome.split()[0]), rel=TOLERANCE, abs=0)
            assert float(outcome.split()[0]) == pytest.approx(value, rel=TOLERANCE, abs=0)
            assert outcome.split(" ", 1)[1] == FORMULAS[name].equation.result


def read_back(arithmetic: str) -> float:
    """The value of a line of prose."""
    python = re.sub(r"\bif\(", "choose(", arithmetic)
    for sign, operator in {"×": "*", "÷": "/", "^": "**", "≥": ">=", "≤": "<=", "≠": "!="}.items():
        python = python.replace(sign, operator)
    known = {"choose": lambda condition, yes, no: yes if condition else no, "min": min, "max": max, "exp": math.exp}
    return float(eval(python, {"__builtins__": {}}, known))


@every_formula
def test_dimensions(name: str) -> None:
    assert dimensions.check(FORMULAS[name]) == []


# For each unit one that is near enough to be taken for it: in scale, in substance or in kind.
CONFUSED = {
    "t": ("kg", "tC", "10^4 m3"), "kg": ("t", "g"), "g": ("kg", "L"), "L": ("m3", "kg"), "10^4 m3": ("m3", "t"),
    "GJ": ("MJ", "TJ", "tce"), "TJ": ("GJ", "t"), "kJ": ("MJ", "MWh"), "MWh": ("kWh", "GJ", "tce"), "kWh": ("MWh",),
    "tC": ("tCO2", "t", "kgC"), "tCO2": ("tC", "t", "kgCO2"), "kgCO2": ("tCO2", "kg"), "tCH4": ("kgCH4", "tCO2", "t"),
    "kgCH4": ("tCH4", "kgN2O", "kg"), "kgN2O": ("tN2O", "kgCH4", "kg"), "gCH4": ("kgCH4", "gN2O"),
    "gN2O": ("kgN2O", "g"), "mgCH4": ("kgCH4", "mgN2O"), "mgN2O": ("kgN2O", "mgCH4"), "m3CH4": ("kgCH4", "m3"),
    "1": ("%", "t"), "tce": ("kgce", "t"), "km": ("100km", "L"), "100km": ("km",), "kW": ("kWh", "MWh"),
    "h": ("kWh", "km"), "LTO": ("1", "t"), "facility": ("1", "t"), "degC": ("1", "kJ"),
    "vehicle": ("t", "%"), "machine": ("t", "%"),
    "ha": ("m2", "t"), "head": ("1", "person"), "person": ("1", "head"), "d": ("h", "a"), "tN": ("kgN", "t", "tN2O"),
    "kgN": ("tN", "kg", "kgN2O"), "gCO2": ("kgCO2", "gCH4"),
    "tCOD": ("kgCOD", "tBOD"), "kgCOD": ("tCOD", "kgBOD"), "kgBOD": ("gBOD", "kgCOD"), "gBOD": ("kgBOD", "gCOD"),
    "kgGAS": ("tGAS", "kg"), "m3": ("kg", "L"), "m2": ("ha", "kg"), "a": ("1", "t"),
    "tree": ("1", "ha"),
}


def confusions(unit: str) -> Iterator[str]:
    """The unit with one part taken for another."""
    parts = unit.split("/")
    for place, part in enumerate(parts):
        for other in CONFUSED[part]:
            yield "/".join([*parts[:place], other, *parts[place + 1 :]])


@every_alternative
def test_no_other_unit_passes(name: str, unit: str) -> None:
    formula = FORMULAS[name]
    units = formula.equation.units(unit)
    passed = [
        (argument, other)
        for argument, own in units.items()
        for other in confusions(own)
        if not dimensions.disagreements(formula, {**units, argument: other})
    ]
    assert passed == []


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, openpyxl.worksheet.worksheet.Worksheet]:
    """A sheet for each formula, its steps as live formulas without any value, computed by LibreOffice."""
    folder = tmp_path_factory.mktemp("cells")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, name in enumerate(FORMULAS):
        sheet = book.create_sheet(f"F{number}")
        for line, row in enumerate(rows(name), start=1):
            for cell, content in written(name, row, line).items():
                sheet[cell] = content
    book.save(folder / "formulas.xlsx")
    (path,) = recalculate([folder / "formulas.xlsx"], folder / "recalculated")
    computed = openpyxl.load_workbook(path, data_only=True)
    return {name: computed[f"F{number}"] for number, name in enumerate(FORMULAS)}


def written(name: str, row: dict[str, float], line: int) -> dict[str, float | str]:
    """The cells of one line: what is given stands from column A on, the steps behind it."""
    places = {key: f"{chr(ord('A') + place)}{line}" for place, key in enumerate(row)}
    steps = [step.name for step in grammar.parse(FORMULAS[name]).steps]
    places |= {step: f"{chr(ord('N') + place)}{line}" for place, step in enumerate(steps)}
    live = cells.live(FORMULAS[name], {key: place for key, place in places.items() if key != grammar.RESULT})
    return {places[key]: number for key, number in row.items()} | {places[step]: text for step, text in live}


@every_formula
def test_cells_in_libreoffice(name: str, recalculated: dict[str, Any]) -> None:
    derivation = grammar.parse(FORMULAS[name])
    for line, row in enumerate(rows(name), start=1):
        steps = grammar.evaluate(derivation, row)
        found = [recalculated[name][f"{chr(ord('N') + place)}{line}"].value for place in range(len(steps))]
        assert found == pytest.approx(list(steps.values()), rel=TOLERANCE, abs=0)


def test_libreoffice_computes_anew(tmp_path: Path) -> None:
    """A wrong value that a workbook carries is found, so the test above compares two computations."""
    seeded = tmp_path / "seeded.xlsx"
    with xlsxwriter.Workbook(seeded) as book:
        sheet = book.add_worksheet("F")
        sheet.write_number("A1", 42)
        sheet.write_formula("B1", "=(A1*(44/12))", value=-1)
    assert openpyxl.load_workbook(seeded, data_only=True)["F"]["B1"].value == -1
    (path,) = recalculate([seeded], tmp_path / "recalculated")
    assert openpyxl.load_workbook(path, data_only=True)["F"]["B1"].value == pytest.approx(154, rel=TOLERANCE)
