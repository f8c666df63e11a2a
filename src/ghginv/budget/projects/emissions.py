"""A project's emissions, by the formulas and factors of the library: energy, processes, purchased power and heat.

The lines of the form become activity data of the enterprise guidelines and are computed as an inventory is, before and
after. A line with a measured factor is that factor times its quantity. Power bought takes the factor that the rule set
of carbon budgets names (by default the provincial average).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ghginv.budget.projects.form import FEEDSTOCK, SOLD, Form, Line
from ghginv.calculation import choose
from ghginv.calculation.inventory import Inputs, Inventory, compile_inventory
from ghginv.domain import items
from ghginv.errors import InputError
from ghginv.factors import guidelines
from ghginv.factors.guidelines import Guideline
from ghginv.factors.library import Library
from ghginv.findings import Finding
from ghginv.formulas import find

ENERGY, PROCESS, INDIRECT = PARTS = ("energy", "process", "indirect")
CO2 = "CO2"
_POWER_SETS = {"provincial": ("mee_grid", "pg2011"), "national": ("mee_ets", "mee_grid", "pg2011")}
_FUELS, _OWN_FACTOR = "1", "production_co2"
_CARRIERS = {"electricity": "X.1", "heat": "X.2"}
_GRAMS = 1_000_000


@dataclass(frozen=True, slots=True)
class Term:
    """A value that a formula was given: name, value, unit, where it is from, its evidence mark."""

    name: str
    value: float
    unit: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class EmissionRow:
    """Emissions of a line in one gas, whole grams a year, CO2e in ``co2e_after_g``; ``part`` is one of PARTS."""

    line: Line
    part: str
    gas: str
    formula: str
    terms: tuple[Term, ...]
    before_g: int
    after_g: int
    co2e_after_g: int


@dataclass(frozen=True, slots=True)
class Emissions:
    """All rows; ``counted`` says which parts the budget's basis counts."""

    rows: tuple[EmissionRow, ...]
    counted: frozenset[str]

    def kilograms(self, when: str = "after", part: str = "") -> int:
        """CO2 in whole kg a year, of all parts or one; before and after sum whole grams first."""
        grams = sum(
            getattr(row, f"{when}_g") for row in self.rows if row.gas == CO2 and part in ("", row.part)
        )
        return _rounded(grams)

    def basis_kg(self, when: str = "after") -> int:
        """CO2 in whole kg a year of the parts that the budget's basis counts."""
        rows = [row for row in self.rows if row.gas == CO2 and row.part in self.counted]
        return _rounded(sum(getattr(row, f"{when}_g") for row in rows))

    @property
    def added_kg(self) -> int:
        """What the project adds to a budget: after less before; below zero where it emits less than before."""
        return self.basis_kg() - self.basis_kg("before")

    @property
    def other_gases_kg(self) -> int:
        """Other gases a year in kg CO2e, a memo."""
        return _rounded(sum(row.co2e_after_g for row in self.rows if row.gas != CO2))


def _rounded(grams: int) -> int:
    return (grams + 500) // 1000


def parts_of(basis: str) -> frozenset[str]:
    """The parts that a basis counts: ``territory`` and ``ets`` only direct emissions, the others power and heat too."""
    return frozenset({ENERGY, PROCESS} if basis in ("territory", "ets") else PARTS)


def emissions(
    form: Form, library: Library, region: str, *, basis: str = "dual-control", power: str = "provincial",
    version: str = "",
) -> tuple[Emissions | None, list[Finding]]:  # fmt: skip
    """The emissions of a form, or findings in the cells of lines that cannot be computed.

    ``region`` is a code of the list of regions, for which factors are looked up; ``basis`` and ``power`` those of the
    rule set; ``version`` that of the software.
    """
    guideline = _guideline(power)
    computed = [line for line in _emitting(form) if line.emission_factor is None]
    categories_of = {id(line): _category(line, guideline) for line in computed}
    findings = [_no_rule(line) for line in computed if not categories_of[id(line)]]
    if findings:
        return None, findings
    rows = [_own(line) for line in _emitting(form) if line.emission_factor is not None]
    if any(line.before or line.quantity for line in computed):
        inputs = Inputs(region, form.year, guideline, guideline.gwp, library, (), version)
        try:
            inventory = compile_inventory(_activity(computed, categories_of, region, form.year), inputs)
        except InputError as refusal:
            placed = _lacking(computed, categories_of, guideline, library, region, form.year)
            return None, placed or list(refusal.findings)
        rows += _rows(inventory, computed, library)
    order = {id(line): at for at, line in enumerate((*form.energy, *form.process))}
    rows.sort(key=lambda row: (order[id(row.line)], row.gas != CO2, row.gas))
    return Emissions(tuple(rows), parts_of(basis)), []


def _guideline(power: str) -> Guideline:
    known = guidelines.load("enterprise")
    sets = _POWER_SETS.get(power, _POWER_SETS["provincial"])
    return replace(known, factor_sets_for={**known.factor_sets_for, "grid_emission_factor": sets})


def _emitting(form: Form) -> Iterator[Line]:
    """All lines but feedstock, whose carbon stays in the product or is counted with the processes."""
    yield from (line for line in form.energy if line.use != FEEDSTOCK)
    yield from form.process


