"""A carbon account as a document: one page for a telephone or a screen, or a Word file.

It takes the facts and tables of ``enterprise.account`` as they are. Every figure of a source leads to the rows of the
last chapter that name its submission, file and cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.domain import industries, units
from ghginv.reports import account_budget, account_charts, figures, wording
from ghginv.reports.document import Chart, Document, Table
from ghginv.reports.inventory_report import made_up

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "reports/account"
_DECIMALS = 4


def document(
    facts: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    remarks: Sequence[str],
    lang: str = "zh",
    side: tuple[Mapping[str, Any], Mapping[str, pd.DataFrame]] | None = None,
) -> Document:
    """The account as a value; ``facts``, ``tables`` and ``remarks`` are those of ``enterprise.account.Account``.

    ``side``: facts and tables of the enterprise's side of a carbon budget, a chapter of its own.
    """
    made = _Account(facts, tables, lang)
    budget, chapter = account_budget.chapter(*side, lang) if side else ({}, {})
    prepared = {**made.charts(), **made.tables(), **chapter}
    known = {**made.facts(), "remarks": remarks, "has": frozenset(prepared), "budget": budget}
    words = made.words
    title = words["title"].format(name=facts["name"], year=facts["year"])
    under = [
        f"{words['fact.enterprise']}: {facts['enterprise']}",
        f"{words['fact.industry']}: {facts['industry']} {facts[f'industry_{lang}']}",
        f"{words['fact.status']}: {known['status']}",
        f"{words['fact.run']}: {facts['run']}",
    ]
    blocks = wording.blocks(f"outline.{lang}.jinja", known, prepared, FOLDER)
    invented = made_up(str(facts["region"]), str(facts["name"]))
    warning = wording.words(lang)["made-up"].format(region=facts["name"]) if invented else ""
    return Document(wording.plain(title), tuple(map(wording.plain, under)), lang, wording.plain(warning), tuple(blocks))


class _Account:
    """The parts of the document; rows are plain dictionaries."""

    def __init__(self, facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], lang: str):
        self.about, self.lang, self.words = facts, lang, wording.words(lang, FOLDER)
        self.rows = {name: frame.to_dict("records") for name, frame in tables.items()}
        self.links = {each["number"]: f"s{each['number']}" for each in self.rows["details"]}

    def facts(self) -> dict[str, Any]:
        """What the outline puts into its sentences."""
        about, lang = self.about, self.lang
        quota = self.rows["quota"][-1] if self.rows["quota"] else {}
        share = about["filled_share"]
        return {
            **about,
            "total": figures.tonnes(about["total_t"]),
            "direct": figures.tonnes(about["direct_t"]),
            "indirect": figures.tonnes(about["indirect_t"]),
            **self._change(),
            "rule": about[f"rule_{lang}"],
            "grade": about[f"grade_{lang}"],
            "why": about[f"why_{lang}"].rstrip("。."),
            "vetoed": bool(about["grade"] and about["why_zh"]),
            "stage": self._word("stage", str(quota.get("stage", ""))),
            "quota": figures.tonnes(quota.get("quota_t")),
            "left": figures.tonnes(quota.get("left_t")),
            "combine": self._word("rating", "weighted-mean" if about["combine"] == "weighted" else "worst"),
            "published": about[f"published_{lang}"],
            "own": about[f"own_{lang}"],
            "filled": figures.NOTHING if figures.missing(share) else f"{share:.1%}",
            "filled_limit": f"{about['filled_limit']:.0%}",
            "status": self._word("status", str(about["status"])),
        }

    def _change(self) -> dict[str, Any]:
        """Against the year before, in words; empty without one."""
        earlier = {each["year"]: each["total_t"] for each in self.rows["years"] if each["year"] < self.about["year"]}
        before = max(earlier, default=0)
        if not before or earlier[before] <= 0:
            return {"before": "", "change": ""}
        share = self.about["total_t"] / earlier[before] - 1
        sign = ("增加" if share >= 0 else "减少") if self.lang == "zh" else ("up " if share >= 0 else "down ")
        return {"before": before, "change": f"{sign}{abs(share):.1%}"}

    def _word(self, group: str, key: str, **details: object) -> str:
        return self.words.get(f"{group}.{key}", key).format(**details)

    def _month(self, month: int) -> str:
        return self._word("month", "n", month=int(month)) if month else self._word("month", "0")

    def charts(self) -> dict[str, Table | Chart]:
        """The drawings that there is something to draw for."""
        words, lang = self.words, self.lang
        why = self.about[f"grade_{lang}"] or words["unrated"]
        found: dict[str, Table | Chart] = {
            "chart scale": account_charts.scale(self.rows["grades"], why, words, lang),
            "chart sources": account_charts.sources(self.rows["sources"], words, lang),
        }
        months = self.rows["months"]
        names = [str(int(each["month"])) if each["month"] else words["month.short"] for each in months]
        found["chart months"] = account_charts.columns(months, names, words["chart.months"], words, lang)
        if len(years := self.rows["years"]) > 1:
            labels = [str(each["year"]) for each in years]
            found["chart years"] = account_charts.columns(years, labels, words["chart.years"], words, lang)
        if self.rows["quota"]:
            found["chart quota"] = account_charts.quota(self.rows["quota"][-1], words, lang)
        placed = [
            {**each, "title": self._word("figure", "per", of=each[f"item_{lang}"])}
            for each in self.rows["peers"]
            if not figures.missing(each["percentile"])
        ]
        if placed:
            found["chart peers"] = account_charts.peers(placed, words, lang)
        return found

    def tables(self) -> dict[str, Table | Chart]:
        """The tables that have rows; those of figures, years, months, sources, rating and details always."""
        optional = {"intensity": self._intensity, "peers": self._peers, "quota": self._quota, "green": self._green,
                    "outputs": self._outputs, "unknown": self._unknown}  # fmt: skip
        always = {"figures": self._figures, "years": self._years, "months": self._months, "sources": self._sources,
                  "rating": self._rating, "details": self._details}  # fmt: skip
        found: dict[str, Table | Chart] = {name: make() for name, make in always.items()}
        return found | {name: make() for name, make in optional.items() if self.rows[name]}

    def _table(
        self, name: str, keys: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[str] = (), **more: Any
    ) -> Table:
        titles = [self._word("col", key) for key in keys]
        places = frozenset(place for place, key in enumerate(keys) if key in numeric)
        plain = [[wording.plain(cell) for cell in row] for row in rows]
        return Table(self.words.get(f"table.{name}", ""), titles, plain, places, **more)

    def _figures(self) -> Table:
        words, about = self.words, self.about
        rows = [[words[f"figure.{key}"], figures.tonnes(about[key]), words["unit.co2e"]]
                for key in ("direct_t", "indirect_t", "total_t")]  # fmt: skip
        for each in self.rows["peers"]:
            name = self._word("figure", "per", of=each[f"item_{self.lang}"])
            rows.append([name, _rate(each["own"]), self._per(each)])
        for each in self.rows["green"][:1]:
            rows.append([words["figure.green_share"], _share(each["share"]), ""])
        if not figures.missing(about["filled_share"]):
            rows.append([words["figure.filled_share"], _share(about["filled_share"]), ""])
        made = self._table("figures", ("figure", "value", "unit"), rows, ("value",))
        return Table(words["sheet.summary"], made.columns, made.rows, made.numeric)

    def _years(self) -> Table:
        keys = ("year", "direct_t", "indirect_t", "total_t", "filled_share", "status", "submission")
        rows = [
            [str(each["year"]), *(figures.tonnes(each[key]) for key in keys[1:4]), _share(each["filled_share"]),
             self._word("status", str(each["status"])), each["submission"]]
            for each in self.rows["years"]
        ]  # fmt: skip
        return self._table("years", keys, rows, keys[1:5])

    def _months(self) -> Table:
        keys = ("month", "direct_t", "indirect_t", "total_t", "filled_t")
        rows = [
            [self._month(each["month"]), *(figures.tonnes(each[key]) for key in keys[1:])]
            for each in self.rows["months"]
        ]
        sums = [figures.tonnes(sum(each[key] for each in self.rows["months"])) for key in keys[1:]]
        whole = [[self.words["sum"], *sums]] if rows else []
        return self._table("months", keys, [*rows, *whole], keys[1:], strong=frozenset({len(rows)}))

    def _sources(self) -> Table:
        keys = ("name", "item", "gas", "scope", "co2e_t", "share")
        rows, links = [], {}
        for at, each in enumerate(self.rows["sources"]):
            name = f"{each['category']} {each[f'category_{self.lang}']}"
            figure = figures.tonnes(each["co2e_t"])
            rows.append([name, each[f"item_{self.lang}"], each["gas"], each["scope"], figure, _share(each["share"])])
            links[at, 4] = self._anchor(each["first"])
        total = figures.tonnes(sum(each["co2e_t"] for each in self.rows["sources"]))
        rows.append([self.words["sum"], "", "", "", total, ""])
        return self._table("sources", keys, rows, ("co2e_t", "share"), strong=frozenset({len(rows) - 1}), links=links)

    def _anchor(self, number: float) -> str:
        return self.links.get(int(number), "")

    def _details(self) -> Table:
        """Every emission row with its submission and cell; the row's own number is its anchor."""
        keys = ("number", "facility", "month", "item", "quantity", "unit", "gas", "co2e_t", "filled", "submission",
                "cell")  # fmt: skip
        names = {each["item"]: each[f"item_{self.lang}"] for each in self.rows["sources"]}
        rows = [
            [
                str(each["number"]), each["facility"], self._month(each["month"]),
                names.get(each["item"], each["item"]), figures.number(each["quantity"]), self._unit(each), each["gas"],
                figures.tonnes(each["co2e_t"]) if each["counted"] else f"({figures.tonnes(each['co2e_t'])})",
                self._word("filled", each["filled"]) if each["filled"] else "", each["submission"],
                f"{each['sheet']}!{each['cell']}",
            ]
            for each in self.rows["details"]
        ]  # fmt: skip
        anchors = {at: self._anchor(each["number"]) for at, each in enumerate(self.rows["details"])}
        return self._table("details", keys, rows, ("quantity", "co2e_t"), anchors=anchors)

    def _intensity(self) -> Table:
        keys = ("year", "output", "quantity", "unit", "total_t", "intensity")
        rows = [
            [str(each["year"]), each[f"item_{self.lang}"], figures.number(each["quantity"]), self._unit(each),
             figures.tonnes(each["total_t"]), _rate(each["intensity"])]
            for each in self.rows["intensity"]
        ]  # fmt: skip
        return self._table("intensity", keys, rows, ("quantity", "total_t", "intensity"))

    def _peers(self) -> Table:
        keys = ("output", "level", "others", "own", "median", "distance", "mean", "ratio", "percentile", "reason")
        rows = [
            [each[f"item_{self.lang}"], self._level(each), str(each["others"]), _rate(each["own"]),
             _rate(each["median"]), _share(each["distance"]), _rate(each["mean"]), _rate(each["ratio"], 3),
             figures.percent(each["percentile"]), each[f"reason_{self.lang}"]]
            for each in self.rows["peers"]
        ]  # fmt: skip
        return self._table("peers", keys, rows, keys[2:9])

    def _unit(self, each: Mapping[str, Any]) -> str:
        known = units.table().get(str(each["unit"]))
        return known.zh if known and self.lang == "zh" else str(each["unit"])

    def _per(self, each: Mapping[str, Any]) -> str:
        return f"{self.words['unit.co2e']}/{self._unit(each)}"

    def _level(self, each: Mapping[str, Any]) -> str:
        if not each["level"]:
            return ""
        known = industries.load().get(str(each["group"]))
        name = known.name(self.lang) if known else ""
        return self._word("level", each["level"], code=each["group"], name=name)

    def _quota(self) -> Table:
        keys = ("stage", "rules", "quota_t", "compared", "compared_t", "left_t")
        rows = [
            [self._word("stage", str(each["stage"])), each["rules"], figures.tonnes(each["quota_t"]),
             self._word("compared", each["compared"]),
             figures.tonnes(each["compared_t"]), figures.tonnes(each["left_t"])]
            for each in self.rows["quota"]
        ]  # fmt: skip
        return self._table("quota", keys, rows, ("quota_t", "compared_t", "left_t"))

    def _green(self) -> Table:
        keys = ("item", "unit", "bought", "green", "share")
        rows = [
            [each[f"item_{self.lang}"], self._unit(each), figures.number(each["bought"]), figures.number(each["green"]),
             _share(each["share"])]
            for each in self.rows["green"]
        ]  # fmt: skip
        return self._table("green", keys, rows, keys[2:])

    def _rating(self) -> Table:
        keys = ("indicator", "own", "reference", "measure", "result", "bounds", "grade", "weight", "evidence", "reason")
        names = {each["grade"]: each[self.lang] for each in self.rows["grades"]}
        rows = [
            [each[self.lang], _rate(each["own"]), _rate(each["reference"]), self._word("measure", each["measure"]),
             _rate(each["value"], 3), " / ".join(f"{bound:g}" for bound in each["bounds"]),
             names.get(each["grade"], figures.NOTHING), f"{each['weight']:g}", self._word("mark", each["status"]),
             each[f"reason_{self.lang}"] or each["citation"]]
            for each in self.rows["rating"]
        ]  # fmt: skip
        return self._table("rating", keys, rows, ("own", "reference", "result", "weight"))

    def _outputs(self) -> Table:
        keys = ("output", "quantity", "unit", "submission", "cell")
        rows = [
            [each[f"item_{self.lang}"], figures.number(each["quantity"]), self._unit(each), each["submission"],
             f"{each['sheet']}!{each['cell']}"]
            for each in self.rows["outputs"]
        ]  # fmt: skip
        return self._table("outputs", keys, rows, ("quantity",))

    def _unknown(self) -> Table:
        keys = ("category", "item", "facility", "notation", "submission", "cell")
        rows = [[*(each[key] for key in keys[:5]), f"{each['sheet']}!{each['cell']}"] for each in self.rows["unknown"]]
        return self._table("unknown", keys, rows)


def _rate(value: float | None, decimals: int = _DECIMALS) -> str:
    """So many significant digits."""
    return figures.NOTHING if value is None or figures.missing(value) else f"{value:,.{decimals}g}"


def _share(value: float | None) -> str:
    return figures.NOTHING if value is None or figures.missing(value) else f"{value:.1%}"
