"""The made-up data of the simulated year: monthly reports, past months, annual filings, the city's statistics.

Nothing here is a figure of anybody. All follows from the budgets first issued and the few parameters of the example's
``year.toml``; the same seed draws the same figures, whatever is asked for first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

Row = dict[str, Any]
POWER = "PWR"
MONTHS = range(1, 13)
BUREAU, CITY = "统计主管部门（虚构）", "440300"
_DIGITS = 3
_EVIDENCE = {"sheet": "支撑材料", "number": "E01", "title": "结算单（虚构）", "kind": "invoice"}


@dataclass(frozen=True, slots=True)
class Place:
    """A budget of the year as first issued: kg, and the facility where it is an enterprise's."""

    region: str
    industry: str
    layer: str
    enterprise: str
    kg: int
    facility: str = ""
    name: str = ""

    @property
    def power(self) -> bool:
        """Whether it is for electricity."""
        return self.layer == POWER

    @property
    def text(self) -> str:
        """The place in one word, by which its draws are known."""
        return ":".join((self.region, self.industry, self.layer, self.enterprise, self.facility))


@dataclass(frozen=True)
class Year:
    """The year of an example: ``case`` its parameters, ``places`` its budgets, ``gdp`` last year's by region."""

    case: Mapping[str, Any]
    places: Sequence[Place]
    gdp: Mapping[str, float]

    @property
    def number(self) -> int:
        """The calendar year."""
        return int(self.case["year"])

    def _drawn(self, *about: object) -> float:
        """A number from -1 to 1 that depends on what it is about alone."""
        return Random("|".join(map(str, (self.case["seed"], *about)))).uniform(-1, 1)

    def _share(self, kind: str, month: int) -> float:
        weights = self.case["shares"][kind]
        return float(weights[month - 1] / sum(weights))

    def _fuel(self, industry: str) -> Mapping[str, Any]:
        return self.case["fuel"].get(industry) or self.case["fuel"]["usual"]

    def tonnes(self, place: Place, month: int) -> float:
        """What a place emits in a month."""
        levels = self.case["levels"]
        district = next((code for code in levels if place.region.startswith(code)), "usual")
        factor = levels[place.region if place.region in levels else district]
        factor *= self.case["change_of"].get(place.enterprise, 1)
        for each in self.case["change"]:
            if place.region.startswith(each["region"]) and each["from"] <= month <= each["to"]:
                factor *= each["factor"]
        wave = 1 + levels["noise"] * self._drawn(place.text, month)
        return place.kg / 1000 * factor * self._share("power" if place.power else "fuel", month) * wave

    @cached_property
    def cells(self) -> dict[tuple[str, str], list[Place]]:
        """The places by region and industry."""
        found: dict[tuple[str, str], list[Place]] = {}
        for place in self.places:
            found.setdefault((place.region, place.industry), []).append(place)
        return found

    @cached_property
    def enterprises(self) -> dict[str, str]:
        """The names of the enterprises with a budget, by credit code."""
        return {each.enterprise: each.name for each in self.places if each.enterprise}

    def sites(self, enterprise: str) -> dict[str, str]:
        """The code of GB/T 2260 at which each facility of an enterprise stands."""
        mine = [each for each in self.places if each.enterprise == enterprise]
        return {each.facility: each.region[:6] for each in sorted(mine, key=lambda each: each.facility)}

    @cached_property
    def _reported(self) -> dict[int, list[Row]]:
        return {month: self._own(month) for month in MONTHS}

    def own(self, month: int) -> list[Row]:
        """What enterprises report of a month: fuel, and their part of the cell's electricity."""
        return self._reported[month]

    def _own(self, month: int) -> list[Row]:
        rows = []
        for places in self.cells.values():
            mine = [each for each in places if each.enterprise]
            power = sum(self.tonnes(each, month) for each in places if each.power)
            part = power * self.case["power"]["enterprises"] / len(mine) if mine else 0.0
            for each in mine:
                head = {"enterprise": each.enterprise, "name": each.name, "facility": each.facility, "month": month}
                fuel = self._fuel(each.industry)
                rows.append({**head, **_used(fuel, self.tonnes(each, month)), "status": "metered"})
                if part:
                    used = _used({**self.case["power"], "item": "electricity"}, part)
                    rows.append({**head, **used, "status": "metered"})
        return rows

    def quick(self, month: int) -> list[Row]:
        """What the bureau reports of a month: use by region, industry and item, enterprises included."""
        rows = []
        for (region, industry), places in self.cells.items():
            head = {"region": region, "industry": industry, "month": month}
            sums = {power: sum(self.tonnes(each, month) for each in places if each.power == power)
                    for power in (False, True)}  # fmt: skip
            if any(each.layer == "DIF" for each in places):
                rows.append({**head, **_used(self._fuel(industry), sums[False]), "status": "reported"})
            if sums[True]:
                used = _used({**self.case["power"], "item": "electricity"}, sums[True])
                rows.append({**head, **used, "status": "reported"})
        return rows

    def economy(self, month: int) -> list[Row]:
        """GDP of a month by region, at last year's prices."""
        told = self.case["economy"]
        share = told["shares"][month - 1] / sum(told["shares"])
        return [
            {"region": region, "month": month, "indicator": "gdp", "unit": "10^8 CNY", "status": "reported",
             "value": round(value * (1 + told["growth"] / 100) * share, 4), "price_base": self.number - 1}
            for region, value in self.gdp.items()
        ]  # fmt: skip

    def past(self, baseline: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
        """The months of past years by region, industry and layer, from the emissions of the base year."""
        sums: dict[tuple[str, str, str], float] = {}
        for row in baseline:
            key = (row["region"], row["industry"], row["layer"] if row["layer"] == POWER else "DIF")
            sums[key] = sums.get(key, 0.0) + float(row["emissions_t"])
        for year, factor in self.case["history"].items():
            for (region, industry, layer), tonnes in sums.items():
                for month in MONTHS:
                    wave = 1 + self.case["levels"]["noise"] * self._drawn("past", region, industry, layer, year, month)
                    share = self._share("power" if layer == POWER else "fuel", month)
                    yield {"year": year, "month": month, "region": region, "industry": industry, "layer": layer,
                           "enterprise": "", "emissions_t": round(tonnes * factor * share * wave, 3)}  # fmt: skip

    def template(self, enterprise: str, name: str) -> tuple[str, str]:
        """The industry's template and the code of GB/T 4754 of an enterprise."""
        named = next(told for start, told in self.case["templates"].items() if name.startswith(start))
        template, code = self.case["template_of"].get(enterprise, named)
        return str(template), str(code)

    def annual(self, enterprise: str) -> list[Row]:
        """The rows of an enterprise's annual workbook: what it reported by month, as its evidence finally says."""
        mine = [row for month in MONTHS for row in self.own(month) if row["enterprise"] == enterprise]
        template, _ = self.template(enterprise, mine[0]["name"])
        rows: dict[tuple[str, str], Row] = {}
        for row in mine:
            wave = 1 + self.case["annual"]["noise"] * self._drawn("annual", enterprise, row["facility"], row["item"])
            sheet, category = self._sheet(template, row["item"])
            line = rows.setdefault((row["facility"], row["item"]), {
                "sheet": sheet, "category": category, "item": row["item"], "facility": row["facility"],
                "unit": row["unit"], "evidence": "E01",
            })  # fmt: skip
            line[f"month_{row['month']}"] = round(row["quantity"] * wave, _DIGITS)
        made = [
            {"sheet": "设施", "code": site, "name": f"{site} 号厂区（虚构）", "region": region}
            for site, region in self.sites(enterprise).items()
        ]  # fmt: skip
        return [*made, dict(_EVIDENCE), *rows.values()]

    def _sheet(self, template: str, item: str) -> tuple[str, str]:
        """The sheet of the annual workbook on which an item stands, and its category where a row names one."""
        if item == "electricity":
            return "购入电力", ""
        category = self.category(template)
        return ("车辆和移动机械", category) if category.startswith("1.3") else ("燃料", "")

    def category(self, template: str) -> str:
        """The category of the fuel of an industry's enterprises."""
        known = self.case["category_of_template"]
        return str(known.get(template) or known["usual"])

    def statistics(self) -> list[Row]:
        """The rows of the city's inventory: all that is used, enterprises at their own categories."""
        sums: dict[tuple[str, str, str], float] = {}
        for month in MONTHS:
            burnt: dict[tuple[str, str, str], float] = {}
            for row in self.own(month):
                if row["item"] == "electricity":
                    continue
                category = self.category(self.template(row["enterprise"], row["name"])[0])
                _add(sums, (category, row["item"], row["unit"]), row["quantity"])
                place = next(each for each in self.places if each.enterprise == row["enterprise"]
                             and each.facility == row["facility"])  # fmt: skip
                _add(burnt, (place.region, place.industry, row["item"]), row["quantity"])
            for row in self.quick(month):
                power = row["item"] == "electricity"
                category = "E.1" if power else self._fuel(row["industry"])["category"]
                mine = 0.0 if power else burnt.get((row["region"], row["industry"], row["item"]), 0.0)
                _add(sums, (category, row["item"], row["unit"]), row["quantity"] - mine)
        factor = self.case["annual"]["statistics"]
        return [
            {"sheet": _statistics_sheet(category), "category": category, "item": item, "unit": unit,
             "quantity": round(quantity * factor, _DIGITS), "source": "编造 made up, do not quote"}
            for (category, item, unit), quantity in sorted(sums.items())
        ]  # fmt: skip


def _used(what: Mapping[str, Any], tonnes: float) -> Row:
    """An item, its quantity and unit for so many tonnes of CO2."""
    return {"item": what["item"], "quantity": round(tonnes / what["t"], _DIGITS), "unit": what["unit"]}


def _add(sums: dict[Any, float], key: object, amount: float) -> None:
    sums[key] = sums.get(key, 0.0) + amount


def _statistics_sheet(category: str) -> str:
    if category.startswith("E."):
        return "电力热力"
    return "水运铁路非道路" if category in ("1.3.4.1", "1.3.N") else "化石燃料"
