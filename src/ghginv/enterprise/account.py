"""The carbon account 碳账户 of an enterprise's year: what it emitted, from what, per what, against which quota.

Every function takes tables and gives tables; a sum is made of whole grams. Nothing of another enterprise enters but
what ``peers`` lets through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.domain import categories, items
from ghginv.enterprise.peers import Peers, Standing, yearly
from ghginv.enterprise.rating import Rating
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

GRAMS = 1_000_000
DIRECT, INDIRECT = "1", "2"
COMPARED = {"national": "direct_t"}
"""What a quota of a carbon market covers, ``total_t`` where not said: indirect emissions are outside the national one
(全国碳市场 2023、2024 年度配额分配方案)."""

YEARS = "enterprise name year region industry template market status direct_t indirect_t total_t filled_share".split()
YEARS += ["submission", "run"]
MONTHS = ["month", "direct_t", "indirect_t", "total_t", "filled_t"]
SOURCES = ["category", "category_zh", "category_en", "item", "item_zh", "item_en", "gas", "scope", "co2e_t", "share"]
SOURCES += ["rows", "first"]
DETAILS = "number facility month category item gas scope memo counted quantity unit mass_t co2e_t filled".split()
DETAILS += "submission file sheet cell formula activity_id".split()
INTENSITY = ["year", "item", "item_zh", "item_en", "kind", "quantity", "unit", "total_t", "intensity"]
PEERS = "item item_zh item_en unit own level group others percentile better_than median distance mean ratio".split()
PEERS += ["reason_zh", "reason_en"]
QUOTA = ["stage", "rules", "quota", "quota_t", "compared_t", "compared", "left_t"]
GREEN = ["item", "item_zh", "item_en", "unit", "bought", "green", "share"]
SOURCE = ["citation", "place", "published_zh", "published_en", "own_zh", "own_en"]
UNKNOWN = ["category", "item", "facility", "notation", "submission", "sheet", "cell"]


@dataclass(frozen=True)
class Account:
    """An enterprise's account of a year.

    ``about`` has ``enterprise, name, year, region, industry, template, market, status, submission, version, since,
    file, run, guideline, gwp``; the tables have the columns named above in this module. ``quota`` is empty where none
    was given, ``green`` where no electricity was bought.
    """

    about: Mapping[str, Any]
    years: pd.DataFrame
    months: pd.DataFrame
    sources: pd.DataFrame
    details: pd.DataFrame
    unknown: pd.DataFrame
    intensity: pd.DataFrame
    outputs: pd.DataFrame
    peers: pd.DataFrame
    quota: pd.DataFrame
    green: pd.DataFrame
    rating: Rating
    remarks: Sequence[Finding]

    @property
    def year(self) -> Mapping[str, Any]:
        """The row of the account's own year."""
        rows = self.years[self.years["year"] == self.about["year"]]
        return dict(rows.iloc[0])

    def facts(self) -> dict[str, Any]:
        """``about``, the year's totals and the rating, flat, for those who write them down."""
        rule, grade = self.rating.rule, self.rating.grade
        totals = {name: self.year[name] for name in ("direct_t", "indirect_t", "total_t", "filled_share")}
        texts = {f"rule_{lang}": rule.name(lang) for lang in ("zh", "en")}
        texts |= {f"why_{lang}": self.rating.why(lang) for lang in ("zh", "en")}
        texts |= {f"grade_{lang}": grade.name(lang) if grade else "" for lang in ("zh", "en")}
        given = {
            "grade": grade.id if grade else "",
            "points": self.rating.points,
            "colour": grade.colour if grade else "",
        }
        limits = {
            "filled_limit": rule.data.filled_limit,
            "least": rule.peers.least,
            "digits": rule.peers.digits,
            "combine": rule.combine,
        }
        source = {name: rule.source[name] for name in SOURCE}
        return {**self.about, **totals, "rule": rule.id, **given, **texts, **source, **limits}

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name."""
        import pandas as pd

        from ghginv.enterprise.rating import INDICATORS

        grades = [
            [each.id, each.zh, each.en, each.colour, each.points, each.start, each is self.rating.grade]
            for each in self.rating.rule.grades
        ]
        names = ["grade", "zh", "en", "colour", "points", "start", "reached"]
        own = ("years", "months", "sources", "details", "unknown", "intensity", "outputs", "peers", "quota", "green")
        return {
            **{name: getattr(self, name) for name in own},
            "rating": pd.DataFrame(self.rating.indicators, columns=INDICATORS),
            "grades": pd.DataFrame(grades, columns=names),
        }


def totals(rows: pd.DataFrame) -> pd.DataFrame:
    """Direct, indirect and total emissions in t CO2e of counted emission rows, by enterprise."""
    import pandas as pd

    counted = rows[(rows["memo"] == "") & rows["scope"].isin([DIRECT, INDIRECT])]
    direct = counted[counted["scope"] == DIRECT].groupby("enterprise")["co2e_g"].sum()
    indirect = counted[counted["scope"] == INDIRECT].groupby("enterprise")["co2e_g"].sum()
    found = pd.DataFrame({"direct_g": direct, "indirect_g": indirect}).fillna(0)
    return pd.DataFrame(
        {
            "direct_t": found["direct_g"] / GRAMS,
            "indirect_t": found["indirect_g"] / GRAMS,
            "total_t": (found["direct_g"] + found["indirect_g"]) / GRAMS,
        }
    ).rename_axis("enterprise")


def counted(rows: pd.DataFrame) -> pd.Series:
    """Which emission rows add to the total: no memo item, scope 1 or 2."""
    return (rows["memo"] == "") & rows["scope"].isin([DIRECT, INDIRECT])


def by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Emissions of each month that has any, in t CO2e; month 0 is what was given for the whole year only."""
    import pandas as pd

    grams: dict[int, list[int]] = {}
    names = ["month", "scope", "filled", "co2e_g"]
    for month, scope, filled, each in rows.loc[counted(rows), names].itertuples(index=False, name=None):
        sums = grams.setdefault(int(month), [0, 0, 0])
        sums[scope == INDIRECT] += each
        sums[2] += each if filled else 0
    found = [
        [month, *(part / GRAMS for part in (direct, indirect, direct + indirect, filled))]
        for month, (direct, indirect, filled) in grams.items()
    ]
    table = pd.DataFrame(found, columns=MONTHS)
    return table.sort_values("month", key=lambda months: months.replace(0, 13), ignore_index=True)


