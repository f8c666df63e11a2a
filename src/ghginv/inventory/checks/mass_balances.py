"""Q8: what comes in equals what goes out; which sums must agree is data (``templates/checks/balances.csv``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ghginv import folders
from ghginv.domain import items, units
from ghginv.findings import Finding
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import Subject, Sums, activity_sums, among, figure, rules

EQUAL, AT_MOST = "equal", "at_most"
"""How the left side stands to the right: the same, or never more."""


def balances() -> dict[str, list[dict[str, str]]]:
    """The rows of each balance: ``balance, relation, side, sign, category, item, unit, zh, en``."""
    found: dict[str, list[dict[str, str]]] = {}
    for _, row in folders.rows(folders.file("templates", "checks/balances.csv")):
        found.setdefault(row["balance"], []).append(row)
    return found


def check(subject: Subject) -> Result:
    """Every balance of which the activity data hold both sides."""
    sums = activity_sums(subject.inventory)
    remarks, left_out, examined = [], [Finding("qa-balance-none")], 0
    for rows in balances().values():
        of = {"what_zh": rows[0]["zh"], "what_en": rows[0]["en"]}
        left, right = (_side([row for row in rows if row["side"] == side], sums) for side in ("left", "right"))
        if left is None or right is None:
            left_out.append(Finding("qa-no-balance", details=of))
            continue
        examined += 1
        room = rules()["Q8"]["tolerance_percent"] / 100 * abs(right)
        equal = rows[0]["relation"] == EQUAL
        if left > right + room or (equal and left < right - room):
            found, expected = (f"{figure(each)} {rows[0]['unit']}" for each in (left, right))
            code = "qa-balance" if equal else "qa-balance-exceeded"
            finding = Finding(code, found=found, expected=expected, details=of)
            remarks.append(Remark(finding, rows[0]["category"].partition("|")[0]))
    return Result("Q8", examined, tuple(remarks), tuple(left_out))


def _side(rows: Sequence[Mapping[str, str]], sums: Sums) -> float | None:
    """The signed sum of the activity data of a side in its unit; None where there are none."""
    found = [
        (-1 if row["sign"] == "-" else 1) * units.convert(value, items.find_code(item).unit, row["unit"])
        for row in rows
        for (category, item), value in sorted(sums.items())
        if among(category, item, row["category"], row["item"])
    ]
    return sum(found) if found else None
