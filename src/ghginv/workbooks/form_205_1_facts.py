"""Whose form 205-1 it is: what stands above the table, in one cell with its label, beside it, or one sign a cell.

The month is the last of those since January that the form covers: 2023年1—12月, or 2023年 and 12月 apart. Dates of the
form itself (有效期至, 国统字〔2023〕88号) say nothing about the period.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ghginv.domain import credit_codes, industries, regions
from ghginv.findings import Finding
from ghginv.workbooks.cells import Cell
from ghginv.workbooks.form_205_1_table import Table
from ghginv.workbooks.judgement import Context

_OF_THE_FORM = re.compile(
    r"有效期[^年]*\d{4}\s*年(\s*\d{1,2}\s*月)?(\s*\d{1,2}\s*日)?|国统字\s*[〔\[(（]?\s*\d{4}.*?号"
)
_ELSEWHERE = re.compile(r"填报日期|报出日期|制表日期|打印")
_PERIODS = (
    re.compile(r"(?<!\d)(?P<year>20\d\d)\s*年?\s*1\s*月?\s*[-—–−~～至到一]+\s*(?P<month>\d{1,2})\s*月"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)\s*年\s*(?P<month>\d{1,2})\s*月"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)\s*年(?P<month>)"),
)
_EMPTY = re.compile(r"[\s_＿□口:：]+")
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Said:
    """A fact as written, and where."""

    text: str
    address: str
    typed_as_number: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Who reports what: credit code, name, region and industry by code, year, last month; empty or 0 where unknown."""

    enterprise: str
    place: str
    name: str
    region: str
    industry: str
    year: int | None
    month: int


def read(table: Table, context: Context) -> tuple[Facts, list[Finding]]:
    """The facts above a form, and what is wrong with them or with what was asked for."""
    said = _said(table)
    code, findings = _enterprise(table, said.get("credit_code"))
    year, month, problems = _period(table, context)
    region, others = _region(table, said.get("region"), context, year)
    industry, strange = _industry(table, said.get("industry"))
    name = said["enterprise_name"].text if "enterprise_name" in said else ""
    if not name:
        findings.append(Finding("form-name-missing", "", table.sheet.name, _corner(table)))
    place = said["credit_code"].address if "credit_code" in said else ""
    return Facts(code, place, name, region, industry, year, month), findings + problems + others + strange


def _said(table: Table) -> dict[str, Said]:
    """The facts by the name of their label, the first of each."""
    labels = {column.column: _pattern(column.names) for column in table.words.facts()}
    found: dict[str, Said] = {}
    for row, cells in table.sheet.rows():
        if row >= table.top:
            break
        for cell in cells.values():
            for name, text in _labelled(_nfkc(cell.text), labels):
                value = Said(text, cell.address) if text else _beside(table, cell, labels)
                if value.text and name not in found:
                    found[name] = value
    return found


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """A label with blanks anywhere inside; who has no credit code yet is told to give another one (尚未领取…)."""
    spaced = (
        r"\s*".join(map(re.escape, "".join(_nfkc(name).split()))) for name in sorted(names, key=len, reverse=True)
    )
    return re.compile(rf"(?<!领取)(?<!领取统一)(?:{'|'.join(spaced)})\s*(?:\([^()]*\))?\s*:?\s*", re.IGNORECASE)


def _labelled(text: str, labels: dict[str, re.Pattern[str]]) -> Iterator[tuple[str, str]]:
    """The labels in a text, each with what follows it until the next label or a gap."""
    starts = sorted(
        (match.start(), match.end(), name) for name, label in labels.items() for match in label.finditer(text)
    )
    kept = [each for number, each in enumerate(starts) if not number or each[0] >= starts[number - 1][1]]
    for (_, end, name), following in zip(kept, [*kept[1:], (len(text), 0, "")], strict=False):
        value = re.split(r"\s{2,}|\n", text[end : following[0]].strip())[0]
        yield name, "" if _EMPTY.fullmatch(value) else value.strip()


def _beside(table: Table, label: Cell, labels: dict[str, re.Pattern[str]]) -> Said:
    """What stands to the right of a label: a cell, or several of one sign each."""
    cells = [cell for column, cell in sorted(table.sheet.grid[label.row].items()) if column > label.column]
    cells = [cell for cell in cells if cell.text.strip() and not _EMPTY.fullmatch(cell.text)]
    if not cells or any(pattern.search(_nfkc(cells[0].text)) for pattern in labels.values()):
        return Said("", label.address)
    first, signs = cells[0], ""
    for cell in cells:
        if len(cell.text.strip()) > 1:
            break
        signs += cell.text.strip()
    long_number = first.kind == "n" and len(first.text) >= credit_codes.LENGTH - 3
    return Said(signs if len(signs) > 1 else _nfkc(first.text).strip(), first.address, long_number)


