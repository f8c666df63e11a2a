"""``synthetic``: a folder of filled workbooks of enterprises that do not exist, if wanted with known faults."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.domain import credit_codes
from ghginv.enterprise import synthetic
from ghginv.enterprise.synthetic import Made, Row
from ghginv.workspace.place import Workspace
from ghginv.workspace.register import Registered

if TYPE_CHECKING:
    from ghginv.workbooks.layout import Layout, Table

REGION = "440300"
_ROLES = ("facilities", "measured", "evidence")
_MOST_FAULTS = 3  # of a workbook that has any
_SLIPS = {"GJ/t": 1000.0, "GJ/10^4 m3": 0.1}  # what a value is multiplied with where it is in kJ/kg or MJ/m3
_REGISTER = ("统一社会信用代码", "企业名称", "行业代码", "行政区划代码", "纳入的碳市场", "模板", "设施", "备注")


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: how many enterprises, from which seed, for which years, how many of them with faults."""

    count: int = 500
    seed: int = 1
    year: int = 2024
    years: int = 1
    region: str = REGION
    faults: float = 0.0
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that was put in: where ``check`` must find it, under which code, and what was done."""

    file: str
    enterprise: str
    fault: str
    sheet: str
    cell: str
    code: str
    zh: str
    en: str


@dataclass(slots=True)
class Draft:
    """A workbook before it is written: basic facts, rows by sheet in codes, and the same as the workbook shows them."""

    made: Made
    layout: Layout
    facts: dict[str, str | int]
    rows: dict[str, list[Row]]
    entries: dict[str, list[dict[str, Any]]]


def write(folder: Path, order: Order, workspace: Workspace | None = None) -> Iterator[Path]:
    """Write the workbooks of an order one by one, then ``register.csv`` and ``faults.json``; yields each workbook.

    Several years stand in a folder each, the last of them being the order's year; only that one has faults.
    """
    with workspace.overlaid() if workspace else nullcontext():
        found: list[Fault] = []
        for year in range(order.year - order.years + 1, order.year + 1):
            within = folder / str(year) if order.years > 1 else folder
            within.mkdir(parents=True, exist_ok=True)
            for made in synthetic.enterprises(order.count, order.seed, year, order.region):
                path, faults = _written(made, within, order)
                found += faults
                yield path
        _register(folder / "register.csv", order)
        records = [asdict(fault) for fault in found]
        (folder / "faults.json").write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _written(made: Made, folder: Path, order: Order) -> tuple[Path, list[Fault]]:
    from ghginv.workbooks import build

    path = folder / _file_name(made)
    draft = _draft(made, order.lang)
    made_for = dict(draft.facts)
    drawn = Random(f"{order.seed}|{made.number}|faults")
    faulty = made.year == order.year and drawn.random() < order.faults
    faults = list(_faults(draft, path.name, drawn, order)) if faulty else []
    build.build_template(path, draft.layout, draft.facts, order.lang, draft.entries, made_for)
    return path, faults


def _file_name(made: Made) -> str:
    return Registered(made.template, {"credit_code": made.credit_code, "name": made.name}).file_name


def _draft(made: Made, lang: str) -> Draft:
    from ghginv.workbooks import layout, prefill

    wanted = layout.load("enterprise", made.template)
    market = wanted.options["markets"].code(made.market)
    facts: dict[str, str | int] = {
        "credit_code": made.credit_code, "name": made.name, "industry": made.industry, "region": made.region,
        "year": made.year, "market": market.label(lang) if market else "", "remark": synthetic.REMARK,
        "contact": "虚构", "address": "虚构地址",
    }  # fmt: skip
    rows, entries = {}, {}
    for table in wanted.tables:
        given = made.rows.get(table.role if table.role in _ROLES else table.sheet, [])
        rows[table.sheet] = given
        entries[table.sheet] = [dict(_shown(row, table, wanted, lang, prefill.shown)) for row in given]
    return Draft(made, wanted, facts, rows, entries)


def _shown(row: Row, table: Table, wanted: Layout, lang: str, shown: Any) -> Iterator[tuple[str, str | float]]:
    """The cells of a row; a field that the table has not is left out."""
    for field, value in row.items():
        column = table.column(field)
        if column:
            yield field, shown(table, column, value, wanted, lang) if isinstance(value, str) else value


def _faults(draft: Draft, file: str, drawn: Random, order: Order) -> Iterator[Fault]:
    """Up to three faults of different kinds, each in a row of its own."""
    kinds = [row for _, row in folders.rows(folders.file("templates", "synthetic/faults.csv"))]
    wanted, touched = drawn.randint(1, _MOST_FAULTS), set[tuple[str, int]]()
    for kind in drawn.sample(kinds, len(kinds)):
        places = [place for place in _places(draft, kind) if place not in touched]
        if not places:
            continue
        sheet, index = place = drawn.choice(places)
        touched.add(place)
        index = _put(draft, kind, sheet, index, order)
        cell = _cell(draft.layout, sheet, kind["at"], index)
        yield Fault(file, draft.made.credit_code, kind["fault"], sheet, cell, kind["code"], kind["zh"], kind["en"])
        if len(touched) == wanted:
            return


def _places(draft: Draft, kind: Mapping[str, str]) -> list[tuple[str, int]]:
    """Sheet and row, from 0, of the rows in which a kind of fault can stand; the facts are one row."""
    if kind["role"] == "facts":
        return [(draft.layout.facts.sheet, 0)]
    needs, without = kind["needs"], kind["without"]
    return [
        (table.sheet, index)
        for table in draft.layout.tables
        if table.role == kind["role"]
        for index, row in enumerate(draft.rows[table.sheet])
        if (needs in row or needs in (row.get("item"), row.get("parameter"))) and without not in row
    ]


def _put(draft: Draft, kind: Mapping[str, str], sheet: str, index: int, order: Order) -> int:
    """Put a fault into a row; the row in which it then stands."""
    entries = draft.entries.get(sheet, [])
    entry: dict[str, Any] = draft.facts if kind["role"] == "facts" else entries[index]
    field, value = kind["field"], kind["value"]
    match kind["action"]:
        case "write":
            entry[field] = value
        case "clear":
            entry.pop(field, None)
        case "negate":
            entry[field] = -abs(entry[field]) - 1
        case "multiply":
            entry[field] = round(entry[field] * float(value), 3)
        case "other_unit":
            entry[field] = round(entry[field] * _SLIPS[str(entry["unit"])], 3)
        case "add":
            entry[field] += int(value)
        case "total":
            entry[field] = round(_total(draft.rows[sheet][index]) * float(value), 3)
        case "repeat":
            entries.append(dict(entry))
            return len(entries) - 1
        case "checksum":
            entry[field] = _misspelt(str(entry[field]))
        case "other":
            number = draft.made.number % order.count + 1
            entry[field] = synthetic.credit_code(number if order.count > 1 else 2, draft.made.region)
    return index


def _total(row: Row) -> float:
    return sum(value for field, value in row.items() if field.startswith("month_") and isinstance(value, float))


def _misspelt(code: str) -> str:
    """The code with two neighbours that changed places, as happens in typing."""
    for place, (sign, next_sign) in enumerate(pairwise(code)):
        swapped = code[:place] + next_sign + sign + code[place + 2 :]
        if not credit_codes.valid(swapped):
            return swapped
    raise AssertionError(code)


def _cell(layout: Layout, sheet: str, field: str, index: int) -> str:
    from ghginv.workbooks.cells import address
    from ghginv.workbooks.layout import HEADER_ROW

    if sheet == layout.facts.sheet:
        return address(HEADER_ROW + [fact.field for fact in layout.facts.entries].index(field), 2)
    table = next(table for table in layout.tables if table.sheet == sheet)
    return address(HEADER_ROW + 1 + index, [column.field for column in table.columns].index(field) + 1)


def _register(path: Path, order: Order) -> None:
    """The enterprises of an order as a register, such as ``template enterprise --register`` reads."""
    from ghginv.workbooks import layout

    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_REGISTER)
        for made in synthetic.enterprises(order.count, order.seed, order.year, order.region):
            markets = layout.load("enterprise", made.template).options["markets"]
            market = markets.code(made.market)
            facilities = ";".join(f"{code} {name}" for code, name in made.facilities)
            place = (made.industry, made.region, market.zh if market else "", made.template, facilities)
            writer.writerow([made.credit_code, made.name, *place, synthetic.REMARK])
