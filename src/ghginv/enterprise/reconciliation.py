"""Form 205-1 against the enterprise's workbook: item by item, with what a difference is worth in CO2.

Both sides are rows of activity data of one enterprise and year. What the form calls consumption (industrial and other)
stands against the workbook's quantities of the item in all categories, own generation added and what was sold taken
off. Where the two divide coal or petroleum products differently they are compared as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Any

from ghginv.domain import items
from ghginv.enterprise.reconciliation_rules import Rules

AGREES, WITHIN, DIFFERS = "agrees", "within_tolerance", "differs"
ONLY_FORM, ONLY_WORKBOOK = "only_form", "only_workbook"
NOT_COMPARABLE, UNASKED = "not_comparable", "unasked"
REPORTED = (DIFFERS, ONLY_FORM, ONLY_WORKBOOK, NOT_COMPARABLE)
"""Verdicts that somebody has to look at."""

CONSUMED = ("F.3", "F.5")
_PURCHASES, _FEEDSTOCK, _TRANSPORT, _INDUSTRIAL = "F.2", "F.4", "F.6", "F.3"
_SLIPS = (10, 100, 1000, 10000)
_SLIP_PERCENT = 2
_KINDS = frozenset(
    ("coal", "oil", "gas", "biomass", "waste", "electricity", "heat", "other_fuel", "other_energy", "measured_coal",
     "alternative_fuel")
)  # fmt: skip
_OUTSIDE = ("X", "B", "E", "F")
Effect = Callable[[str, float], float | None]
"""What a quantity of an item is worth in tCO2; None where there is no factor."""


@dataclass(frozen=True)
class Comparison:
    """One item of an enterprise's year on both sides.

    Quantities are in ``unit``; ``difference`` is what the form has more, ``percent`` of the form, ``effect_t`` its
    worth in tCO2 by default factors. ``month`` is the last of those compared (0: the year). Cells are ``sheet!cell``.
    """

    enterprise: str
    year: int
    month: int
    item: str
    unit: str
    form_quantity: float | None
    workbook_quantity: float | None
    difference: float | None
    percent: float | None
    effect_t: float | None
    verdict: str
    reason: str
    reason_zh: str
    reason_en: str
    form_cells: tuple[str, ...]
    workbook_cells: tuple[str, ...]

    @property
    def reported(self) -> bool:
        """Whether somebody has to look at it."""
        return self.verdict in REPORTED


@dataclass
class _Side:
    """The quantities of one side by item, each with its cells; ``gaps`` are items without months or with a key."""

    quantities: dict[str, list[float]] = field(default_factory=dict)
    cells: dict[str, list[str]] = field(default_factory=dict)
    gaps: dict[str, tuple[str, Mapping[str, object]]] = field(default_factory=dict)

    def add(self, item: str, quantity: float, row: Mapping[str, Any]) -> None:
        self.quantities.setdefault(item, []).append(quantity)
        self.cells.setdefault(item, []).append(f"{row['sheet']}!{row['cell']}")

    def total(self, members: Iterable[str]) -> float | None:
        """The sum over items, None where none of them is given."""
        given = [quantity for item in members for quantity in self.quantities.get(item, ())]
        return fsum(given) if given else None

    def places(self, members: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cell for item in members for cell in self.cells.get(item, ())))

    def present(self) -> set[str]:
        """The items that are more than zero, or that cannot be compared."""
        return {item for item, given in self.quantities.items() if fsum(given)} | set(self.gaps)


def reconcile(
    form: Sequence[Mapping[str, Any]], workbook: Sequence[Mapping[str, Any]], effect: Effect, by: Rules
) -> list[Comparison]:
    """Compare the rows of activity data of one enterprise and year, those of its form and those of its workbook."""
    month = max((int(row["month"]) for row in form), default=0)
    form = [row for row in form if int(row["month"]) == month]
    columns = {category: _column(form, category) for category in (_PURCHASES, _INDUSTRIAL, _FEEDSTOCK, _TRANSPORT)}
    ours, theirs = _workbook(workbook, month, by), _column(form, *CONSUMED)
    who = next(((str(row["enterprise"]), int(row["year"])) for row in (*form, *workbook)), ("", 0))
    found = []
    for item, members in _levels(theirs.present(), ours.present(), by):
        reason, details = _gap(ours, members)
        sums = theirs.total(members), None if reason else ours.total(members)
        worth = None if reason else _worth(theirs, ours, members, effect)
        verdict = NOT_COMPARABLE
        if not reason:
            verdict, reason, details = _verdict(item, sums, worth, members, columns, by)
        found.append(
            Comparison(
                *who, month, item, items.load()[item].unit, *sums, *_difference(*sums), worth, verdict, reason,
                *_words(reason, details, by, divided=len(members) > 1), theirs.places(members), ours.places(members),
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: list(items.load()).index(each.item))


def _column(form: Iterable[Mapping[str, Any]], *categories: str) -> _Side:
    """What the form says in some of its columns."""
    side = _Side()
    for row in form:
        if row["category"] in categories and row["quantity"] is not None:
            side.add(str(row["item"]), float(row["quantity"]), row)
    return side


def _workbook(rows: Iterable[Mapping[str, Any]], month: int, by: Rules) -> _Side:
    """What the workbook says was used until a month, by the items of the form."""
    side = _Side()
    for row in rows:
        item = by.stands_for.get(str(row["item"]), str(row["item"]))
        if not items.known(item) or items.load()[item].kind not in _KINDS or not (sign := _sign(row, item, by)):
            continue
        quantity = _number(row["quantity"])
        if month and int(row["month"]) == 0 and (quantity or row["notation"]):
            side.gaps[item] = "period", {"month": month}
        elif quantity is None and row["notation"]:
            if row["notation"] != "NO":
                side.gaps[item] = "notation", {"notation": row["notation"]}
        elif quantity is not None and (not month or int(row["month"]) <= month):
            side.add(item, sign * quantity, row)
    return side


def _number(value: Any) -> float | None:
    """A quantity of a table, where a blank may be NaN."""
    return None if value is None or value != value else float(value)


def _sign(row: Mapping[str, Any], item: str, by: Rules) -> int:
    """How a row enters what was used: 0 for what is information of the account alone."""
    for each in by.adjustments:
        if (each["item"], each["category"]) == (item, row["category"]):
            return int(each["sign"])
    return 0 if str(row["category"]).partition(".")[0] in _OUTSIDE else 1


def _levels(form: set[str], workbook: set[str], by: Rules) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The items to compare, each with those that are summed for it.

    Kinds are compared one by one unless each side has some that the other lacks, or one side gives them undivided.
    """
    groups: dict[str, set[str]] = {}
    for item in form | workbook:
        groups.setdefault(by.family(item), set()).add(item)
    for whole, members in groups.items():
        only_form, only_workbook = members & form - workbook, members & workbook - form
        undivided = whole in only_form | only_workbook and len(members) > 1
        if (only_form and only_workbook) or undivided:
            yield whole, tuple(sorted(members))
        else:
            yield from ((item, (item,)) for item in sorted(members))


