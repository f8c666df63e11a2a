"""Tables of budgets: tonnes exact to the kilogram, years as columns, sums, and no table wider than an A4 page.

Amounts come as tonnes and are summed as whole kilograms, so that a sum printed is the sum of what is printed above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.reports import figures
from ghginv.reports.document import Block, Table
from ghginv.reports.drawing import wide
from ghginv.reports.wording import plain

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[Any, Any]
_PAGE_CM, _NAMES_CM, _CELL_CM, _POINTS = 16.0, 6.0, 0.42, 7.5
_EM = _POINTS * 2.54 / 72


def rows(frame: pd.DataFrame | None, key: str = "") -> list[Row]:
    """The rows of a frame; ``key`` may be its index. Columns named "2026" are years too."""
    if frame is None:
        return []
    if key and key not in frame.columns:
        frame = frame.rename_axis(key).reset_index()
    names = [int(name) if isinstance(name, str) and name.isdigit() else name for name in frame.columns]
    return frame.set_axis(names, axis=1).to_dict("records")


def kilograms(tonnes: object) -> int | None:
    """Tonnes as whole kilograms; None where there is no number.

    >>> kilograms(12.3456), kilograms(float("nan"))
    (12346, None)
    """
    return None if figures.missing(tonnes) or tonnes == "" else round(float(tonnes) * 1000)  # type: ignore[arg-type]


def amount(kilograms: int | None) -> str:
    """Kilograms as tonnes, every digit, thousands apart.

    >>> amount(12345678000), amount(-1500), amount(0), amount(None)
    ('12,345,678', '-1.5', '0', '—')
    """
    if kilograms is None:
        return figures.NOTHING
    whole, rest = divmod(abs(int(kilograms)), 1000)
    decimals = f".{rest:03d}".rstrip("0").rstrip(".") if rest else ""
    return f"{'-' if kilograms < 0 else ''}{whole:,}{decimals}"


def tonnes(value: object) -> str:
    """Tonnes as they are, to the kilogram."""
    return amount(kilograms(value))


def rough(value: float | None) -> str:
    """What a method gives: whole tonnes; below ten tonnes three digits.

    >>> rough(999.6), rough(0.12345), rough(1234567.8)
    ('1,000', '0.123', '1,234,568')
    """
    if value is None or figures.missing(value):
        return figures.NOTHING
    return f"{value:,.0f}" if abs(value) >= 10 or value == 0 else f"{value:.3g}"


def ratio(value: object, decimals: int = 3) -> str:
    """A dimensionless figure with so many decimals; words stay words.

    >>> ratio(0.12345), ratio(None), ratio("n/a")
    ('0.123', '—', 'n/a')
    """
    if isinstance(value, str):
        return value
    return figures.NOTHING if figures.missing(value) else f"{float(value):,.{decimals}f}"  # type: ignore[arg-type]


def given(value: object) -> str:
    """What was given: a number as it is, words as they are.

    >>> given(17.0), given("3.66"), given(None)
    ('17', '3.66', '')
    """
    if value is None or (isinstance(value, float) and figures.missing(value)):
        return ""
    if isinstance(value, str):
        return value
    return figures.number(float(value))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Tables:
    """Makes tables in a language; ``words`` has the titles of columns under ``col.``, captions under ``table.``."""

    words: Mapping[str, str]
    lang: str
    unit: str

    def word(self, group: str, key: object, **details: object) -> str:
        """The word for a key; the key itself where there is none."""
        found = self.words.get(f"{group}.{key}")
        return str(key) if found is None else found.format(**details)

    def mark(self, status: object) -> str:
        """An evidence mark in words."""
        return self.word("mark", status) if status else self.words["mark.none"]

    def caption(self, name: str, **details: object) -> str:
        """The caption of a table or chart with its unit."""
        return plain(self.words[f"table.{name}"].format(unit=self.unit, **details))

    def table(
        self,
        name: str,
        columns: Sequence[object],
        cells: Iterable[Sequence[object]],
        numeric: Iterable[int] = (),
        strong: Iterable[int] = (),
        **details: object,
    ) -> Table:
        """A table of plain text; ``columns`` are keys of words, or years and names as they are."""
        titles = [plain(self.word("col", each)) for each in columns]
        made = [[plain(cell) for cell in row] for row in cells]
        return Table(self.caption(name, **details), titles, made, frozenset(numeric), frozenset(strong))

    def by_year(
        self,
        name: str,
        keys: Sequence[str],
        lines: Sequence[Row],
        years: Sequence[int],
        *,
        show: Callable[[str, Row], object],
        before: Sequence[str] = (),
        totals: Mapping[int, int] | None = None,
        **details: object,
    ) -> Table:
        """Rows with amounts (t) by year and their sum; ``before`` are columns in t that stand before the years.

        Where ``totals`` (kg by year) differ from the sums, what is not in the table is named and the totals follow.
        """
        amounts: list[Any] = [*before, *years]
        kept = [{column: kilograms(each.get(column)) for column in amounts} for each in lines]
        cells = [
            [*(show(key, each) for key in keys), *(amount(row[column]) for column in amounts)]
            for each, row in zip(lines, kept, strict=True)
        ]
        whole = {column: sum(row[column] or 0 for row in kept) for column in amounts}
        ends: list[tuple[str, Mapping[Any, int | None]]] = [(self.words["sum"], whole)]
        if totals is not None and any(whole[year] != totals.get(year, 0) for year in years):
            ends.append((self.words["rest"], {year: totals.get(year, 0) - whole[year] for year in years}))
            ends.append((self.words["total"], {year: totals.get(year, 0) for year in years}))
        for title, sums in ends:
            cells.append([title, *[""] * (len(keys) - 1), *(amount(sums.get(column)) for column in amounts)])
        numeric = range(len(keys), len(keys) + len(amounts))
        return self.table(name, [*keys, *amounts], cells, numeric, range(len(lines), len(cells)), **details)


def fitted(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, tables wider than an A4 page in pieces that each begin with the columns that name the rows."""
    for block in blocks:
        if isinstance(block, Table):
            yield from _pieces(block)
        else:
            yield block