def _category(line: Line, guideline: Guideline) -> str:
    """The category under which a line is computed; empty where no rule serves it."""
    if not line.is_process:
        code = _CARRIERS[line.item] if line.use == SOLD else _FUELS
        return code if guideline.rules_for(code, line.item) else ""
    kind = f"kind:{items.find_code(line.item).kind}"
    for rule in guideline.rules:
        if rule.formula and rule.activity_category.startswith("P") and {line.item, kind} & set(rule.items):
            return rule.activity_category if rule.activity_category != "P" else "P.OC"
    return ""


def _no_rule(line: Line) -> Finding:
    item = items.find_code(line.item)
    return line.row.finding("project-no-rule", "item", item_zh=item.zh, item=item.en)


def _lacking(
    lines: Sequence[Line], codes: Mapping[int, str], guideline: Guideline, library: Library, region: str, year: int
) -> list[Finding]:
    """Lines for which the library has no factor, in their cells."""
    keys = {id(line): _key(line, codes[id(line)], region, year) for line in lines}
    choices = choose.choose(set(keys.values()), guideline, library)
    found = []
    for line in lines:
        for each in choices.lacking.get(keys[id(line)], ()):
            found.append(line.row.finding(each.code, "item", found=each.found, expected=each.expected, **each.details))
    return found


def _key(line: Line, category: str, region: str, year: int) -> choose.ActivityKey:
    return choose.ActivityKey(region, year, "", category, line.item, "", line.unit)


def _activity(lines: Sequence[Line], codes: Mapping[int, str], region: str, year: int) -> Any:
    """Two rows a line: 2n is before, 2n + 1 after."""
    import pyarrow as pa

    columns: dict[str, list[Any]] = {
        name: [] for name in ("activity_id", "region", "year", "enterprise", "category", "item", "technology", "unit",
                              "facility", "vintage", "month", "quantity", "file", "sheet", "cell")
    }  # fmt: skip
    for at, line in enumerate(lines):
        sheet, cell = line.place
        for number, quantity in ((2 * at, line.before), (2 * at + 1, line.quantity)):
            told = {"activity_id": number, "region": region, "year": year, "category": codes[id(line)],
                    "item": line.item, "unit": line.unit, "vintage": 0, "month": 0, "quantity": quantity,
                    "file": line.row.written.file, "sheet": sheet, "cell": cell}  # fmt: skip
            for name, column in columns.items():
                column.append(told.get(name, ""))
    texts = {name: pa.string() for name in columns}
    numbers = dict.fromkeys(("activity_id", "year", "vintage", "month"), pa.int64())
    kinds = {**texts, **numbers, "quantity": pa.float64()}
    return pa.table({name: pa.array(column, kinds[name]) for name, column in columns.items()})


def _rows(inventory: Inventory, lines: Sequence[Line], library: Library) -> Iterator[EmissionRow]:
    """The rows of an inventory that count, before and after of a line and gas together."""
    table = inventory.emissions
    table = table[table["memo"] == ""]
    terms = dict(zip(inventory.choices["choice_id"], inventory.choices["terms"], strict=True))
    for (at, gas, choice), mine in table.groupby([table["activity_id"] // 2, "gas", "choice_id"], sort=True):
        old, new = (mine[mine["activity_id"] % 2 == odd] for odd in (0, 1))
        grams = int(old["mass_g"].sum()), int(new["mass_g"].sum()), int(new["co2e_g"].sum())
        line = lines[int(at)]
        row = mine.iloc[0]
        part = INDIRECT if row["scope"] == "2" else PROCESS if line.is_process else ENERGY
        yield EmissionRow(line, part, str(gas), str(row["formula"]), tuple(_terms(terms[choice], library)), *grams)


def _terms(told: str, library: Library) -> Iterator[Term]:
    for each in json.loads(told):
        row = library.by_id.get(each["parameter_id"])
        source = library.sources.get(row.source_id, {}) if row else {}
        name = " ".join(filter(None, (str(source.get("title") or ""), row.place if row else "")))
        earlier = f"（{each['earlier']} 年值 value of {each['earlier']}）" if each.get("earlier") else ""
        yield Term(each["name"], float(each["value"]), each["unit"], f"{name}{earlier}", row.status if row else "")


def _own(line: Line) -> EmissionRow:
    """A line with a measured factor."""
    factor = float(line.emission_factor or 0.0)
    carrier = line.item in _CARRIERS
    sign = -1 if line.use == SOLD else 1
    formula = find(_OWN_FACTOR)
    before, after = (
        sign * round(float(formula(quantity=quantity, process_co2_factor=factor)) * _GRAMS)
        for quantity in (line.before, line.quantity)
    )
    part = PROCESS if line.is_process else INDIRECT if carrier else ENERGY
    biogenic = items.find_code(line.item).kind == "biomass"
    term = Term("process_co2_factor", sign * factor, f"tCO2/{line.unit}", line.source, "submitted")
    gas = "CO2 (biogenic)" if biogenic and not line.is_process else CO2
    return EmissionRow(line, part, gas, _OWN_FACTOR, (term,), before, after, after if gas == CO2 else 0)


