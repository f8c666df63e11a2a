"""The workbook 月度和季度执行数据 in which months are reported: guide, entry sheets, the codes that may be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ghginv.domain import plan_tables
from ghginv.workbooks import budget_guide, budget_lists, budget_page, budget_template, words, writing
from ghginv.workbooks.build_page import page

NAMES = "名单"
_LIST_WIDTHS = (22.0, 26.0, 3.0, 14.0, 30.0, 3.0, 24.0, 30.0, 12.0, 22.0, 14.0)
_FIRST = 3  # row of the first name, counted from 0


@dataclass(frozen=True, slots=True)
class Names:
    """What may be reported on: ``regions`` and ``industries`` as code and name; ``facilities`` as enterprise, name,
    facility, region, industry."""

    regions: Sequence[tuple[str, str]] = ()
    industries: Sequence[tuple[str, str]] = ()
    facilities: Sequence[tuple[str, str, str, str, str]] = ()


def _word(key: str, lang: str, **details: object) -> str:
    return words.word("monthly", key, lang, **details)


def build_monthly(
    path: Path | str, facts: Mapping[str, Any], known: Names, lang: str = "zh", *, budget: str = "", warning: str = "",
    rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> None:  # fmt: skip
    """Write the workbook to ``path``; ``facts`` by id, ``known`` fills the lists and the lines of enterprises.

    ``rows`` by table and column id are filled in; those of the table of facts stand before ``facts``, and where there
    are some of enterprises no lines are given beforehand. InputError where the file cannot be written.
    """
    layout = plan_tables.monthly()
    with writing.opened(path) as file:
        book = budget_page.entry_book(file, lang, warning)
        writing.titled(file, book.say(layout.zh, layout.en))
        _guide(book, layout, budget)
        given = {table: mine for table, mine in (rows or {}).items() if mine}
        facts = {**facts, **{str(row["fact"]): row["value"] for row in given.pop("facts", ())}}
        given = {**_rows(layout, facts, known), **given}
        for table in layout.tables:
            budget_template.entry_sheet(book, table, given.get(table.id, []))
        _names(book, known)
        budget_lists.write(book, [*budget_lists.of_choices(layout, lang), *budget_lists.of_units(layout, lang)])
        told = {"region": facts.get("region"), "year": facts.get("year"), "enterprise": facts.get("enterprise")}
        signed = {name: str(value or "") for name, value in told.items()}
        budget_page.sign(file, layout.id, {**signed, "budget": budget}, layout)


def _rows(layout: plan_tables.Layout, facts: Mapping[str, Any], known: Names) -> dict[str, list[dict[str, Any]]]:
    """A line a fact, and a line a facility to begin with."""
    lines = [{"fact": each.id, "value": facts.get(each.id)} for each in layout.tables[0].columns[0].choices]
    facilities = dict.fromkeys(each[:3] for each in known.facilities)  # one that moves is listed once
    enterprises = [{"enterprise": code, "name": name, "facility": facility} for code, name, facility in facilities]
    return {"facts": lines, "enterprise": enterprises}


def _guide(book: budget_page.EntryBook, layout: plan_tables.Layout, budget: str) -> None:
    said = budget_guide.Guide(
        title=book.say(layout.zh, layout.en),
        about=_word("guide.budget", book.lang, budget=budget) if budget else "",
        texts=words.numbered("monthly", "guide", book.lang),
        word=lambda key: _word(key, book.lang),
        tables=layout.tables,
        more=[(NAMES, "lists", _word("names.help", book.lang))],
        marks=budget_guide.REQUIRED,
    )
    budget_guide.write(book, layout, said)


def _names(book: budget_page.EntryBook, known: Names) -> None:
    """The sheet of codes: regions, industries, facilities side by side; drop-downs take theirs from here."""
    sheet = page(book, NAMES, "lists", list(_LIST_WIDTHS), "#A5A5A5")
    sheet.merge_range(1, 0, 1, len(_LIST_WIDTHS) - 1, "", book.styles.guide)
    sheet.write_string(1, 0, _word("names.help", book.lang), book.styles.guide)
    facility = ("enterprise", "enterprise-name", "facility", "facility-region", "facility-industry")
    blocks = (
        (0, ("regions", "name"), known.regions, "codes_regions"),
        (3, ("industries", "name"), known.industries, "codes_industries"),
        (6, facility, known.facilities, ""),
    )  # fmt: skip
    for left, heads, rows, name in blocks:
        for at, key in enumerate(heads):
            sheet.write_string(_FIRST - 1, left + at, _word(f"names.{key}", book.lang), book.styles.header)
        for row, values in enumerate(rows, start=_FIRST):
            for at, value in enumerate(values):
                sheet.write_string(row, left + at, value, book.styles.line)
        if name:
            column = "ABCDEFGHIJK"[left]
            last = _FIRST + max(len(rows), 1)
            book.file.define_name(name, f"='{NAMES}'!${column}${_FIRST + 1}:${column}${last}")
    sheet.freeze_panes(_FIRST, 0)
    sheet.repeat_rows(_FIRST - 1)
    budget_page.print_warning(sheet, book.warning)
