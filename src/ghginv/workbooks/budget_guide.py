"""First and last sheets of a plan's workbook: how it is filled in (as of others like it), the layers of its rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Layout, Table
from ghginv.workbooks import budget_page, words
from ghginv.workbooks.build_page import height, page

_NAME_WIDTH, _TEXT_WIDTH = 30.0, 96.0


def guide(book: budget_page.EntryBook, facts: Mapping[str, Any], budget: str, revision: int) -> None:
    """What it is for, what to do, line by line; the sheets with what they ask for; what colours mean."""
    layout = plan_tables.load()
    said = Guide(
        title=str(facts.get("name") or book.say(layout.zh, layout.en)),
        about=book.word("guide.revision", budget=budget, revision=revision) if budget else "",
        texts=words.numbered("budget", "guide", book.lang),
        word=book.word,
        tables=layout.tables,
        more=[(budget_page.LAYERS, "layers", book.word("guide.layers"))],
        marks=REQUIRED,
    )
    write(book, layout, said)


REQUIRED = ("entry", "required", "optional")
"""The looks of cells and headers that are explained where columns must or may be filled in."""


@dataclass(frozen=True)
class Guide:
    """What a guide says: ``texts`` line by line, ``tables`` and ``more`` sheets (name, English name, what it is for).

    ``marks`` are the keys of the looks that are explained; ``word`` gives the words of ``guide.sheets`` and of
    ``guide.<mark>``.
    """

    title: str
    texts: Sequence[str]
    word: Callable[[str], str]
    tables: Sequence[Table]
    about: str = ""
    more: Sequence[tuple[str, str, str]] = ()
    marks: Sequence[str] = ("entry",)


def write(book: budget_page.EntryBook, layout: Layout, said: Guide) -> None:
    """The first sheet of a workbook to be filled in."""
    styles = book.styles
    sheet = page(book, budget_page.GUIDE, "guide", [_NAME_WIDTH, _TEXT_WIDTH], "#7F7F7F")
    rows = count(1)

    def across(text: str, form: Any) -> None:
        row = next(rows)
        sheet.merge_range(row, 0, row, 1, "", form)
        sheet.write_string(row, 0, text, form)
        sheet.set_row(row, height(text, _NAME_WIDTH + _TEXT_WIDTH))

    across(said.title, styles.label)
    if book.warning:
        across(book.warning, book.file.add_format({"font_color": "#C00000", "text_wrap": True, "valign": "vcenter"}))
    if said.about:
        across(said.about, styles.guide)
    for text in said.texts:
        across(text, styles.text)
    next(rows)
    across(said.word("guide.sheets"), styles.label)
    links = [(table.zh, table.en, book.say(table.help_zh, table.help_en)) for table in said.tables]
    for name, english, about in [*links, *said.more]:
        row = next(rows)
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles.link, book.say(name, f"{name}  {english}"))
        sheet.write_string(row, 1, about, styles.guide)
        sheet.set_row(row, height(about, _TEXT_WIDTH))
    next(rows)
    looks = {"entry": book.entries["text"], "required": styles.required, "optional": styles.header,
             "locked": styles.line}  # fmt: skip
    for key in said.marks:
        sheet.write_string(next(rows), 0, said.word(f"guide.{key}"), looks[key])
    sheet.write_string(next(rows), 0, f"ghginv {layout.id} v{layout.version}", styles.guide)
    budget_page.print_warning(sheet, book.warning)


def layers(book: budget_page.EntryBook, known: Sequence[tuple[str, str, str]]) -> None:
    """The layers of the rules, to choose from."""
    sheet = page(book, budget_page.LAYERS, "layers", [14.0, 60.0], "#A5A5A5")
    sheet.merge_range(1, 0, 1, 1, "", book.styles.guide)
    sheet.write_string(1, 0, book.word("guide.layers"), book.styles.guide)
    for at, key in enumerate(("col.layer-code", "col.layer-name")):
        sheet.write_string(2, at, book.word(key), book.styles.header)
    for row, (code, zh, en) in enumerate(known, start=3):
        sheet.write_string(row, 0, code, book.styles.line)
        sheet.write_string(row, 1, book.say(zh, en), book.styles.line)
    cells = f"'{budget_page.LAYERS}'!$A$4:$A${3 + max(len(known), 1)}"
    book.file.define_name("codes_layers", f"={cells}")
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    budget_page.print_warning(sheet, book.warning)
