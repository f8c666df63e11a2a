"""An enterprise's side of a carbon budget as a chapter of its account, or as a document of its own.

It takes facts and tables of ``workspace.budgets.enterprise_side`` as they are, in whole kg, and prints exact tonnes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.reports import budget_warning_chart, figures, wording
from ghginv.reports.budget_warning_chart import Burn
from ghginv.reports.document import Chart, Document, Table
from ghginv.reports.inventory_report import made_up

if TYPE_CHECKING:
    import pandas as pd

FOLDER, OF_CHARTS = "reports/account", "reports/budget"
_KG, _FEN = 1000, 100
_MOVED = ("pre", "held", "frozen", "used", "cancelled", "to_deduct")
Rows = Sequence[Sequence[str]]


def chapter(
    facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], lang: str
) -> tuple[dict[str, Any], dict[str, Table | Chart]]:
    """What the outline ``budget.*.jinja`` puts into sentences, and its tables and charts by name."""
    made = _Side(facts, tables, lang)
    return made.said(), made.blocks()


def document(
    facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], remarks: Sequence[str], lang: str = "zh"
) -> Document:
    """The side alone, for a year without an account."""
    budget, prepared = chapter(facts, tables, lang)
    words = wording.words(lang, FOLDER)
    known = {"budget": budget, "remarks": remarks, "has": frozenset(prepared)}
    blocks = wording.blocks(f"side.{lang}.jinja", known, prepared, FOLDER)
    names = ("enterprise", "industry", "region", "budget_name", "budget")
    under = [f"{words[f'fact.{name}']}: {facts[name]}" for name in names]
    title = words["title"].format(name=facts["name"], year=facts["year"])
    invented = made_up("", str(facts["name"]))
    warning = wording.words(lang)["made-up"].format(region=facts["name"]) if invented else ""
    return Document(wording.plain(title), tuple(map(wording.plain, under)), lang, wording.plain(warning), tuple(blocks))


class _Side:
    """Facts in words and the tables that have rows."""

    def __init__(self, facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], lang: str):
        self.facts, self.lang, self.words = facts, lang, wording.words(lang, FOLDER)
        self.rows = {name: frame.astype(object).where(frame.notna(), None).to_dict("records")
                     for name, frame in tables.items()}  # fmt: skip

    def word(self, key: str, **details: object) -> str:
        return self.words.get(f"side.{key}", key).format(**details)

    def mark(self, status: str) -> str:
        return self.words.get(f"mark.{status}", status)

    def said(self) -> dict[str, Any]:
        """Amounts and lights in words."""
        facts = self.facts
        kept = ("final", "consumed", "left", "ver", "est", "estimated")
        amounts = {name: _tonnes(facts[f"{name}_kg"]) for name in kept}
        lights = {name: self.word(f"light.{facts[name]}") for name in ("light", "forecast_light") if facts[name]}
        over = _tonnes(-facts["left_kg"]) if facts["left_kg"] < 0 else ""
        names = ("year", "budget_name", "version", "settled", "verified", "has_budget", "month")
        told = {name: facts[name] for name in names} | amounts | lights
        paid = sum(int(each["paid_fen"]) for each in self.rows["moves"])
        priced = any(each["paid_fen"] for each in self.rows["moves"])
        cost = self.word("cost", amount=f"{paid / _FEN:,.2f}") if priced else ""
        return {**told, "cost": cost, "over": over, "how": self._how(), **self._grade()}

    def _how(self) -> str:
        for each in self.rows["progress"]:
            band, _, detail = str(each["band"]).partition(":")
            parts = (self.word(f"method.{each['method']}"), self.word(f"band.{band}", detail=detail),
                     self.word(f"profile.{each['profile']}"))  # fmt: skip
            return "；".join(parts)
        return ""

    def _grade(self) -> dict[str, str]:
        for each in self.rows["evaluation"]:
            score = figures.NOTHING if each["score"] is None else f"{each['score']:.2f}"
            rank = figures.NOTHING if each["rank"] is None else str(int(each["rank"]))
            told = {"grade": each[f"grade_{self.lang}"], "score": score, "possible": f"{each['possible']:g}",
                    "rank": rank, "of": each["of"]}  # fmt: skip
            rule = {"rule": each[f"rule_{self.lang}"], "mark": self.mark(each["status"]),
                    "published": each[f"published_{self.lang}"]}  # fmt: skip
            again = self.word("appealed") if each["appealed"] else ""
            return {"graded": self.word("graded", **told) + again, "rule": self.word("rule", **rule),
                    "why": each[f"why_{self.lang}"]}  # fmt: skip
        return {"graded": "", "rule": "", "why": ""}

    def blocks(self) -> dict[str, Table | Chart]:
        """Tables that have rows, by the name in the outline."""
        made: dict[str, Table | Chart] = {}
        if self.facts["has_budget"]:
            made |= {"budget ways": self._ways(), "budget places": self._places(), "budget years": self._years()}
        makers = {"budget_months": self._months, "progress": self._progress, "budget_rows": self._rows,
                  "allowances": self._allowances, "obligations": self._obligations, "credits": self._credits,
                  "certificates": self._certificates, "reading": self._reading, "carried": self._carried,
                  "warnings": self._warnings, "evaluation": self._evaluation, "appeals": self._appeals,
                  "moves": self._moves}  # fmt: skip
        made |= {f"budget {name.removeprefix('budget_')}": make() for name, make in makers.items() if self.rows[name]}
        if any(each["cap"] is not None for each in self.rows["obligations"]):
            made["budget caps"] = self._caps()
        made |= {"budget deadlines": self._deadlines(), "budget parameters": self._parameters()}
        return made | ({"budget burn": self._burn()} if self.rows["progress"] and not self.facts["verified"] else {})

    def table(self, name: str, keys: Sequence[str], rows: Rows, numeric: Sequence[str] = (), **more: Any) -> Table:
        """A table captioned and titled by its keys."""
        titles = [self.words[f"col.side.{key}"] for key in keys]
        places = frozenset(place for place, key in enumerate(keys) if key in numeric)
        plain = [[wording.plain(cell) for cell in row] for row in rows]
        caption = self.word(name, year=self.facts["year"], budget=self.facts["budget_name"], month=self.facts["month"])
        return Table(caption, titles, plain, places, **more)

    def _ways(self) -> Table:
        rows = [[each[self.lang], _tonnes(each["amount_kg"])] for each in self.rows["ways"]]
        rows.append([self.word("final"), _tonnes(self.facts["final_kg"])])
        return self.table("ways", ("way", "amount"), rows, ("amount",), strong=frozenset({len(rows) - 1}))

    def _places(self) -> Table:
        keys = ("final", "consumed", "projects", "left")
        rows = [[f"{each['region']} {each['region_name']}", f"{each['industry']} {each['industry_name']}",
                 each[f"layer_{self.lang}"], *(_tonnes(each[f"{key}_kg"]) for key in keys)]
                for each in self.rows["places"]]  # fmt: skip
        return self.table("places", ("region", "industry", "layer", *keys), rows, keys)

    def _years(self) -> Table:
        keys = ("final", "carried", "borrowed", "consumed", "projects", "left")
        rows = [[str(each["year"]), *(_tonnes(each[f"{key}_kg"]) for key in keys),
                 self.words["yes" if each["settled"] else "no"]] for each in self.rows["budget_years"]]  # fmt: skip
        return self.table("years", ("year", *keys, "settled"), rows, keys)

    def _month(self, month: int) -> str:
        return self.words["month.n"].format(month=month) if month else self.word("whole-year")

    def _months(self) -> Table:
        rows, whole, monthly = [], 0, 0
        for each in self.rows["budget_months"]:
            month = int(each["month"])
            whole += int(each["emissions_kg"] or 0)
            monthly += int(each["emissions_kg"] or 0) if month else 0
            seen = month and each["emissions_kg"] is not None
            rows.append([self._month(month), _tonnes(each["emissions_kg"]), _tonnes(each["estimated_kg"]),
                         _tonnes(monthly) if seen else "", _tonnes(each["plan_kg"])])  # fmt: skip
        rows.append([self.words["sum"], _tonnes(whole), _tonnes(self.facts["estimated_kg"]), "", ""])
        keys = ("month", "emissions", "estimated", "cumulative", "plan")
        return self.table("months", keys, rows, keys[1:], strong=frozenset({len(rows) - 1}))

    def _progress(self) -> Table:
        (each,) = self.rows["progress"]
        amounts = ("plan", "executed", *(() if self.facts["verified"] else ("p10", "p50", "p90")))
        rows = [[self.word(f"row.{key}"), _tonnes(each[f"{key}_kg"])] for key in amounts]
        rows += [[self.word(f"row.{key}"), figures.NOTHING if each[key] is None else f"{each[key]:.2%}"]
                 for key in ("gap", "coverage")]  # fmt: skip
        lights = ("light",) if self.facts["verified"] else ("light", "forecast_light")
        rows += [[self.word(f"row.{key}"), self.word(f"light.{each[key]}")] for key in lights]
        return self.table("progress", ("figure", "value"), rows, ("value",))

    def _burn(self) -> Chart:
        (each,) = self.rows["progress"]
        months = {int(row["month"]): row for row in self.rows["budget_months"] if row["month"]}
        executed, total = [], 0
        for month in range(1, int(each["month"]) + 1):
            total += int(months[month]["emissions_kg"] or 0)
            executed.append(total)
        plan = [int(months[month]["plan_kg"]) for month in range(1, 13)]
        band = int(each["p10_kg"]), int(each["p50_kg"]), int(each["p90_kg"])
        shown = Burn(plan, executed, band, int(each["budget_kg"]))
        return budget_warning_chart.burn(shown, wording.words(self.lang, OF_CHARTS), self.lang)

    def _rows(self) -> Table:
        rows = [[each["entry"], self._month(each["month"]), f"{each['region']} {each['industry']} {each['layer']}",
                 _tonnes(each["emissions_kg"]), self.word(f"status.{each['status']}"), each["submission"],
                 f"{each['sheet']}!{each['cell']}" if each["cell"] else ""]
                for each in self.rows["budget_rows"]]  # fmt: skip
        keys = ("entry", "number", "place", "emissions", "status", "submission", "cell")
        return self.table("rows", keys, rows, ("emissions",))

    def _allowances(self) -> Table:
        keys = ("allocated", "pre", "held", "frozen", "used", "cancelled", "to_deduct")
        rows = [[each["instrument"], str(each["vintage"]), *(_tonnes(each[key]) for key in keys)]
                for each in self.rows["allowances"]]  # fmt: skip
        return self.table("allowances", ("instrument", "vintage", *keys), rows, keys)

    def _obligations(self) -> Table:
        rows, numeric = [], ("due", "allowances", "credits", "still")
        for each in self.rows["obligations"]:
            due, given, used = each["due_kg"], each["allowances_kg"], each["credits_kg"]
            still = None if due is None else max(0, due - given - used)
            rows.append([each["unit"], str(each["year"]), *map(_tonnes, (due, given, used, still))])
        return self.table("obligations", ("instrument", "for_year", *numeric), rows, numeric)

    def _caps(self) -> Table:
        rows, numeric = [], ("cap", "covered", "most", "credits", "room")
        for each in (each for each in self.rows["obligations"] if each["cap"] is not None):
            most, used = each["most_kg"], each["credits_kg"]
            amounts = (each["covered_kg"], most, used, None if most is None else most - used)
            rows.append([each["unit"], str(each["year"]), f"{each['cap']:.0%}", *map(_tonnes, amounts),
                         self.mark(each["status"])])  # fmt: skip
        return self.table("caps", ("instrument", "for_year", *numeric, "status"), rows, numeric)

    def _credits(self) -> Table:
        rows = [[each["block"], each["instrument"], each["project"], each["registered"], str(each["vintage"]),
                 _tonnes(each["held"]), _tonnes(each["used"]), each["usable"] or self.words["no"]]
                for each in self.rows["credits"]]  # fmt: skip
        keys = ("block", "instrument", "project", "registered", "vintage", "held", "used", "usable")
        return self.table("credits", keys, rows, ("held", "used"))

    def _certificates(self) -> Table:
        numeric = ("held", "consumption", "enclave")
        rows = [[each["block"], each["project"], each["registered"], str(each["vintage"]),
                 *(_tonnes(each[key]) for key in numeric)] for each in self.rows["certificates"]]  # fmt: skip
        return self.table("certificates", ("block", "project", "registered", "vintage", *numeric), rows, numeric)

    def _reading(self) -> Table:
        (each,) = self.rows["reading"]
        used, green = each["consumption_kwh"] / _KG, each["retired_kwh"] / _KG
        rows = [[self.word("row.consumption"), figures.number(used), ""],
                [self.word("row.retired"), figures.number(green), ""]]  # fmt: skip
        for name, base in (("average", used), ("residual", max(0.0, used - green))):
            factor, place = each[name], each["average_of"] if name == "average" else ""
            if factor is not None:
                mark = f"{place} {self.mark(each[f'{name}_status'])}"
                rows.append([self.word(f"row.{name}"), figures.number(factor), mark])
                result = self.word("row.location" if name == "average" else "row.market")
                rows.append([result, f"{base * factor:,.3f}", ""])
        return self.table("reading", ("figure", "value", "note"), rows, ("value",))

    def _carried(self) -> Table:
        keys = ("entry", "vintage", "target", "sold", "bought", "most", "carried", "date")
        rows = [[each["entry_id"], str(each["vintage"]), str(each["target"]), figures.number(each["sold_t"]),
                 figures.number(each["bought_t"]), _tonnes(each["most_kg"]), _tonnes(each["carried_kg"]), each["day"]]
                for each in self.rows["carried"]]  # fmt: skip
        return self.table("carried-allowances", keys, rows, keys[3:7])

    def _warnings(self) -> Table:
        rows = [[f"{each['year']}-{each['month']:02d}", self.word(f"light.{each['light']}"),
                 self.word(f"light.{each['forecast_light']}"), str(each["level"]), each[f"actions_{self.lang}"],
                 each["document"]] for each in self.rows["warnings"]]  # fmt: skip
        return self.table("warnings", ("figure", "light", "ahead", "level", "actions", "document"), rows)

    def _evaluation(self) -> Table:
        rows = []
        for each in self.rows["indicators"]:
            done = figures.NOTHING if each["completion"] is None else f"{each['completion']:.1%}"
            rows.append([each[self.lang], figures.number(each["value"]), each["unit"],
                         figures.number(each["target"]), done, f"{each['weight']:g}",
                         figures.number(each["points"]), self.mark(each["status"])])  # fmt: skip
        keys = ("figure", "value", "unit", "target_value", "completion", "weight", "points", "status")
        return self.table("evaluation", keys, rows, ("value", "target_value", "completion", "weight", "points"))

    def _appeals(self) -> Table:
        rows = [[str(each["at"])[:10], each["entry"], each["document"], _tonnes(each["amount_kg"])]
                for each in self.rows["appeals"]]  # fmt: skip
        return self.table("appeals", ("date", "entry", "document", "amount"), rows, ("amount",))

    def _moves(self) -> Table:
        rows = []
        for each in self.rows["moves"]:
            kind = self.word(f"kind.{each['kind']}")
            moved = [f"{self.words[f'col.side.{key}']} {each[key] / _KG:+,.3f}"
                     for key in _MOVED if each[key]]  # fmt: skip
            moved += [f"{self.words['col.side.paid']} {each['paid_fen'] / _FEN:+,.2f}"] if each["paid_fen"] else []
            name = f"{each['instrument']} {each['block']}".strip()
            shown = self.word("undone", kind=kind) if each["undoes"] else kind
            rows.append([each["entry_id"], each["effective"], shown,
                         name, str(each["vintage"]), "；".join(moved)])  # fmt: skip
        return self.table("moves", ("entry", "day", "kind", "instrument", "vintage", "note"), rows)

    def _deadlines(self) -> Table:
        rows = [[each["date"] or f"{each['value']} {self.word('days')}", each[self.lang], each["jurisdiction"],
                 self.mark(each["status"]), each["citation"]] for each in self.rows["deadlines"]]  # fmt: skip
        return self.table("deadlines", ("date", "figure", "jurisdiction", "status", "citation"), rows)

    def _parameters(self) -> Table:
        rows = [[each["parameter"], each["value"], each["unit"], each["jurisdiction"], self.mark(each["status"]),
                 each["citation"]] for each in self.rows["parameters"]]  # fmt: skip
        return self.table("parameters", ("parameter", "value", "unit", "jurisdiction", "status", "citation"), rows)


def _tonnes(kilograms: float | None) -> str:
    """Exact tonnes of whole kilograms (MWh of kWh), without zeros behind.

    >>> _tonnes(1_500_250), _tonnes(-2000), _tonnes(None)
    ('1,500.25', '-2', '—')
    """
    if kilograms is None:
        return figures.NOTHING
    return f"{int(kilograms) / _KG:,.3f}".rstrip("0").rstrip(".")
