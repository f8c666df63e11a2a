"""One row of a plan as written → typed values, or findings in their cells: numbers, units, years, days, choices.

Numbers are judged as in templates: text, full-width digits and units typed behind a number are mistakes with their
remedy. A unit column that says 万吨 where the plan counts in 吨 is converted; a unit typed into the number's cell is
refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ghginv.domain import credit_codes, units, written_numbers
from ghginv.domain.plan_tables import Choice, Column, Table, Written
from ghginv.errors import InputError
from ghginv.findings import Finding

YEARS = (1949, 2100)
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_INVERSE = re.compile(r"1/([1-9])")
_GAS = re.compile(r"(CO2e?|二氧化碳(当量)?)$", re.IGNORECASE)
_MISSING = {
    ("facilities", "region"): "budget-facility-no-region",
    ("facilities", "industry"): "budget-facility-no-industry",
}
Value = str | float | int


@dataclass(frozen=True, slots=True)
class Row:
    """A typed row: ``values`` by column, numbers NaN, years 0 and texts empty where nothing is written."""

    table: str
    values: Mapping[str, Value]
    written: Written
    broken: frozenset[str] = field(default_factory=frozenset)

    def text(self, column: str) -> str:
        """A text, a code, a day or the id of a choice."""
        return str(self.values[column])

    def year(self, column: str = "year") -> int:
        """A year, 0 where blank."""
        return int(self.values[column])

    def number(self, column: str) -> float:
        """A number, NaN where blank."""
        return float(self.values[column])

    def has(self, column: str) -> bool:
        """Whether something usable is written there."""
        value = self.values[column]
        return value == value if isinstance(value, float) else value not in ("", 0)

    def finding(self, code: str, column: str = "", /, **details: object) -> Finding:
        """A finding in the cell of a column, or in the first cell of the row; ``found`` is what is written there."""
        found, expected = str(details.pop("found", self._shown(column))), str(details.pop("expected", ""))
        return placed(self.written, column, Finding(code, found=found, expected=expected, details=details))

    @property
    def place(self) -> str:
        """``file: sheet!row`` of the row, for messages."""
        return _row_place(self.written)

    @property
    def where(self) -> tuple[str, str, int]:
        """File, sheet and number of the row, to tell the first of two from the second."""
        cell = next(iter(self.written.cells.values()), "")
        return self.written.file, self.written.sheet, int("".join(sign for sign in cell if sign.isdecimal()) or 0)

    def _shown(self, column: str) -> str:
        value = self.written.values.get(column)
        return written_numbers.digits(value) if isinstance(value, float) else str(value or "").strip()


def placed(written: Written, column: str, finding: Finding) -> Finding:
    """The finding in the cell of a column, or in the row's first cell."""
    cell = written.cells.get(column) or next(iter(written.cells.values()), "")
    return replace(finding, file=written.file, sheet=written.sheet, cell=cell)


def is_empty(written: Written) -> bool:
    """Whether nothing is written in a row."""
    return all(value is None or (isinstance(value, str) and not value.strip()) for value in written.values.values())


def typed(written: Written, table: Table) -> tuple[Row, list[Finding]]:
    """The row with its values by kind of column, and what is wrong in it."""
    values: dict[str, Value] = {}
    findings: list[Finding] = []
    broken: set[str] = set()
    for column in table.columns:
        value, finding = _cell(written, column, _target(written, table, column))
        values[column.id] = value
        if finding is not None:
            findings.append(placed(written, column.id, finding))
            broken.add(column.id)
    if table.column("unit") and "unit" not in broken and "value" not in broken:
        values, finding = _converted(values, written, table)
        if finding is not None:
            findings.append(placed(written, "unit", finding))
            broken.add("unit")
    return Row(table.id, values, written, frozenset(broken)), findings


def _cell(written: Written, column: Column, target: Choice | None) -> tuple[Value, Finding | None]:
    """The value of a cell by the kind of its column."""
    value = written.values.get(column.id)
    if column.kind in ("number", "percent"):
        percent = column.kind == "percent" or (target is not None and target.unit == "%")
        return _number(value, column, percent, written.table)
    text = _text(value)
    if not text:
        missing = _missing(written.table, column) if column.required else None
        return (0 if column.kind == "year" else ""), missing
    if column.kind == "year":
        return _year(text)
    if column.kind == "date":
        return _day(text)
    if column.kind == "choice":
        choice = column.choice(text) or column.choice(text.lower())
        known = "、".join(f"{each.id} {each.zh}" for each in column.choices)
        return (choice.id, None) if choice else ("", Finding("budget-plan-choice", found=text, expected=known))
    if column.id == "enterprise":
        return credit_codes.plain(text), None
    return (unicodedata.normalize("NFKC", text) if column.kind == "code" else text.replace("\r\n", "\n")), None


def _missing(table: str, column: Column) -> Finding:
    code = _MISSING.get((table, column.id), "budget-plan-required")
    return Finding(code, details={"column": column.en, "column_zh": column.zh})


