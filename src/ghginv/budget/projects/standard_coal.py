"""A project's energy in standard coal, by heat value and by equal value, and its coal in tonnes.

NDRC order 31 counts electricity by heat value 当量值 in Art. 8 and takes the higher of that and equal value 等价值 in
Art. 9. Coefficients come from the factor library, a measured one of the form first; those of equal value are dated
policy parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ghginv.budget.projects.form import FEEDSTOCK, SOLD, Form, Line
from ghginv.domain import items, policy
from ghginv.factors import resolve
from ghginv.factors.library import Library
from ghginv.findings import Finding
from ghginv.formulas import find

SETS = ("gbt2589_2020", "nbs_205_1", "gbt2589_2008", "cesy2008")
EQUAL_VALUE = {"electricity": "project_electricity_equal_value", "heat": "project_heat_equal_value"}
_COAL, _FOSSIL = "coal_total", ("coal", "oil", "gas")


@dataclass(frozen=True, slots=True)
class Coefficient:
    """tce per unit of an item, with what it rests on."""

    value: float
    unit: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class EnergyRow:
    """A line in standard coal, a year: ``before``, ``after`` in tce by heat value, ``equal_before``, ``equal_after``.

    Energy sold is negative. ``coal_before`` and ``coal_after`` are tonnes of coal, ``renewable`` and ``fossil`` tce.
    """

    line: Line
    coefficient: Coefficient
    equal: Coefficient
    before: float
    after: float
    equal_before: float
    equal_after: float
    coal_before: float
    coal_after: float
    renewable: float

    @property
    def fossil(self) -> float:
        """tce of fossil fuels after, feedstock too."""
        return self.after if items.find_code(self.line.item).kind in _FOSSIL and self.line.use != SOLD else 0.0

    @property
    def feedstock(self) -> float:
        """tce of feedstock 原料用能 after."""
        return self.after if self.line.use == FEEDSTOCK else 0.0


@dataclass(frozen=True, slots=True)
class Energy:
    """All energy of a project; what is counted by Art. 8 is the increment or the whole."""

    rows: tuple[EnergyRow, ...]
    incremental: bool

    def total(self, name: str) -> float:
        """The sum of a figure of the rows."""
        return sum(getattr(row, name) for row in self.rows)

    @property
    def tce(self) -> float:
        """tce a year by heat value as Art. 8 counts it."""
        return self.total("after") - (self.total("before") if self.incremental else 0.0)

    @property
    def coal_t(self) -> float:
        """Tonnes of coal a year as Art. 8 counts them."""
        return self.total("coal_after") - (self.total("coal_before") if self.incremental else 0.0)

    @property
    def tce_high(self) -> float:
        """tce a year, the higher of both conversions (Art. 9), of the whole project."""
        return max(self.total("after"), self.total("equal_after"))


def energy(form: Form, library: Library, region: str) -> tuple[Energy | None, list[Finding]]:
    """The energy of a form; findings in the cells of items without coefficient, and then no energy.

    ``region`` is a code of the list of regions, for which coefficients are looked up.
    """
    rows, findings = [], []
    for line in form.energy:
        found = coefficient(line, library, region, form.year)
        if isinstance(found, Finding):
            findings.append(line.row.finding(found.code, "item", **found.details))
        else:
            rows.append(_row(line, found, _equal(line, found, form.rules_year)))
    return (None if findings else Energy(tuple(rows), form.incremental)), findings


def coefficient(line: Line, library: Library, region: str, year: int) -> Coefficient | Finding:
    """tce per unit by heat value: the form's own, else that of GB/T 2589 and the statistics."""
    if line.tce_factor is not None:
        return Coefficient(line.tce_factor, f"tce/{line.unit}", line.source, "submitted")
    key = resolve.Key(region, year, item=line.item, quantity_unit=line.unit)
    found = resolve.resolve(library, "standard_coal_coefficient", key, SETS)
    if isinstance(found, resolve.Missing):
        return Finding("project-no-coefficient", details={"item_zh": items.find_code(line.item).zh, "item": line.item})
    told = library.sources.get(found.parameter.source_id, {})
    source = " ".join(filter(None, (str(told.get("title") or found.parameter.source_id), found.parameter.place)))
    return Coefficient(found.value, found.unit, source, found.parameter.status)


def _equal(line: Line, heat: Coefficient, year: int) -> Coefficient:
    name = EQUAL_VALUE.get(line.item)
    if name is None:
        return heat
    row = policy.find(name, year)
    return Coefficient(float(row.number), heat.unit, row.citation, row.status)


def _row(line: Line, heat: Coefficient, equal: Coefficient) -> EnergyRow:
    sign = -1.0 if line.use == SOLD else 1.0
    tce, equal_value = find("standard_coal"), find("standard_coal_equal_value")
    burnt = 1.0 if _is_coal(line.item) and line.use != SOLD else 0.0

    def heat_of(quantity: float) -> float:
        return sign * float(tce(quantity=quantity, standard_coal_coefficient=heat.value))

    def equal_of(quantity: float) -> float:
        if line.item not in EQUAL_VALUE:
            return heat_of(quantity)
        return sign * float(equal_value(quantity=quantity, equal_value_coefficient=equal.value))

    return EnergyRow(
        line, heat, equal, heat_of(line.before), heat_of(line.quantity), equal_of(line.before), equal_of(line.quantity),
        burnt * line.before, burnt * line.quantity, abs(heat_of(line.renewable)),
    )  # fmt: skip


def _is_coal(item: str) -> bool:
    """Whether an item is counted as coal consumption 煤炭消费量: coal and coal products, not coke."""
    return _COAL in items.holders(item)


def structure(found: Energy) -> Mapping[str, float]:
    """The energy after by what order 31, Art. 12 (4) asks for, in tce; coal in tonnes."""
    return {
        "total": found.total("after"), "equal": found.total("equal_after"), "fossil": found.total("fossil"),
        "renewable": found.total("renewable"), "feedstock": found.total("feedstock"),
        "coal_t": found.total("coal_after"),
    }  # fmt: skip
