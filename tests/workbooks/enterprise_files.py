"""A made-up cement works with two hundred rows that agree with each other, and hands that fill in what they like."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import openpyxl

from ghginv.domain import credit_codes
from ghginv.findings import Finding
from ghginv.workbooks import build, judge, layout, read
from ghginv.workbooks.cells import column_letters
from ghginv.workbooks.layout import MONTHS

# Made up, with the checksum that belongs to them.
CODE, OTHER, THIRD = (f"91440300MA5DEM00{n}" + credit_codes.check_sign(f"91440300MA5DEM00{n}") for n in (1, 2, 3))
NAME = "演示水泥有限公司（虚构）"
FACTS = {
    "credit_code": CODE, "name": NAME, "industry": "3011", "region": "440311", "year": 2024, "market": "广东碳市场",
}  # fmt: skip
FACILITIES = [f"F{number:02}" for number in range(1, 21)]
SPARE = "F99"
Row = dict[str, Any]
COAL, DIESEL, POWER = "一般烟煤", "柴油", "电力"


def months(draw: random.Random, base: float) -> Row:
    """Twelve numbers around a base."""
    return {month: round(base * draw.uniform(0.9, 1.1), 1) for month in MONTHS}


def whole(row: Row) -> float:
    """The sum of the months of a row."""
    return round(sum(row[month] for month in MONTHS), 6)


def works(seed: int = 1) -> dict[str, list[Row]]:
    """The rows of each sheet: 200 that agree with each other."""
    draw = random.Random(seed)
    stock = {"opening_stock": 300, "closing_stock": 200, "sold": 50}
    coal: list[Row] = []
    for code in FACILITIES:
        row = {"facility": code, "item": COAL, "unit": "吨", **stock, **months(draw, 1000), "evidence": "E01"}
        coal.append({**row, "purchased": round(whole(row) - 300 + 200 + 50, 6)})
    diesel = [{"facility": code, "item": DIESEL, "unit": "吨", **months(draw, 20)} for code in FACILITIES]
    vehicles = [
        {"facility": code, "category": "1.3.2 公路", "item": DIESEL, "unit": "吨", **months(draw, 5)}
        for code in FACILITIES[:10]
    ]
    power = [{"facility": code, "item": POWER, "unit": "兆瓦时", **months(draw, 700)} for code in FACILITIES]
    heat = [{"facility": code, "item": "热力", "unit": "吉焦", **months(draw, 90)} for code in FACILITIES[:5]]
    own = [
        {
            "facility": code,
            "category": "X.3 自发电量",
            "item": POWER,
            "technology": kind,
            "unit": "兆瓦时",
            **months(draw, 60),
        }
        for code, kind in zip(FACILITIES[:3], ("余热余压", "光伏", "余热余压"), strict=True)
    ]
    clinker = [{"facility": code, "item": "水泥熟料", "unit": "吨", **months(draw, 10000)} for code in FACILITIES[:10]]
    tested = {"method": "GB/T 213 煤的发热量测定方法", "laboratory": "自检", "item": COAL}
    values = [("平均低位发热量", "GJ/t", 22.0), ("单位热值含碳量", "tC/TJ", 26.0)]
    measured = [
        {**tested, "facility": code, "parameter": parameter, "unit": unit, "quantity": value}
        for parameter, unit, value in values
        for code in FACILITIES
    ]
    output = [
        {"facility": code, "item": item, "unit": "吨", **months(draw, base)}
        for item, base in (("熟料产量（核定用）", 10000), ("水泥产量（核定用）", 12000))
        for code in FACILITIES[:9]
    ]
    output += [{"item": item, "unit": "万元", "quantity": money} for item, money in VALUES]
    output += [{"facility": "F01", "item": "运行小时数", "unit": "小时", **dict.fromkeys(MONTHS, 650)}]
    evidence = [
        {"number": f"E{number:02}", "title": f"2024 年第 {number} 份凭证", "kind": "发票和结算单"}
        for number in range(1, 31)
    ]
    register = [{"code": code, "name": f"{code} 号生产线", "opened": "2015-05-01"} for code in [*FACILITIES, SPARE]]
    return {
        "设施": register,
        "燃料": coal + diesel,
        "车辆和移动机械": vehicles,
        "购入电力": power,
        "购入热力": heat,
        "输出和自发电": own,
        "熟料生产": clinker,
        "实测参数": measured,
        "产量产值": output,
        "支撑材料": evidence,
    }


VALUES = (("工业总产值", 50000), ("工业增加值", 12000))


def write(
    path: Path, rows: dict[str, list[Row]] | None = None, facts: Row | None = None, industry: str = "cement"
) -> Path:
    """A workbook of the template with these rows."""
    filled = works() if rows is None else rows
    build.build_template(path, layout.load("enterprise", industry), FACTS if facts is None else facts, entries=filled)
    return path


def small() -> dict[str, list[Row]]:
    """Two lines of the works: a few rows of each sheet that agree with each other."""
    two = (None, *FACILITIES[:2])
    kept = {
        sheet: [row for row in rows if row.get("facility", row.get("code")) in two] for sheet, rows in works().items()
    }
    return {**kept, "支撑材料": kept["支撑材料"][:2]}


class Verdict:
    """Small workbooks with some cells changed, built anew, and what is said of them."""

    def __init__(self, folder: Path):
        self.folder, self.rows, self.facts, self.industry = folder, small(), dict(FACTS), "cement"

    def change(self, sheet: str, row: int, **cells: object) -> Verdict:
        """Cells of a row of entries, from 0; a row beyond the last is added."""
        rows = self.rows.setdefault(sheet, [])
        if row == len(rows):
            rows.append({})
        rows[row].update(cells)
        return self

    def months(self, sheet: str, row: int, numbers: list[object]) -> Verdict:
        """All months of a row."""
        return self.change(sheet, row, **dict(zip(MONTHS, numbers, strict=True)))

    def fact(self, **facts: object) -> Verdict:
        self.facts.update(facts)
        return self

    def path(self) -> Path:
        return write(self.folder / "small.xlsx", self.rows, self.facts, self.industry)

    def findings(self, **context: Any) -> list[Finding]:
        return judged(self.path(), **context).findings

    def found(self, **context: Any) -> list[tuple[str, str, str]]:
        """The findings as code, sheet and cell."""
        return [(finding.code, finding.sheet, finding.cell) for finding in self.findings(**context)]

    def one(self, **context: Any) -> Finding:
        """The only finding."""
        (finding,) = self.findings(**context)
        return finding


class Filler:
    """Somebody who fills in a workbook of an enterprise."""

    def __init__(self, path: Path, folder: Path, industry: str = "cement"):
        self.book = openpyxl.load_workbook(path)
        self.path = folder / "填报.xlsx"
        self.layout = layout.load("enterprise", industry)

    def cell(self, sheet: str, field: str, row: int) -> str:
        """The address of a field's cell in the given row of entries, from 0."""
        if sheet == self.layout.facts.sheet:
            label = next(fact.zh for fact in self.layout.facts.entries if fact.field == field)
            lines = self.book[sheet].iter_rows(max_col=1)
            return next(f"B{cell.row}" for (cell,) in lines if str(cell.value or "").startswith(label))
        table = next(table for table in self.layout.tables if table.sheet == sheet)
        place = [column.field for column in table.columns].index(field) + 1
        return f"{column_letters(place)}{row + 4}"

    def put(self, sheet: str, field: str, row: int, value: object) -> str:
        """Type a value; return where."""
        where = self.cell(sheet, field, row)
        self.book[sheet][where].value = value
        return where

    def fact(self, field: str, value: object) -> str:
        """Type a basic fact."""
        return self.put(self.layout.facts.sheet, field, 0, value)

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path

    def judge(self, **context: Any) -> judge.Judgement:
        """What becomes of the workbook; every finding can be said in both languages."""
        return judged(self.save(), **context)

    def findings(self, **context: Any) -> list[Finding]:
        return self.judge(**context).findings

    def found(self, **context: Any) -> list[tuple[str, str, str]]:
        """The findings as code, sheet and cell."""
        return [(finding.code, finding.sheet, finding.cell) for finding in self.findings(**context)]


def judged(path: Path, **context: Any) -> judge.Judgement:
    """The verdict on a file; every finding can be said in both languages."""
    judgement = judge.judge(read.read_workbook(path), judge.Context(today_year=2026, **context))
    for finding in judgement.findings:
        assert "{" not in finding.message("zh") + finding.message("en")
    return judgement
