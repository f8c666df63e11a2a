"""A workbook into activity data or findings: what kind it is, what it says, all that is wrong with it in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ghginv import folders
from ghginv.domain import monthly
from ghginv.domain.records import Activity, Parameter
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks import budget_page, monthly_judge, records_of_enterprise, scenario_page, targets_page
from ghginv.workbooks import layout as layouts
from ghginv.workbooks import signature as signatures
from ghginv.workbooks.cells import Workbook
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.judgement import Context, Judgement
from ghginv.workbooks.rules import facts, rules_of
from ghginv.workbooks.rules.measured import term_unit
from ghginv.workbooks.signature import Signature

__all__ = ["Context", "Judgement", "judge"]


def judge(workbook: Workbook, context: Context) -> Judgement:
    """Read a workbook as what it is: a template by its signature, else a published energy balance table.

    Nothing is raised for what is wrong with the data; ``Judgement.accepted`` says whether it may be stored. Records
    are given only where region and year are known and no error keeps the workbook out.
    """
    judgement = _recognised(workbook, context)
    judgement.findings += _linked(workbook)
    judgement.findings = [replace(finding, file=workbook.name) for finding in judgement.findings]
    if not judgement.accepted:
        judgement.drop_records()
    return judgement


def kind_of(workbook: Workbook) -> str:
    """The kind of template a workbook was made from, or an empty text where it bears no signature."""
    signature = signatures.read(workbook)
    return signature.kind if signature else ""


def _recognised(workbook: Workbook, context: Context) -> Judgement:
    signature = signatures.read(workbook)
    if signature:
        return _template(workbook, signature, context)
    from ghginv.workbooks import energy_balance, form_205_1

    if form_205_1.recognise(workbook):
        return form_205_1.judge(workbook, context)
    if energy_balance.recognise(workbook):
        return energy_balance.judge(workbook, context)
    return Judgement(findings=[_unknown(workbook)])


def _linked(workbook: Workbook) -> list[Finding]:
    """A value taken from another workbook cannot be traced, whatever the workbook is."""
    return [Finding("workbook-external-link", found=link) for link in workbook.external_links]


def _unknown(workbook: Workbook) -> Finding:
    """A template without its signature should be told from a workbook that never was one."""
    present = {sheet.name for sheet in workbook.sheets}
    for industry in ("", *layouts.industries()[:1]):  # sheets that one industry's workbook has, all have
        layout = layouts.load("enterprise" if industry else "inventory", industry)
        if layout.facts.sheet in present and any(table.sheet in present for table in layout.tables):
            return Finding("template-signature-missing")
    return Finding("workbook-kind-unknown")


def _template(workbook: Workbook, signature: Signature, context: Context) -> Judgement:
    judgement = Judgement(kind=signature.kind, template_version=signature.version)
    if signature.kind in (*budget_page.KINDS, *targets_page.KINDS, *scenario_page.KINDS):
        judgement.findings = [Finding("budget-book-elsewhere", found=signature.kind)]
        return judgement
    if signature.kind == monthly.KIND:
        return monthly_judge.judge(workbook, signature, context)
    if not folders.files("templates", f"workbooks/{signature.kind}.toml"):
        judgement.findings = [Finding("template-kind-unknown", found=signature.kind)]
        return judgement
    if signature.industry and signature.industry not in layouts.industries():
        judgement.findings = [Finding("template-kind-unknown", found=f"{signature.kind} {signature.industry}")]
        return judgement
    layout = layouts.load(signature.kind, signature.industry)
    if signature.digest not in (layout.digest, *layout.compatible):
        found, expected = f"{signature.version} ({signature.digest})", f"{layout.version} ({layout.digest})"
        wanted = f"{layout.kind} --industry {layout.industry.id}" if layout.industry else layout.kind
        details = {"template": wanted}
        judgement.findings = [Finding("template-version-other", found=found, expected=expected, details=details)]
        return judgement
    filled = Filled(workbook, layout, signature, context)
    judgement.region, judgement.year = facts.region(filled), facts.year(filled)
    judgement.enterprise = records_of_enterprise.code(filled)
    judgement.findings = [finding for rule in rules_of(layout.kind) for finding in rule(filled)]
    if layout.industry:
        records_of_enterprise.fill(judgement, filled)
    elif judgement.accepted and judgement.year:
        judgement.activities = list(_activities(filled, judgement.region, judgement.year))
        judgement.parameters = list(_parameters(filled, judgement.region, judgement.year))
    return judgement


def _activities(filled: Filled, region: str, year: int) -> Iterator[Activity]:
    """A record for each row with a quantity or a notation key; the cell is the one that says it."""
    for entry in filled.entries:
        if entry.amount is None and not entry.notation:
            continue
        key_column = not entry.quantity.notation and entry.notation
        unit, uncertainty, source = (entry.column(name) for name in ("unit", "uncertainty", "source"))
        number = entry.quantity.number
        yield Activity(
            region=region,
            year=year,
            category=entry.category,
            item=entry.item.code if entry.item else "",
            quantity=entry.amount,
            unit=entry.item.unit if entry.item else "",
            sheet=entry.sheet,
            cell=entry.address("notation" if key_column else "quantity"),
            reported_value=entry.notation if number is None else digits(number),
            reported_unit=entry.text(unit) if unit else "",
            technology=entry.technology,
            notation=entry.notation,
            uncertainty=entry.figure(uncertainty).number if uncertainty else None,
            facility=entry.facility,
            vintage=entry.vintage,
            source=entry.text(source) if source else "",
        )


def _parameters(filled: Filled, region: str, year: int) -> Iterator[Parameter]:
    """Measured and local values of the rows that hold a quantity."""
    for entry in filled.entries:
        if entry.amount is None or entry.item is None:
            continue
        for name in dict.fromkeys(column.field for column, _ in entry.terms()):
            yield _parameter(entry, name, region, year, filled.workbook.sha256)


def _parameter(entry: Entry, name: str, region: str, year: int, sha256: str) -> Parameter:
    """One value; columns of the same term in a row add up (green power and certificates)."""
    assert entry.item is not None
    given = [(column, figure) for column, figure in entry.terms() if column.field == name and figure.number is not None]
    written = "+".join(digits(figure.number or 0.0) for _, figure in given)
    row = (entry.facility, str(entry.vintage or ""))
    key = (name, entry.item.code, entry.category, entry.technology, *row, region, str(year))
    source = entry.column("source")
    return Parameter(
        parameter_id=".".join(filter(None, ("measured", *key))),
        name=name,
        value=sum(figure.number or 0.0 for _, figure in given),
        unit=term_unit(given[0][0], entry.item),
        factor_set="measured",
        source_id=f"workbook:{sha256[:12]}",
        region=region,
        valid_from=year,
        valid_to=year,
        category=entry.category,
        item=entry.item.code,
        technology=entry.technology,
        place=" + ".join(f"{entry.sheet}!{entry.address_of(column)}" for column, _ in given),
        tier="measured",
        status="found",
        note=entry.text(source) if source else "",
        written=written,
        facility=entry.facility,
        vintage=entry.vintage,
    )
