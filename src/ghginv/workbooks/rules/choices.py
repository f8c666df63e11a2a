"""What must be one of a list: category, item, technology, notation key."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.layout import Column


def required_choices(filled: Filled) -> Iterator[Finding]:
    """A row names its category and its item; a notation key may stand for a whole category."""
    for entry in filled.all_entries:
        for column in entry.located.chosen:
            if not column.required or entry.text(column):
                continue
            spared = entry.broken(column) or (column.field == "item" and entry.notation and entry.category)
            if not spared:
                yield entry.finding("entry-missing", column, expected=column.zh, expected_en=column.en)


def unknown_choices(filled: Filled) -> Iterator[Finding]:
    """A choice is on the list of its column."""
    for entry in filled.all_entries:
        for column in entry.located.chosen:
            text = entry.text(column)
            if text and entry.layout.options[column.options].find(text) is None:
                yield _explained(entry, column, text)


def _explained(entry: Entry, column: Column, text: str) -> Finding:
    """Where a choice belongs to another sheet say so, else name the nearest ones of this one."""
    elsewhere = [sheet for sheet, options in entry.layout.lists(column.field).items() if options.find(text)]
    if elsewhere:
        return entry.finding("choice-elsewhere", column, found=text, expected="、".join(elsewhere))
    options = entry.layout.options[column.options]
    near = options.nearest(text) or list(options.entries[:3])
    labels = {"near": "、".join(each.label() for each in near), "near_en": ", ".join(each.label("en") for each in near)}
    return entry.finding(
        "choice-unknown", column, text, near[0].label(), column=column.zh, column_en=column.en, **labels
    )
