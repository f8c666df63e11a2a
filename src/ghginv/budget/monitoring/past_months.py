"""Months of past years as a CSV file: what was emitted before there was a budget.

``year, month, region, industry, layer, enterprise, emissions_t`` (年份、月份、区域、行业、层、企业、排放量); UTF-8 with
or without mark. Layer and enterprise may be blank or left out. Nothing is filled in; every fault is named with its
line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

import pandas as pd

from ghginv.budget.monitoring.nodes import PLACE
from ghginv.errors import InputError
from ghginv.findings import Finding

COLUMNS = ("year", "month", *PLACE, "emissions_t")
_NAMES = dict(zip(("年份", "月份", "区域", "行业", "层", "企业", "排放量"), COLUMNS, strict=True))
_NEEDED = ("year", "month", "region", "industry", "emissions_t")
_AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,9})?", re.ASCII)
_YEAR, _MONTH = re.compile(r"(19|20)\d{2}", re.ASCII), re.compile(r"0?[1-9]|1[0-2]", re.ASCII)


def read(name: str, content: bytes) -> pd.DataFrame:
    """``year, month``, PLACE, ``emissions_kg`` in whole kg, from the content of the file ``name``.

    InputError with every fault, each with its line.
    """
    try:
        stream = io.StringIO(content.decode("utf-8-sig"), newline="")
        lines = [(reader.line_num, row) for reader in [csv.reader(stream)] for row in reader if any(row)]
    except (UnicodeDecodeError, csv.Error) as fault:
        raise InputError(Finding("budget-file-unreadable", file=name, found=str(fault))) from fault
    head = [_NAMES.get(each.strip(), each.strip()) for each in (lines[0][1] if lines else [])]
    if missing := [each for each in _NEEDED if each not in head] + [each for each in head if head.count(each) > 1]:
        told = Finding("budget-monitoring-history-columns", file=name, found="、".join(dict.fromkeys(missing)),
                       expected=",".join(COLUMNS))  # fmt: skip
        raise InputError(told)
    faults: list[Finding] = []
    rows, seen = [], dict[tuple[object, ...], int]()
    for number, cells in lines[1:]:
        row = {**dict.fromkeys(PLACE, ""), **dict(zip(head, map(str.strip, cells), strict=False))}
        wrong = list(_faults(row, name, number))
        faults += wrong
        if wrong:
            continue
        kg = int((Decimal(row["emissions_t"]) * 1000).to_integral_value(ROUND_HALF_EVEN))
        made = (int(row["year"]), int(row["month"]), *(row[name] for name in PLACE))
        if made in seen:
            where = f"line {number}"
            faults.append(Finding("budget-monitoring-history-twice", name, "", where, f"line {seen[made]}"))
        seen[made] = number
        rows.append((*made, kg))
    if faults:
        raise InputError(*faults)
    return pd.DataFrame(rows, columns=["year", "month", *PLACE, "emissions_kg"])


def _faults(row: dict[str, str], file: str, line: int) -> Iterator[Finding]:
    checks = (("year", _YEAR, "年份 a year, 2025"), ("month", _MONTH, "月份 a month, 1–12"),
              ("emissions_t", _AMOUNT, "吨，阿拉伯数字 tonnes in plain digits"))  # fmt: skip
    code = "budget-monitoring-history-value"
    for name, pattern, expected in checks:
        if not pattern.fullmatch(row.get(name, "")):
            yield Finding(code, file, "", f"line {line} {name}", row.get(name, ""), expected)
    for name in PLACE:
        if ":" in row[name] or (name in _NEEDED and not row[name]):
            yield Finding(code, file, "", f"line {line} {name}", row[name], "代码 a code")
