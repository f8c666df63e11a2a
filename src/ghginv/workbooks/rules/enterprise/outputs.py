"""Output, value and operation: given, once, and possible."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import items
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.layout import MONTHS
from ghginv.workbooks.rules.enterprise.bounds import intensities, thresholds

VALUE, ADDED = "gross_output_value", "value_added"


def of_item(filled: Filled, code: str) -> list[Entry]:
    """The rows of output of an item."""
    return [entry for entry in filled.of_role("output") if entry.item and entry.item.code == code]


def given(filled: Filled) -> Iterator[Finding]:
    """Something is given by which emissions can be measured: a product, an area, a service."""
    table = next((table for table in filled.layout.tables if table.role == "output"), None)
    column = table.column("item") if table else None
    if table is None or column is None or not filled.entries:
        return
    offered = [option for option in filled.layout.options[column.options].entries if _measures(option.code)]
    if offered and not any(of_item(filled, option.code) for option in offered):
        told = {"expected_en": ", ".join(option.en for option in offered[:4])}
        expected = "、".join(option.zh for option in offered[:4])
        yield Finding("output-missing", "", table.sheet, "A4", expected=expected, details=told)


def _measures(code: str) -> bool:
    kind = items.find_code(code).kind
    return kind == "product" or (kind == "operation" and any(each.item == code for each in intensities()))


def once(filled: Filled) -> Iterator[Finding]:
    """An output stands once for a facility."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in filled.of_role("output"):
        if entry.item:
            earlier = first.setdefault((entry.item.code, entry.site), entry)
            if earlier is not entry:
                other = f"{earlier.sheet}!{earlier.address('item')}"
                yield entry.finding("entry-twice", "item", entry.item.zh, found_en=entry.item.en, other=other)


def added_within_value(filled: Filled) -> Iterator[Finding]:
    """The value added is a part of the gross output."""
    value, added = of_item(filled, VALUE), of_item(filled, ADDED)
    whole, part = (sum(entry.amount or 0.0 for entry in rows) for rows in (value, added))
    if value and added and part > whole and all(entry.amount is not None for entry in (*value, *added)):
        yield added[0].finding("value-added-above", "quantity", digits(part), digits(whole))


def operation_possible(filled: Filled) -> Iterator[Finding]:
    """A year has so many hours, a share no more than a hundred percent."""
    most = thresholds()["operation"]["most"]
    levels = thresholds()["operation"]["levels"]
    for entry in filled.of_role("output"):
        code = entry.item.code if entry.item else ""
        if code not in most:
            continue
        figures = [(MONTHS[month - 1], figure.number) for month, figure in entry.months.items()]
        if not figures or code not in levels:
            figures = [("quantity", entry.quantity.number)]
        for field, number in figures:
            amount = entry.converted(number)
            if amount is not None and amount > most[code]:
                yield entry.finding("operation-impossible", field, digits(amount), f"≤ {most[code]}")
