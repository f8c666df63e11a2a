"""A filled-in workbook of scenarios → its rows as written, and what is wrong with the file.

Sheets may be renamed and moved, columns moved, headers in either language. Values are judged by
``budget.scenarios.plan``, which sees the rows of a folder of CSV files alike.
"""

from __future__ import annotations

from ghginv.domain import plan_tables
from ghginv.workbooks import budget_reading, scenario_page
from ghginv.workbooks.budget_reading import Filled
from ghginv.workbooks.cells import Workbook


def read_scenarios(workbook: Workbook) -> Filled:
    """The rows by table as written, with their cells. Nothing is raised: errors say why nothing or not all was read."""
    return budget_reading.read_book(workbook, plan_tables.scenarios(), scenario_page.KIND, "scenario-book-other")
