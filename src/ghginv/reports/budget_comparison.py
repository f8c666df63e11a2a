"""The chapter that puts the methods of allocation side by side: amounts, spread, fairness, weights, what was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ghginv.reports import budget_charts, figures
from ghginv.reports.budget_setting import method, text
from ghginv.reports.budget_tables import Row, ratio, rough, rows, tonnes
from ghginv.reports.document import Chart, Table

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.findings import Finding
    from ghginv.reports.budget_material import Compared
    from ghginv.reports.budget_setting import Setting

UNITS_A_CHART = 14
_GINI = ("gini_population", "gini_gdp", "gini_emissions")


def side(blend: Row) -> str:
    """Whether a row of the blend is of regions or of industries."""
    return text(blend, "side") or "region"


def parts(at: Setting) -> dict[str, Table | Chart]:
    """What there is to show, by the names the outline calls them; those of industries begin with ``industry``."""
    made = _Comparisons(at)
    found: dict[str, Table | Chart] = {}
    blends = rows(at.material.blend)
    for name, compared in (("region", at.material.comparison), ("industry", at.material.industry_comparison)):
        mine, before = [each for each in blends if side(each) == name], "" if name == "region" else "industry "
        if compared is not None:
            used = {str(each["method"]): method(each, at.lang) for each in mine}
            found |= made.of(compared, before, used)
        if mine:
            found[f"{before}blend"] = made.blend(mine, name)
    if rows(at.material.weights):
        found["weights"] = made.weights(at.material.weights)
    return found


class _Comparisons:
    """Tables and charts of the comparisons of a proposal."""

    def __init__(self, at: Setting):
        self.made, self.names, self.words, self.lang = at.made, at.names, at.words, at.lang

    def of(self, compared: Compared, before: str, used: Mapping[str, str]) -> dict[str, Table | Chart]:
        """Of one comparison; ``used`` are the names of the methods of the blend."""
        found: dict[str, Table | Chart] = {}
        amounts = {str(row["unit"]): {str(key): value for key, value in row.items() if key != "unit"}
                   for row in rows(compared.amounts, "unit")}  # fmt: skip
        codes = list(amounts)
        for at in range(0, len(codes), UNITS_A_CHART):
            some = {code: amounts[code] for code in codes[at : at + UNITS_A_CHART]}
            found[f"chart {before}ranges {at}"] = budget_charts.ranges(
                some, self.names, used, compared.chosen, self.words, self.lang
            )
        found[f"{before}amounts"] = self._amounts(compared, amounts)
        optional = {"spread": (compared.spread, self._spread), "methods": (compared.methods, self._methods),
                    "correlation": (compared.correlation, self._correlation)}  # fmt: skip
        for name, (frame, make) in optional.items():
            if len(frame):
                found[f"{before}{name}"] = make(compared)
        if compared.refused:
            reasons = {method: self._reason(reason) for method, reason in sorted(compared.refused.items())}
            cells = [[self._name(compared, method), reason] for method, reason in reasons.items()]
            found[f"{before}refused"] = self.made.table("refused", ["method", "reason"], cells)
        return found

    def _name(self, compared: Compared, method: str) -> str:
        names = compared.names.get(method)
        return names[self.lang != "zh"] if names else method

    def _reason(self, reason: str | Iterable[Finding]) -> str:
        return reason if isinstance(reason, str) else "; ".join(each.text(self.lang) for each in reason)

    def _unit(self, code: object) -> str:
        return self.names.get(str(code), str(code))

    def _amounts(self, compared: Compared, amounts: Mapping[str, Mapping[str, float]]) -> Table:
        methods = [str(each) for each in compared.amounts.columns if each != "unit"]
        chosen = [tonnes(compared.chosen.get(code)) for code in amounts]
        cells = [
            [self._unit(code), picked, *(rough(each[method]) for method in methods)]
            for (code, each), picked in zip(amounts.items(), chosen, strict=True)
        ]
        sums = [sum(v for each in amounts.values() if not figures.missing(v := each[method])) for method in methods]
        known = [compared.chosen[code] for code in amounts if code in compared.chosen]
        cells.append([self.words["sum"], tonnes(sum(known)) if known else figures.NOTHING, *map(rough, sums)])
        columns = ["object", "chosen", *(self._name(compared, method) for method in methods)]
        return self.made.table("amounts", columns, cells, range(1, len(columns)), [len(cells) - 1], year=compared.year)

    def _spread(self, compared: Compared) -> Table:
        """How far methods are apart, in t and as a share of the median."""
        keys = [key for key in ("min", "max", "median", "mean", "recommended") if key in compared.spread]
        cells = []
        for each in rows(compared.spread, "unit"):
            middle = each["median"]
            apart = ratio(100 * (each["max"] - each["min"]) / middle, 1) if middle else figures.NOTHING
            cells.append([self._unit(each["unit"]), *(rough(each[key]) for key in keys), apart])
        columns = ["object", *keys, "apart"]
        return self.made.table("spread", columns, cells, range(1, len(columns)), year=compared.year)

    def _methods(self, compared: Compared) -> Table:
        cells = [
            [self._name(compared, str(each["method"])), *(ratio(each.get(key)) for key in _GINI),
             ratio(each.get("distance_to_requests")), rough(each.get("cost")),
             text(each, "note" if self.lang == "zh" or "note_en" not in each else "note_en")]
            for each in rows(compared.methods, "method")
        ]  # fmt: skip
        columns = ["method", *_GINI, "distance_to_requests", "cost", "note"]
        return self.made.table("methods", columns, cells, range(1, 6))

    def _correlation(self, compared: Compared) -> Table:
        lines = rows(compared.correlation, "method")
        methods = [str(each) for each in lines[0] if each != "method"]
        cells = [[self._name(compared, str(each["method"])), *(ratio(each[method], 2) for method in methods)]
                 for each in lines]  # fmt: skip
        columns = ["method", *(self._name(compared, method) for method in methods)]
        return self.made.table("correlation", columns, cells, range(1, len(columns)))

    def weights(self, frame: pd.DataFrame | None) -> Table:
        """Criteria with their directions and weights by scheme."""
        lines = rows(frame)
        about = ("criterion", "name", "direction")
        schemes = [str(each) for each in lines[0] if each not in about]
        cells = [[each["criterion"], each["name"], self.made.word("direction", each["direction"]),
                  *(ratio(each[scheme], 4) for scheme in schemes)] for each in lines]  # fmt: skip
        columns = [*about, *(self.made.word("scheme", scheme) for scheme in schemes)]
        return self.made.table("weights", columns, cells, range(3, len(columns)))

    def blend(self, blend: list[Row], name: str) -> Table:
        """What was chosen: methods, shares, where they come from, how good the evidence is."""
        cells = [[method(each, self.lang), f"{ratio(100 * each['weight'], 1)}%", text(each, "citation"),
                  self.made.mark(text(each, "status"))] for each in blend]  # fmt: skip
        whole = f"{ratio(100 * sum(each['weight'] for each in blend), 1)}%"
        cells.append([self.words["sum"], whole, "", ""])
        return self.made.table(f"blend-{name}", ["method", "share", "citation", "evidence"], cells, (1,), [len(blend)])
