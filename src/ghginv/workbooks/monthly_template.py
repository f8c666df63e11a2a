"""The workbook 月度和季度执行数据 in which months are reported: guide, entry sheets, the codes that may be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ghginv.domain import plan_tables
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks import budget_lists, budget_page, budget_template, words
from ghginv.workbooks.build_page import PROTECTION, height, page, styles

NAMES = "名单"
_WIDTHS = (30.0, 96.0)
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
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    layout = plan_tables.monthly()
    file = xlsxwriter.Workbook(str(path), budget_page.OPTIONS)
    book = budget_page.EntryBook(file, styles(file), lang, budget_page.entry_formats(file), warning)
    file.set_properties({"title": book.say(layout.zh, layout.en), "created": budget_page.CREATED})
    _guide(book, layout, budget)
    given = {table: mine for table, mine in (rows or {}).items() if mine}
    facts = {**facts, **{str(row["fact"]): row["value"] for row in given.pop("facts", ())}}
    given = {**_rows(layout, facts, known), **given}
    for table in layout.tables:
        budget_template.entry_sheet(book, table, given.get(table.id, []))
    _names(book, known)
    _dictionary(book, layout)
    told = {"region": facts.get("region"), "year": facts.get("year"), "enterprise": facts.get("enterprise")}
    signed = {name: str(value or "") for name, value in told.items()}
    budget_page.sign(file, layout.id, {**signed, "budget": budget}, layout)
    try:
        file.close()
    except FileCreateError as refusal:
        raise InputError(Finding("results-not-written", found=str(path), details={"why": str(refusal)})) from refusal


def _rows(layout: plan_tables.Layout, facts: Mapping[str, Any], known: Names) -> dict[str, list[dict[str, Any]]]:
    """A line a fact, and a line a facility to begin with."""
    lines = [{"fact": each.id, "value": facts.get(each.id)} for each in layout.tables[0].columns[0].choices]
    facilities = dict.fromkeys(each[:3] for each in known.facilities)  # one that moves is listed once
    enterprises = [{"enterprise": code, "name": name, "facility": facility} for code, name, facility in facilities]
    return {"facts": lines, "enterprise": enterprises}


def _guide(book: budget_page.EntryBook, layout: plan_tables.Layout, budget: str) -> None:
    sheet = page(book, budget_page.GUIDE, "guide", list(_WIDTHS), "#7F7F7F")
    row = 1
    texts = [book.warning, _word("guide.budget", book.lang, budget=budget) if budget else ""]
    texts += [_word(f"guide.{number}", book.lang) for number in range(1, 8)]
    for text in filter(None, texts):
        sheet.merge_range(row, 0, row, 1, "", book.styles.text)
        sheet.write_string(row, 0, text, book.styles.text)
        sheet.set_row(row, height(text, sum(_WIDTHS)))
        row += 1
    sheet.write_string(row + 1, 0, _word("guide.sheets", book.lang), book.styles.label)
    row += 2
    links = [(table.zh, table.en, book.say(table.help_zh, table.help_en)) for table in layout.tables]
    for name, english, about in [*links, (NAMES, "lists", _word("names.help", book.lang))]:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", book.styles.link, book.say(name, f"{name}  {english}"))
        sheet.write_string(row, 1, about, book.styles.guide)
        sheet.set_row(row, height(about, _WIDTHS[1]))
        row += 1
    for key, form in (
        ("entry", book.entries["text"]), ("required", book.styles.required), ("optional", book.styles.header),
    ):  # fmt: skip
        row += 1
        sheet.write_string(row, 0, _word(f"guide.{key}", book.lang), form)
    sheet.write_string(row + 1, 0, f"ghginv {layout.id} v{layout.version}", book.styles.guide)
    budget_page.print_warning(sheet, book.warning)


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


def _dictionary(book: budget_page.EntryBook, layout: plan_tables.Layout) -> None:
    """The hidden sheet of what drop-downs offer."""
    from xlsxwriter.utility import xl_col_to_name

    sheet = book.file.add_worksheet(budget_page.DICTIONARY)
    for at, (name, entries) in enumerate(_lists(layout, book.lang)):
        sheet.write_string(0, at, name)
        for row, entry in enumerate(entries, start=1):
            sheet.write_string(row, at, entry)
        column = xl_col_to_name(at)
        book.file.define_name(name, f"='{budget_page.DICTIONARY}'!${column}$2:${column}${max(len(entries), 1) + 1}")
    sheet.protect("", PROTECTION)
    sheet.hide()


def _lists(layout: plan_tables.Layout, lang: str) -> Iterator[tuple[str, list[str]]]:
    for table in layout.tables:
        chosen = [each for column in table.columns for each in column.choices]
        for column in table.columns:
            if column.choices:
                yield f"list_{table.id}_{column.id}", [budget_lists.choice_word(each, lang) for each in column.choices]
        if table.column("unit"):
            units = (budget_page.unit(each.unit, lang) for each in chosen if each.unit)
            yield f"units_{table.id}", list(dict.fromkeys(units))
