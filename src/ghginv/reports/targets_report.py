"""The report on the targets of action plans 实施方案目标进度报告: as a whole, or of what one unit answers for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ghginv.domain import written_numbers
from ghginv.reports import targets_charts, wording
from ghginv.reports.document import Chart, Document, Table

FOLDER = "reports/targets"
STATES = ("met", "ahead", "on-track", "behind", "missed", "not-due", "doing", "no-pace", "no-data", "waiting")
_GOOD = STATES[:3]
_JUDGED = STATES[:5]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Material:
    """What the report says. ``plans``: the facts of each plan; ``rows``: a row an indicator with ``plan, indicator,
    section, name, lead, support, target, base, period, value, unit, done, expected, completion`` (%), ``margin, gap``
    (%), ``state`` (its word), ``state_id, forecast, forecast_met, reached, status, late, evidence, cell, note``;
    ``rules``: ``parameter, value, unit, evidence, note``."""

    at: str
    plans: Sequence[Row]
    rows: Sequence[Row]
    rules: Sequence[Row]
    unit: str = ""
    warning: str = ""
    contact: str = field(default="")


def document(material: Material, lang: str = "zh") -> Document:
    """The report as a value."""
    made = _Made(material, wording.words(lang, FOLDER), lang)
    prepared = made.prepared()
    facts = {**made.facts(), "has": frozenset(prepared)}
    blocks = wording.blocks(f"outline.{lang}.jinja", facts, prepared, FOLDER)
    words = made.words
    title = words["title.unit"].format(unit=material.unit) if material.unit else words["title"]
    return Document(wording.plain(title), made.head(), lang, wording.plain(material.warning), tuple(blocks), False)


class _Made:
    """The tables and figures of a report."""

    def __init__(self, material: Material, words: Mapping[str, str], lang: str):
        self.material, self.words, self.lang = material, words, lang
        self.rows = material.rows

    def head(self) -> tuple[str, ...]:
        """The lines under the title: month, plans with number, version and evidence."""
        lines = [self.words["head.at"].format(at=self.material.at, rows=len(self.rows))]
        for plan in self.material.plans:
            number = f"（{plan['number']}）" if plan.get("number") else ""
            mark = self.words.get(f"status.{plan.get('evidence')}", plan.get("evidence") or "-")
            told = {"name": plan["name"], "number": number, "version": plan["version"], "mark": mark,
                    "source": plan["source"], "state": plan.get("state") or "-"}  # fmt: skip
            lines.append(self.words["head.plan"].format(**told))
        return tuple(map(wording.plain, lines))

    def facts(self) -> dict[str, Any]:
        """What the outline speaks of."""
        counts = self._counts(self.rows)
        judged = sum(counts[state] for state in _JUDGED)
        by_id = {rule["parameter"]: _figure(rule["value"]) for rule in self.material.rules}
        marks = {rule["parameter"]: self.words.get(f"status.{rule['evidence']}", rule["evidence"])
                 for rule in self.material.rules}  # fmt: skip
        return {
            "at": self.material.at, "unit": self.material.unit, "counts": counts, "judged": judged,
            "good": sum(counts[state] for state in _GOOD), "all": len(self.rows), "margin": by_id["target_margin"],
            "about": by_id["target_about"], "pace": by_id["target_pace_months"], "mark": marks["target_margin"],
            "late": sum(bool(row["late"]) for row in self.rows),
        }  # fmt: skip

    def prepared(self) -> dict[str, Table | Chart]:
        """The tables and charts that have something to say, by name."""
        found: dict[str, Table | Chart] = {"states": self._states()}
        if not self.material.unit and len({row["lead"] for row in self.rows}) > 1:
            found["units"] = self._units()
        if shown := [row for row in self.rows if row["state_id"] in _JUDGED and row["completion"] is not None]:
            found["chart"] = targets_charts.completion(shown, self.words)
        columns = ("indicator", "target", "value", "expected", "gap", "forecast", "lead")
        states: tuple[str, ...]
        for name, states in (("behind", ("behind", "missed")), ("good", _GOOD)):
            if rows := [row for row in self.rows if row["state_id"] in states and row["value"] is not None]:
                found[name] = self._table(name, columns, rows)
        if rows := [row for row in self.rows if row["done"] or row["state_id"] == "doing"]:
            told = ("indicator", "target", "done", "period", "state", "lead")
            found["events"] = self._table("events", told, rows)
        if rows := [row for row in self.rows if row["late"]]:
            found["late"] = self._table("late", ("indicator", "period", "late", "lead"), rows)
        for name, states in (("no-data", ("no-data",)), ("waiting", ("waiting",)),
                             ("pending", ("no-pace", "not-due"))):  # fmt: skip
            rows = [row for row in self.rows if row["state_id"] in states and not row["done"]]
            if rows:
                found[name] = self._table(name, ("indicator", "target", "value", "lead", "note"), rows)
        found["sources"] = self._table("sources", ("indicator", "section", "evidence", "status", "base", "cell"),
                                       [row for row in self.rows if row["cell"]] or self.rows)  # fmt: skip
        return found

    @staticmethod
    def _counts(rows: Sequence[Row]) -> dict[str, int]:
        return {state: sum(row["state_id"] == state for row in rows) for state in STATES}

    def _states(self) -> Table:
        """A line a plan, a column a state."""
        columns = ("plan", "count", *(f"state.{state}" for state in STATES))
        cells = []
        for plan in self.material.plans:
            mine = [row for row in self.rows if row["plan"] == plan["plan"]]
            counts = self._counts(mine)
            cells.append([plan["name"], str(len(mine)), *(str(counts[state] or "") for state in STATES)])
        return self._made("states", columns, cells, range(1, len(columns)))

    def _units(self) -> Table:
        """A line a lead unit: how many, how many of each judgement."""
        columns = ("lead", "count", *(f"state.{state}" for state in _JUDGED), "other")
        cells = []
        for unit in dict.fromkeys(row["lead"] for row in self.rows):
            mine = [row for row in self.rows if row["lead"] == unit]
            counts = self._counts(mine)
            rest = len(mine) - sum(counts[state] for state in _JUDGED)
            shown = (str(counts[state] or "") for state in _JUDGED)
            cells.append([unit or self.words["none"], str(len(mine)), *shown, str(rest or "")])
        return self._made("units", columns, cells, range(1, len(columns)))

    def _table(self, name: str, columns: Sequence[str], rows: Sequence[Row]) -> Table:
        several = len(self.material.plans) > 1
        cells = [[self._cell(column, row, several) for column in columns] for row in rows]
        kept = [at for at, _ in enumerate(columns) if any(row[at] for row in cells) or at < 1]
        numeric = ("value", "expected", "gap", "forecast", "late")
        shown = [columns[at] for at in kept]
        right = [at for at, column in enumerate(shown) if column in numeric]
        return self._made(name, shown, [[row[at] for at in kept] for row in cells], right)

    def _made(self, name: str, columns: Sequence[str], cells: Sequence[Sequence[str]], numeric: Any) -> Table:
        titles = [self.words.get(f"col.{column}") or self.words[column] for column in columns]
        return Table(self.words[f"table.{name}"], titles, [[wording.plain(each) for each in row] for row in cells],
                     frozenset(numeric))  # fmt: skip

    def _cell(self, column: str, row: Row, several: bool) -> str:
        value = row[column]
        if column == "indicator":
            return f"{row['plan']}/{value} {row['name']}" if several else f"{value} {row['name']}"
        if column == "value" and value is not None and row["period"] != self.material.at:
            return self.words["value"].format(value=_figure(value), period=row["period"])
        if column == "gap" and value is not None:
            return f"{value:+.1f}%"
        if column == "forecast" and value is not None:
            key = "forecast.met" if row["forecast_met"] else "forecast.short" if row["reached"] else "forecast.never"
            return self.words[key].format(value=_figure(value), reached=row["reached"])
        if column == "evidence":
            return self.words.get(f"status.{value}", str(value or ""))
        if column == "lead":
            return "、".join(filter(None, (str(value), row["support"] if self.material.unit else "")))
        return _figure(value) if isinstance(value, float) else "" if value is None else str(value)


def _figure(value: float) -> str:
    return written_numbers.digits(round(value, 2))