def _gap(side: _Side, members: Iterable[str]) -> tuple[str, Mapping[str, object]]:
    return next((side.gaps[item] for item in members if item in side.gaps), ("", {}))


def _worth(form: _Side, workbook: _Side, members: Iterable[str], effect: Effect) -> float | None:
    """What the difference is worth, each kind by its own factors; None where one of them has none."""
    worth = [effect(item, (form.total([item]) or 0.0) - (workbook.total([item]) or 0.0)) for item in members]
    known = [each for each in worth if each is not None]
    return fsum(known) if len(known) == len(worth) else None


def _difference(form: float | None, workbook: float | None) -> tuple[float | None, float | None]:
    """What the form has more, and in percent of the form."""
    if form is None or workbook is None:
        return None, None
    difference = form - workbook
    return difference, 100 * difference / form if form else None


def _verdict(
    item: str,
    sums: tuple[float | None, float | None],
    worth: float | None,
    members: Sequence[str],
    columns: Mapping[str, _Side],
    by: Rules,
) -> tuple[str, str, Mapping[str, object]]:
    """Verdict and reason; ``sums`` are those of form and workbook."""
    form, workbook = sums
    if not form and not workbook:
        return AGREES, "same", {}
    if not workbook:
        return (UNASKED, "unasked", {}) if item in by.unasked else (ONLY_FORM, "missing_workbook", {})
    if not form:
        return ONLY_WORKBOOK, "missing_form", {}
    apart = 100 * abs(form - workbook) / form
    if apart <= by.agrees_percent:
        return AGREES, "same" if form == workbook else "rounding", {}
    if apart <= by.allowed(item):
        return WITHIN, "tolerance", {}
    if worth is not None and abs(worth) < by.least_effect_t:
        return WITHIN, "small", {}
    return DIFFERS, *_why(form, workbook, members, columns, by)


def _why(
    form: float, workbook: float, members: Sequence[str], columns: Mapping[str, _Side], by: Rules
) -> tuple[str, Mapping[str, object]]:
    """What the workbook's figure is in the form, if it is anything there."""
    part = {category: side.total(members) or 0.0 for category, side in columns.items()}
    candidates = (
        ("purchases", part[_PURCHASES]),
        ("industrial", part[_INDUSTRIAL]),
        ("without_feedstock", form - part[_FEEDSTOCK]),
        ("without_transport", form - part[_TRANSPORT]),
        ("transport", part[_TRANSPORT]),
    )
    for reason, figure in candidates:
        if figure and 100 * abs(figure - workbook) / figure <= by.agrees_percent:
            return reason, {}
    ratio = max(form, workbook) / min(form, workbook) if min(form, workbook) > 0 else 0.0
    for times in _SLIPS:
        if abs(ratio / times - 1) * 100 <= _SLIP_PERCENT:
            return "unit", {"times": times}
    return "unexplained", {}


def _words(reason: str, details: Mapping[str, object], by: Rules, *, divided: bool) -> tuple[str, str]:
    """The reason in both languages, with the note that several kinds were compared as one."""
    zh, en = (text.format(**details) for text in by.words[reason])
    if divided:
        return f"{by.words['family'][0]}；{zh}", f"{by.words['family'][1]}; {en}"
    return zh, en
