"""What was bought and stored and what was used: purchases + opening - closing - sold = use."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.layout_model import BALANCE
from ghginv.workbooks.rules.enterprise.bounds import thresholds


def balance(filled: Filled) -> Iterator[Finding]:
    """Where purchases are given they explain the use, within what measuring a stock allows."""
    limits = thresholds()["balance"]
    for entry in filled.entries:
        explained, use = _explained(entry), entry.quantity.number
        if explained is None or use is None:
            continue
        at_hand, rest = explained
        difference = abs(rest - use)
        percent = 100 * difference / max(at_hand, use, 1e-9)
        if percent > limits["differs_percent"]:
            code = "balance-wrong" if percent > limits["wrong_percent"] else "balance-differs"
            told = {"difference": digits(round(difference, 6)), "percent": digits(round(percent, 1))}
            yield entry.finding(code, "quantity", digits(use), digits(round(rest, 6)), **told)


def _explained(entry: Entry) -> tuple[float, float] | None:
    """What was at hand in the year and what of it must have been used; None where purchases are not given."""
    columns = {field: entry.column(field) for field in BALANCE}
    figures = {field: entry.figure(column) for field, column in columns.items() if column}
    if "purchased" not in figures or figures["purchased"].number is None:
        return None
    if any(not figure.blank and (figure.number is None or figure.number < 0) for figure in figures.values()):
        return None
    bought, opening, closing, sold = (figures[field].number or 0.0 if field in figures else 0.0 for field in BALANCE)
    return bought + opening, bought + opening - closing - sold
