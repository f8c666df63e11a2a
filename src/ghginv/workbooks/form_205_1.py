"""Form 205-1 of the industrial energy statistics 能源购进、消费与库存, as an enterprise fills it in.

A second source beside the enterprise's own workbook: what it says is kept under categories of its own (root F),
compared with the workbook, and never computed with. The form is cumulative: a form of September holds January to
September, and its activities bear the month 9; one of the whole year bears 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ghginv.domain import units
from ghginv.domain.records import Activity, Enterprise
from ghginv.findings import Finding, errors
from ghginv.workbooks import form_205_1_checks, form_205_1_facts, form_205_1_table, form_205_1_words, numbers
from ghginv.workbooks.cells import Workbook
from ghginv.workbooks.form_205_1_checks import Figures
from ghginv.workbooks.form_205_1_facts import Facts
from ghginv.workbooks.form_205_1_table import Table
from ghginv.workbooks.judgement import Context, Judgement

_JUDGED = ("quantity", "amount", "coefficient")


def recognise(workbook: Workbook) -> bool:
    """Whether a form 205-1 stands on any sheet."""
    return bool(_tables(workbook, None))


def judge(workbook: Workbook, context: Context) -> Judgement:
    """Read a form 205-1: activities of one enterprise and year, or what stands against it.

    Codes of rows are those of the edition in force in the year of the form. Quantities are in the canonical unit of
    their item. Of a whole and its kinds (原煤, 无烟煤) only one is given, so that quantities of an item add up.
    """
    judgement = Judgement(kind="form_205_1")
    tables = _tables(workbook, context.year)
    if len(tables) != 1:
        judgement.findings = [_not_one(workbook, tables)]
        return judgement
    facts, findings = form_205_1_facts.read(tables[0], context)
    table = _tables(workbook, facts.year)[0]
    figures, unread = _figures(table)
    findings += _ignored(workbook, table) + table.findings + unread
    if not figures.numbers and not unread:
        findings.append(Finding("form-empty", "", table.sheet.name))
    findings += form_205_1_checks.findings(figures)
    judgement.enterprise, judgement.region, judgement.year = facts.enterprise, facts.region, facts.year
    judgement.template_version = str(table.words.edition)
    judgement.about = _about(facts, table)
    if not errors(findings):
        judgement.activities = list(_activities(figures, facts))
    judgement.findings = [replace(finding, file=workbook.name) for finding in findings]
    return judgement


def _tables(workbook: Workbook, year: int | None) -> list[Table]:
    """The forms of a workbook; those on hidden sheets only where no other is."""
    words = form_205_1_words.vocabulary(year)
    found = [table for sheet in workbook.sheets if (table := form_205_1_table.find(sheet, words))]
    return [table for table in found if table.sheet.state == "visible"] or found


def _not_one(workbook: Workbook, tables: list[Table]) -> Finding:
    code = "form-several-tables" if tables else "form-missing"
    return Finding(code, workbook.name, found="、".join(table.sheet.name for table in tables))


def _ignored(workbook: Workbook, table: Table) -> list[Finding]:
    others = [sheet.name for sheet in workbook.sheets if sheet is not table.sheet and sheet.grid]
    return [Finding("form-sheet-ignored", "", name, found=name) for name in others]


def _figures(table: Table) -> tuple[Figures, list[Finding]]:
    """All numbers of the form, and the cells that hold something else or less than nothing."""
    found: dict[tuple[str, str], float] = {}
    unread: set[tuple[str, str]] = set()
    findings = []
    for line in table.lines:
        for name in table.columns:
            column = table.words.columns[name]
            cell = table.sheet.cell(line.number, table.columns[name])
            if column.kind not in _JUDGED or cell is None:
                continue
            figure = numbers.read(cell)
            if figure.code or (figure.number is not None and figure.number < 0):
                unread.add((line.row.row, name))
            if problem := figure.finding(table.sheet.name, cell.address):
                findings.append(problem)
            elif figure.number is not None and figure.number < 0:
                names = {"name_zh": line.row.zh, "name_en": line.row.en, "column_zh": column.zh, "column_en": column.en}
                findings.append(Finding("form-negative", "", table.sheet.name, cell.address, cell.text, details=names))
            elif figure.number is not None:
                found[line.row.row, name] = figure.number
    return Figures(table, found, frozenset(unread)), findings


def _about(facts: Facts, table: Table) -> Enterprise | None:
    """Who reports, where both enterprise and year are known; no industry's workbook was filled in."""
    if not facts.enterprise or facts.year is None:
        return None
    return Enterprise(
        enterprise=facts.enterprise,
        name=facts.name,
        year=facts.year,
        region=facts.region,
        industry=facts.industry,
        template="",
        sheet=table.sheet.name,
        cell=facts.place,
    )


def _activities(figures: Figures, facts: Facts) -> Iterator[Activity]:
    """An activity for each quantity of the rows that count, under the category of its column."""
    table, month = figures.table, facts.month % 12
    for line in table.lines:
        if not figures.counts(line):
            continue
        for name in table.columns:
            column, number = table.words.columns[name], figures.get(line, name)
            category = column.category
            if name == "consumption" and not _divided(figures):
                category = "F.3"
            if number is None or not category:
                continue
            cell = table.sheet.cell(line.number, table.columns[name])
            yield Activity(
                region=facts.region,
                year=facts.year or 0,
                category=category,
                item=line.row.item,
                quantity=units.convert(number, line.unit, _unit(line.row.item)),
                unit=_unit(line.row.item),
                sheet=table.sheet.name,
                cell=table.address(line, name),
                reported_value=cell.text if cell else "",
                reported_unit=line.written_unit or units.table()[line.unit].zh,
                month=month,
                enterprise=facts.enterprise,
            )


def _divided(figures: Figures) -> bool:
    """Whether a form tells industrial and other consumption apart; old copies give consumption as one."""
    return figures.table.has("industrial")


def _unit(item: str) -> str:
    from ghginv.domain import items

    return items.load()[item].unit
