"""The workbook 排放情景 in which scenarios are filled in: guide, a sheet a table, lists.

What is known already is filled in; text never becomes a formula, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Table
from ghginv.domain.policy import STATUSES
from ghginv.workbooks import budget_guide, budget_lists, budget_page, scenario_page, writing
from ghginv.workbooks.budget_template import HEADER_ROW, entry_sheet, fact_rows, last_row

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_UNITS = ("10^8 CNY", "10^4 person", "person", "10^4 m2", "vehicle", "10^4 t", "t", "MWh", "10^4 MWh")
_OFFERED = {"scenario": "scenarios", "driver": "drivers", "follows": "drivers"}
Row = Mapping[str, Any]


def build(path: Path | str, facts: Mapping[str, Any], rows: Mapping[str, Iterable[Row]] | None = None,
          lang: str = "zh") -> None:  # fmt: skip
    """Write the workbook to ``path``: ``facts`` by id before those of the rows; ``rows`` by table and column id.

    InputError: a file that cannot be written, a text too long for a cell.
    """
    layout = plan_tables.scenarios()
    given = {table.id: list((rows or {}).get(table.id, ())) for table in layout.tables}
    given["facts"] = fact_rows(layout.tables[0], facts, given["facts"])
    told = {row["fact"]: str(row["value"] or "") for row in given["facts"]}
    with writing.opened(path) as file:
        book = budget_page.entry_book(file, lang, told["warning"])
        title = scenario_page.word("title.template", lang)
        writing.titled(file, title)
        said = budget_guide.Guide(
            title=told["name"] or title, texts=scenario_page.known("guide", lang),
            word=lambda key: scenario_page.word(key, lang), tables=layout.tables,
        )  # fmt: skip
        budget_guide.write(book, layout, said)
        for table in layout.tables:
            sheet = entry_sheet(book, table, given[table.id])
            _offered(sheet, table, last_row(given[table.id]))
        budget_lists.write(book, [*budget_lists.of_choices(layout, lang), *_lists(told["region"])])
        for name in ("scenarios", "drivers"):
            zh = next(table.zh for table in layout.tables if table.id == name)
            budget_lists.typed(book, f"codes_{name}", zh, "A", HEADER_ROW + 1, last_row(given[name]))
        budget_page.sign(file, scenario_page.KIND, {"region": told["region"], "year": told["base_year"]}, layout)


def _offered(sheet: Worksheet, table: Table, last: int) -> None:
    """Scenarios and drivers to choose from, where they are not defined but used."""
    for at, column in enumerate(table.columns):
        source = _OFFERED.get(column.id)
        if source and not (at == 0 and table.id == source):
            check = {"validate": "list", "source": f"=codes_{source}", "error_type": "warning"}
            sheet.data_validation(HEADER_ROW, at, last - 1, at, check)


def _lists(region: str) -> Iterator[tuple[str, list[str]]]:
    from ghginv.domain import industries

    yield "units_drivers", list(_UNITS)
    yield "codes_regions", [region] if region else []
    yield "codes_industries", [each for each in industries.load() if len(each) <= 3]
    yield "list_evidence", list(STATUSES)