def _text(value: str | float | None) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return written_numbers.digits(float(value)) if value == value and abs(value) < 1e18 else str(value)
    return str(value).strip() if value is not None else ""


def _number(value: str | float | None, column: Column, percent: bool, table: str) -> tuple[float, Finding | None]:
    if isinstance(value, str):
        inverse = _INVERSE.fullmatch(unicodedata.normalize("NFKC", value).strip()) if table == "pairwise" else None
        figure = written_numbers.read_text(value, percent=percent)
        if inverse:
            return 1 / int(inverse[1]), None
    elif value is None:
        figure = written_numbers.Figure()
    else:
        figure = written_numbers.finite(float(value), str(value))
    if finding := figure.finding("", ""):
        return float("nan"), finding
    if figure.number is None:
        return float("nan"), _missing(table, column) if column.required else None
    return figure.number + 0.0, None


def _year(text: str) -> tuple[int, Finding | None]:
    plain = re.sub(r"\.0+$|\s*年$", "", unicodedata.normalize("NFKC", text))
    if not (plain.isdecimal() and YEARS[0] <= int(plain) <= YEARS[1]):
        return 0, Finding("budget-plan-year", found=text, expected=f"{YEARS[0]}–{YEARS[1]}")
    return int(plain), None


def _day(text: str) -> tuple[str, Finding | None]:
    found = day(text)
    return found, None if found else Finding("budget-plan-day", found=text, expected="2026-01-01")


def day(text: str) -> str:
    """A day as people write it, in ISO; empty where it is none.

    >>> day("2026年3月1日"), day("2026/3/1"), day("2026-02-30"), day("明年")
    ('2026-03-01', '2026-03-01', '', '')
    """
    match = _DAY.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    try:
        return date(*(int(part) for part in match.groups())).isoformat() if match else ""
    except ValueError:
        return ""


def _target(written: Written, table: Table, column: Column) -> Choice | None:
    """The indicator or parameter of the row, which says in which unit its value counts."""
    if column.id != "value":
        return None
    named = next((each for each in table.columns if each.kind == "choice"), None)
    return named.choice(_text(written.values.get(named.id))) if named else None


def _converted(values: dict[str, Value], written: Written, table: Table) -> tuple[dict[str, Value], Finding | None]:
    """The value in the unit of its indicator, the unit in its plain spelling."""
    value_column = table.column("value")
    target = _target(written, table, value_column) if value_column else None
    said = str(values["unit"])
    if target is None or not said:
        return {**values, "unit": target.unit if target else said}, None
    if not target.unit:
        return {**values, "unit": unit(said) or said}, None
    wanted, given = unit(target.unit), unit(said)
    if wanted is None or given is None:
        near = "、".join(units.nearest(said)) or target.unit
        return values, Finding("unit-unknown", found=said, details={"near": near})
    if "/" in given and "/" not in wanted and target.id == "benchmark":  # t per unit of output: the output's unit stays
        wanted = "/".join((wanted, *given.split("/")[1:]))
    try:
        factor = units.factor(given, wanted)
        value = float(values["value"])
        amount = units.convert(value, given, wanted) if value == value and factor != 1 else value
    except InputError:
        return values, Finding("unit-wrong-kind", found=said, expected=target.unit)
    return {**values, "value": amount, "unit": wanted}, None


def unit(text: str) -> str | None:
    """The code of a unit as written; the gas behind a mass (tCO2e, 万吨二氧化碳) and an English plural are dropped.

    >>> unit("万吨CO2"), unit("10^4 persons"), unit("吨/兆瓦时")
    ('10^4 t', '10^4 person', 't/MWh')
    """
    plain = _GAS.sub("", unicodedata.normalize("NFKC", text).strip()).strip()
    if "/" in plain:
        parts = [unit(part) for part in plain.split("/")]
        return "/".join(str(part) for part in parts) if all(parts) else None
    return units.find(plain) or (units.find(plain[:-1]) if plain.endswith("s") else None)


def _row_place(written: Written) -> str:
    cells = iter(written.cells.values())
    cell = next(cells, "")
    row = cell if " " in cell else "".join(sign for sign in cell if sign.isdigit())
    inside = f"{written.sheet}!{row}" if written.sheet and row else written.sheet or row
    return ": ".join(part for part in (written.file, inside) if part)


def rows_of(written: Iterable[Written], table: Table) -> tuple[list[Row], list[Finding]]:
    """All rows of a table that say something, typed, and what is wrong in them."""
    rows, findings = [], []
    for each in written:
        if not is_empty(each):
            row, wrong = typed(each, table)
            rows.append(row)
            findings += wrong
    return rows, findings


def codes_of(text: str) -> tuple[str, ...]:
    """Codes in one cell, separated by blanks, commas or semicolons.

    >>> codes_of("39，C38; 441")
    ('39', 'C38', '441')
    """
    return tuple(code for code in re.split(r"[\s,;、]+", unicodedata.normalize("NFKC", text).strip().upper()) if code)