def _pieces(table: Table) -> Iterator[Table]:
    needs = [_need(table, column) for column in range(len(table.columns))]
    keep = 1
    while keep < len(needs) and keep not in table.numeric and sum(needs[: keep + 1]) <= _NAMES_CM:
        keep += 1
    room = _PAGE_CM - sum(needs[:keep])
    groups = _groups(range(keep, len(needs)), needs, room, len(needs))
    if len(groups) == 1:
        yield table
        return
    # As many pieces as needed, all about as wide.
    groups = _groups(range(keep, len(needs)), needs, room, -((keep - len(needs)) // len(groups)))
    for number, group in enumerate(groups, 1):
        columns = [*range(keep), *group]
        places = {column: place for place, column in enumerate(columns)}
        yield Table(
            f"{table.caption} ({number}/{len(groups)})",
            [table.columns[column] for column in columns],
            [[row[column] for column in columns] for row in table.rows],
            frozenset(places[column] for column in table.numeric if column in places),
            table.strong,
            {(row, places[column]): name for (row, column), name in table.links.items() if column in places},
            table.anchors if number == 1 else {},
        )


def _groups(columns: Iterable[int], needs: Sequence[float], room: float, most: int) -> list[list[int]]:
    """Columns one after the other in groups that fit the room, none with more than ``most``."""
    groups: list[list[int]] = [[]]
    for column in columns:
        taken = groups[-1]
        if taken and (sum(needs[each] for each in taken) + needs[column] > room or len(taken) == most):
            groups.append([])
        groups[-1].append(column)
    return groups


def _need(table: Table, column: int) -> float:
    """The least width in cm: numbers are not broken, words are after four to five characters."""
    texts = sorted(wide(row[column], 1) for row in table.rows) or [0.0]
    title = max((wide(word, 1) for word in table.columns[column].split(" ")), default=0.0)
    if column in table.numeric:
        return max(texts[-1], min(title, 5.0)) * _EM + _CELL_CM
    return max(min(texts[int(0.9 * (len(texts) - 1))], 4.5), min(title, 5.5)) * _EM + _CELL_CM
