"""A filled-in form of a project → its rows as written, and what is wrong with the file."""

from __future__ import annotations

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Written
from ghginv.workbooks import budget_page, budget_reading
from ghginv.workbooks.budget_reading import Filled
from ghginv.workbooks.cells import Workbook


def read_project(workbook: Workbook) -> Filled:
    """The rows of a form by table as written, with their cells.

    Sheets may be renamed and moved, columns moved, headers in either language. Nothing is raised: findings that are
    errors say why nothing or not all was read.
    """
    return budget_reading.read_book(workbook, plan_tables.project(), budget_page.PROJECT, "project-book-other", _says)


def _says(row: Written) -> bool:
    """Whether a line of facts has a name or a value: what is asked for stands beside it in the template already."""
    return row.table != "facts" or row.values.get("value") is not None or bool(row.values.get("fact"))
