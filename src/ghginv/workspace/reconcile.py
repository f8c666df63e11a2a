"""``reconcile``: the forms 205-1 of a year against the workbooks of the same enterprises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from ghginv.domain import credit_codes, items, units
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.enterprise.reconciliation import Comparison

COLUMNS = "enterprise name year month item item_name unit form_quantity workbook_quantity difference percent".split()
COLUMNS += "effect_tco2 verdict reason form_file form_cells workbook_file workbook_cells".split()
FORM = "form_205_1"
_NAMED = 5
_CODES = {
    "differs": "reconcile-differs",
    "only_form": "reconcile-only-form",
    "only_workbook": "reconcile-only-workbook",
    "not_comparable": "reconcile-not-comparable",
}


@dataclass(frozen=True)
class Reconciliation:
    """A row for each enterprise and item, and what somebody has to look at."""

    table: pd.DataFrame
    findings: list[Finding]


def reconcile(
    workspace: Workspace, year: int, *, enterprise: str = "", differs: bool = False, lang: str = "zh"
) -> Reconciliation:
    """Compare form and workbook of every enterprise that has both; ``differs`` keeps the rows that differ.

    UsageError for an enterprise without either; InputError where no enterprise has both.
    """
    import pandas as pd

    forms, workbooks = _filings(workspace, year)
    if enterprise:
        forms, workbooks = _only(enterprise, year, forms, workbooks)
    both = sorted(set(forms) & set(workbooks))
    if not both:
        raise InputError(Finding("reconcile-nothing", found=str(year)), *_lacking(year, forms, workbooks))
    rows: list[dict[str, Any]] = []
    findings: list[Finding] = []
    with workspace.overlaid():
        for code in both:
            for found in _compared(workspace, forms[code], workbooks[code]):
                if found.reported or not differs:
                    rows.append(_row(found, forms[code], workbooks[code], lang))
                if found.reported:
                    findings.append(_finding(found, forms[code], workbooks[code]))
    return Reconciliation(pd.DataFrame(rows, columns=COLUMNS), findings + _lacking(year, forms, workbooks))


def _filings(workspace: Workspace, year: int) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The filings that count by enterprise: forms, workbooks."""
    from ghginv.store import submissions

    database = workspace.database
    forms = {
        each["enterprise"]: each
        for each in submissions.states(database)
        if (each["kind"], each["year"]) == (FORM, year) and each["state"] in submissions.ACTIVE
    }
    return forms, {each["enterprise"]: each for each in submissions.enterprise_active(database, year)}


def _only(
    enterprise: str, year: int, forms: dict[str, Any], workbooks: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    code = credit_codes.plain(enterprise)
    if code not in {**forms, **workbooks}:
        near = "、".join(get_close_matches(code, {**forms, **workbooks})) or "-"
        raise UsageError(
            Finding("reconcile-enterprise-unknown", found=enterprise, details={"near": near, "year": year})
        )
    return tuple({each: filing for each, filing in side.items() if each == code} for side in (forms, workbooks))  # type: ignore[return-value]


def _compared(workspace: Workspace, form: Mapping[str, Any], workbook: Mapping[str, Any]) -> list[Comparison]:
    from ghginv.enterprise import reconciliation, reconciliation_rules
    from ghginv.enterprise.reconciliation_effect import effect
    from ghginv.factors import guidelines, library

    by = reconciliation_rules.rules()
    worth = effect(library.load(), guidelines.load(by.guideline), form["region"], form["year"])
    theirs, ours = (_activity(workspace, each["submission"]) for each in (form, workbook))
    return reconciliation.reconcile(theirs, ours, worth, by)


def _activity(workspace: Workspace, submission: str) -> list[dict[str, Any]]:
    from ghginv.store import submissions

    return list(submissions.activity_table(workspace.database, "submission = ?", [submission]).to_pylist())


def _row(found: Comparison, form: Mapping[str, Any], workbook: Mapping[str, Any], lang: str) -> dict[str, Any]:
    return {
        "enterprise": found.enterprise,
        "name": _name(form, workbook),
        "year": found.year,
        "month": found.month,
        "item": found.item,
        "item_name": items.load()[found.item].name(lang),
        "unit": found.unit,
        "form_quantity": found.form_quantity,
        "workbook_quantity": found.workbook_quantity,
        "difference": found.difference,
        "percent": None if found.percent is None else round(found.percent, 2),
        "effect_tco2": None if found.effect_t is None else round(found.effect_t, 3),
        "verdict": found.verdict,
        "reason": found.reason_zh if lang == "zh" else found.reason_en,
        "form_file": form["file"],
        "form_cells": "、".join(found.form_cells),
        "workbook_file": workbook["file"],
        "workbook_cells": "、".join(found.workbook_cells),
    }


def _finding(found: Comparison, form: Mapping[str, Any], workbook: Mapping[str, Any]) -> Finding:
    """What to look at, placed in the workbook, or in the form where the workbook lacks the item."""
    filing, cells = (workbook, found.workbook_cells) if found.workbook_cells else (form, found.form_cells)
    sheet, _, cell = cells[0].rpartition("!") if cells else ("", "", "")
    item = items.load()[found.item]
    details = {
        "name": _name(form, workbook),
        "enterprise": found.enterprise,
        "item_zh": item.zh,
        "item_en": item.en,
        "unit_zh": units.table()[found.unit].zh,
        "unit_en": found.unit,
        "form": _shown(found.form_quantity),
        "workbook": _shown(found.workbook_quantity),
        "percent": _shown(found.percent, 1),
        "effect": _shown(found.effect_t, 1),
        "reason_zh": found.reason_zh,
        "reason_en": found.reason_en,
    }
    return Finding(_CODES[found.verdict], filing["file"], sheet, cell, details=details)


def _name(form: Mapping[str, Any], workbook: Mapping[str, Any]) -> str:
    return str(workbook.get("name") or form.get("name") or "")


def _shown(number: float | None, places: int = 3) -> str:
    return "-" if number is None else f"{number:,.{places}f}".rstrip("0").rstrip(".")


def _lacking(year: int, forms: Mapping[str, Any], workbooks: Mapping[str, Any]) -> list[Finding]:
    """The enterprises of which one of the two is missing, a note for each side."""
    sides = (("reconcile-form-missing", workbooks, forms), ("reconcile-workbook-missing", forms, workbooks))
    return [
        Finding(code, found=str(len(missing)), details={"year": year, "names": _named(missing, have)})
        for code, have, other in sides
        if (missing := sorted(set(have) - set(other)))
    ]


def _named(codes: Iterable[str], filings: Mapping[str, Any]) -> str:
    shown = [f"{filings[code].get('name') or ''} {code}".strip() for code in codes]
    return "、".join(shown[:_NAMED]) + (" …" if len(shown) > _NAMED else "")
