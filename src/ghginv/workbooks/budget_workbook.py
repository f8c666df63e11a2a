"""The workbook 预算编制 as a result: parameters, totals, methods, blend, matrix, with live formulas and our values.

It takes plain frames (``BudgetMaterial``), whoever computed them. Where a method is arithmetic its cells are formulas
over the inputs; where it needs a solver they are values and say so. A formula is always written with its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks import writing
from ghginv.workbooks.budget_page import BudgetBook
from ghginv.workbooks.budget_sheets import blend, guide, lists, matrix, methods, totals
from ghginv.workbooks.budget_sheets.material import BudgetMaterial, Compared, given

__all__ = ["BudgetMaterial", "Compared", "write_budget"]


def write_budget(path: Path | str, material: BudgetMaterial, lang: str = "zh") -> None:
    """Write the workbook to ``path``; sheets of which there is nothing to say are left out.

    InputError: no totals, an amount that is infinite, a file that cannot be written.
    """
    _check(material)
    with writing.opened(path) as workbook:
        book = BudgetBook(workbook, lang, material.warning)
        title = book.word("title", name=material.facts.get("name") or "")
        writing.titled(workbook, title)
        shown = _shown(material)
        for key in ("guide", *shown):
            workbook.add_worksheet(book.word(f"sheet.{key}"))
        _write(book, material, shown)
        guide.guide(book, material, title, shown)


def _check(material: BudgetMaterial) -> None:
    import numpy as np

    if material.totals.empty:
        raise InputError(Finding("budget-book-empty", found=str(material.facts.get("name") or "-")))
    for year, frame in material.matrix.items():
        if np.isinf(frame.to_numpy(dtype="float64")).any():
            raise InputError(Finding("budget-book-infinite", found=str(year)))


def _shown(material: BudgetMaterial) -> list[str]:
    """The sheets after the first, in order."""
    present = {
        "baseline": given(material.baseline),
        "methods": material.comparison is not None,
        "blend": material.comparison is not None and bool(material.comparison.blend),
        "industry-methods": material.industry_comparison is not None,
        "industry-blend": material.industry_comparison is not None and bool(material.industry_comparison.blend),
        "matrix": bool(material.matrix),
        "reserves": given(material.reserves),
        "versions": given(material.versions),
        "lines": given(material.lines),
        "baseline-lines": given(material.baseline),
    }
    order = ("parameters", "baseline", "totals", "methods", "blend", "industry-methods", "industry-blend", "matrix",
             "bounds", "reserves", "versions", "lines", "baseline-lines")  # fmt: skip
    return [key for key in order if present.get(key, True)]


def _write(book: BudgetBook, material: BudgetMaterial, shown: Sequence[str]) -> None:
    """All sheets but the first; those that others refer to come before them."""
    parameters = lists.parameters(book, material)
    lines = lists.lines(book, material)
    reserves = lists.reserves(book, material)
    placed = totals.totals(book, material, parameters, lines)
    if "baseline" in shown:
        lists.baseline(book, material)
    for key, compared, names in (
        ("methods", material.comparison, material.regions),
        ("industry-methods", material.industry_comparison, material.industries),
    ):
        if compared is not None:
            amounts = methods.methods(book, key, compared, names)
            if compared.blend:
                blend.blend(book, key.replace("methods", "blend"), compared, names, amounts)
    if "matrix" in shown:
        matrix.matrix(book, material, placed, reserves)
    lists.bounds(book, material)
    if "versions" in shown:
        lists.versions(book, material)