def by_source(rows: pd.DataFrame) -> pd.DataFrame:
    """Emissions by category, item, gas and scope, the largest first; ``first`` is the number of its first detail."""
    import pandas as pd

    rows = rows[counted(rows)]
    whole = int(rows["co2e_g"].sum())
    found = []
    for (category, item, gas, scope), each in rows.groupby(["source_category", "item", "gas", "scope"]):
        grams = int(each["co2e_g"].sum())
        place, thing = categories.tree().get(category), items.load().get(item)
        found.append(
            [
                category,
                place.name("zh") if place else category,
                place.name("en") if place else category,
                item,
                thing.zh if thing else item,
                thing.en if thing else item,
                gas,
                scope,
                grams / GRAMS,
                grams / whole if whole else float("nan"),
                len(each),
                int(each["number"].min()),
            ]
        )
    table = pd.DataFrame(found, columns=SOURCES)
    order = table["co2e_t"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """The emission rows of an enterprise's year in the order in which an account lists them, with a number each."""
    order = ["source_category", "item", "facility", "month", "gas", "memo", "activity_id"]
    found = rows.sort_values(order, ignore_index=True)
    return found.assign(number=range(1, len(found) + 1))


def details(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as listed: columns of ``DETAILS``."""
    shown = rows.assign(category=rows["source_category"], counted=counted(rows))
    return shown[DETAILS]


def unknown(activity: pd.DataFrame) -> pd.DataFrame:
    """What stands without a figure, by its notation key: it has no emissions and no weight in any share."""
    return activity.loc[activity["notation"] != "", UNKNOWN].reset_index(drop=True)


def by_output(intensities: pd.DataFrame, enterprise: str) -> pd.DataFrame:
    """Emissions per output and value of each year: columns of ``INTENSITY``."""
    own = intensities[intensities["enterprise"] == enterprise]
    order = {"kind": [False], "item": [True], "year": [True]}  # products first
    flags = [flag for flags in order.values() for flag in flags]
    return _named(own).sort_values(list(order), ascending=flags, ignore_index=True)[INTENSITY]


def outputs(indicators: pd.DataFrame, enterprise: str, year: int) -> pd.DataFrame:
    """All that the enterprise said it made or did in the year, with the first cell of each."""
    own = indicators[(indicators["enterprise"] == enterprise) & (indicators["year"] == year)]
    cells = own.groupby("item")[["submission", "sheet", "cell"]].first().reset_index()
    return _named(yearly(own)).merge(cells, on="item", how="left")


def among_peers(among: Peers, enterprise: str, pers: Sequence[str]) -> pd.DataFrame:
    """Where the enterprise stands, a row for each figure that emissions are divided by: columns of ``PEERS``."""
    import pandas as pd

    rows = []
    for item, standing in _standings(among, enterprise, pers).items():
        rows.append(
            {
                "item": item,
                "unit": _unit(item),
                "own": standing.intensity,
                "reason_zh": "；".join(reason.text("zh") for reason in standing.reasons),
                "reason_en": "; ".join(reason.text("en") for reason in standing.reasons),
                **{name: getattr(standing, name) for name in PEERS[5:14]},
            }
        )
    frame = pd.DataFrame(rows, columns=[name for name in PEERS if name not in ("item_zh", "item_en")])
    return _named(frame)[PEERS]


def _standings(among: Peers, enterprise: str, pers: Sequence[str]) -> dict[str, Standing]:
    found = (among.standing(enterprise, per) for per in pers)
    return {standing.item: standing for standing in found if standing.item and standing.intensity is not None}


def green_power(rows: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """Electricity bought and what of it was green power or certificates (columns of ``GREEN``), empty without any.

    ``rows`` are activity data, ``stated`` the submitted values (``name, item, value``) in the units of their items.
    """
    import pandas as pd

    known = items.load()
    bought = rows[~rows["category"].str.startswith("X") & rows["quantity"].notna()]
    bought = bought[[known[item].kind == "electricity" if item in known else False for item in bought["item"]]]
    if bought.empty:
        return pd.DataFrame(columns=GREEN)
    sums = bought.groupby(["item", "unit"], as_index=False)["quantity"].sum().rename(columns={"quantity": "bought"})
    green = stated[stated["name"] == "green_electricity"].groupby("item")["value"].sum()
    found = _named(sums.assign(green=sums["item"].map(green).fillna(0.0)))
    return found.assign(share=found["green"] / found["bought"].where(found["bought"] > 0))[GREEN]


def quota_left(quotas: pd.DataFrame | None, enterprise: str, year: int, market: str, own: Mapping[str, Any]) -> Any:
    """The quotas of the year by stage with what is left of each (t CO2e); no row where none was given.

    ``quotas`` has ``enterprise, year, stage, quota_t, quota, rules``, in the order in which they were decided.
    ``compared`` says which emissions are held against the quota: all, or the direct ones.
    """
    import pandas as pd

    if quotas is None or quotas.empty:
        return pd.DataFrame(columns=QUOTA)
    rows = quotas[(quotas["enterprise"] == enterprise) & (quotas["year"] == year)]
    basis = COMPARED.get(market, "total_t")
    given = rows[["stage", "rules", "quota", "quota_t"]].reset_index(drop=True)
    given = given.assign(compared_t=float(own[basis]), compared=basis)
    return given.assign(left_t=given["quota_t"] - given["compared_t"])[QUOTA]


def over_quota(quota: pd.DataFrame) -> float | None:
    """By which share of the quota decided last the emissions exceed it, negative below it; None without a quota."""
    if quota.empty:
        return None
    last = quota.iloc[-1]
    if last["quota_t"] <= 0:
        return float("inf") if last["compared_t"] > 0 else 0.0
    return float(-last["left_t"] / last["quota_t"])


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    known = items.load()
    return frame.assign(
        item_zh=[known[item].zh if item in known else item for item in frame["item"]],
        item_en=[known[item].en if item in known else item for item in frame["item"]],
    )


def _unit(item: str) -> str:
    known = items.load().get(item)
    return known.unit if known else ""