def _enterprise(table: Table, said: Said | None) -> tuple[str, list[Finding]]:
    sheet = table.sheet.name
    if said is None:
        return "", [Finding("form-credit-code-missing", "", sheet, _corner(table))]
    problem = credit_codes.problem(said.text)
    if problem is None:
        return credit_codes.plain(said.text), []
    if said.typed_as_number:
        return "", [Finding("form-credit-code-number", "", sheet, said.address, said.text)]
    return "", [Finding(problem.code, "", sheet, said.address, problem.found, problem.expected, problem.details)]


def _period(table: Table, context: Context) -> tuple[int | None, int, list[Finding]]:
    """Year and last month of the form, checked against the year asked for."""
    sheet = table.sheet.name
    found = list(_periods(table))
    years = sorted({year for year, _, _ in found})
    if not found:
        missing = [] if context.year else [Finding("form-year-missing", "", sheet, _corner(table))]
        return context.year, _LAST_MONTH, missing
    if len(years) > 1 and context.year not in years:
        listed = "、".join(map(str, years))
        return None, 0, [Finding("form-years-several", "", sheet, found[0][2], listed)]
    year = context.year if context.year in years else years[0]
    stated = [(month, place) for each, month, place in found if each == year and month is not None]
    month, place = stated[0] if stated else (_LAST_MONTH, found[0][2])
    if context.year not in (None, year):
        return year, month, [Finding("form-year-differs", "", sheet, place, str(year), str(context.year))]
    if not 1 <= month <= _LAST_MONTH:
        return year, month, [Finding("form-month", "", sheet, place, str(month))]
    if month < _LAST_MONTH:
        return year, month, [Finding("form-part-of-year", "", sheet, place, str(month))]
    return year, month, []


def _periods(table: Table) -> Iterator[tuple[int, int | None, str]]:
    """Years with the last month (None where none is said) and the place of the row that says so."""
    for row, cells in table.sheet.rows():
        if row >= table.top:
            return
        ordered = [cell for _, cell in sorted(cells.items()) if not _ELSEWHERE.search(cell.text)]
        text = _OF_THE_FORM.sub(" ", _nfkc(" ".join(cell.text.strip() for cell in ordered)))
        for pattern in _PERIODS:
            match = pattern.search(text)
            if match:
                place = next((cell.address for cell in ordered if match["year"] in _nfkc(cell.text)), "")
                yield int(match["year"]), int(match["month"]) if match["month"] else None, place
                break


def _region(table: Table, said: Said | None, context: Context, year: int | None) -> tuple[str, list[Finding]]:
    """The region of the enterprise: six or twelve digits or a name; else that of the workspace."""
    sheet = table.sheet.name
    if said is None:
        return context.region, [] if context.region else [Finding("form-region-missing", "", sheet, _corner(table))]
    digits = "".join(sign for sign in said.text if sign.isdigit())
    found = regions.load().get(digits[:6]) if len(digits) in (6, 9, 12) else regions.find(said.text, year)
    if found is None:
        near = "、".join(regions.nearest(said.text)) or "-"
        return "", [Finding("form-region-unknown", "", sheet, said.address, said.text, details={"near": near})]
    if context.region and context.region not in regions.chain(found.code):
        own = regions.find_code(context.region).zh
        return found.code, [Finding("form-region-differs", "", sheet, said.address, found.zh, own)]
    return found.code, []


def _industry(table: Table, said: Said | None) -> tuple[str, list[Finding]]:
    """The industry by its code; the list names few classes, so that a class of a known group passes."""
    sheet = table.sheet.name
    if said is None:
        return "", [Finding("form-industry-missing", "", sheet, _corner(table))]
    code = re.match(r"[A-Z]?(\d{2,4})(?!\d)", said.text.upper())
    group = code[1][:3] if code else ""
    if code and (industries.known(code[1]) or (len(code[1]) == 4 and industries.known(group))):
        return code[1], []
    named = industries.find(said.text) if not code else None
    if named is not None:
        return named.code, []
    near = "、".join(f"{each} {industries.load()[each].zh}" for each in industries.nearest(said.text)) or "-"
    return "", [Finding("industry-code-unknown", "", sheet, said.address, said.text, details={"near": near})]


def _corner(table: Table) -> str:
    """Where the header begins: what is missing belongs above it."""
    return min(table.sheet.grid[table.top].values(), key=lambda cell: cell.column).address


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
