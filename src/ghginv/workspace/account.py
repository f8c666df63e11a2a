"""``account`` and ``accounts``: the carbon accounts of a year's enterprises, one by one or all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace import enterprise_years as shared
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.enterprise.account import Account
    from ghginv.enterprise.peers import Peers
    from ghginv.enterprise.rating import Rating
    from ghginv.enterprise.rating_rules import RatingRule


class Accounts:
    """The accounts of a year under a rating rule; what all enterprises share is read once.

    ``quotas`` (``enterprise, year, stage, quota_t``) are those of the workspace unless given. UsageError for an unknown
    rule, InputError when the year has no run of the enterprises' accounts.
    """

    def __init__(self, workspace: Workspace, year: int, rules: str = "", quotas: pd.DataFrame | None = None):
        from ghginv.enterprise import rating_rules

        self.workspace, self.year, self.given = workspace, year, quotas
        with workspace.overlaid():
            self.rule: RatingRule = rating_rules.find(rules)
        self.runs = {each: run for each, run in shared.newest_runs(workspace).items() if each <= year}
        if year not in self.runs:
            raise InputError(Finding("account-no-run", found=str(year)))

    @cached_property
    def years(self) -> pd.DataFrame:
        """All enterprises in all years up to this one; see ``enterprise_years``."""
        return shared.enterprise_years(self.workspace, self.runs, self.rule.id)

    @cached_property
    def register(self) -> pd.DataFrame:
        """The enterprises of the year that are in its run, by credit code."""
        return self.years[(self.years["year"] == self.year) & (self.years["run"] != "")].set_index("enterprise")

    @cached_property
    def _years(self) -> dict[str, pd.DataFrame]:
        """The years of each enterprise of this year, oldest first, this one last."""
        known = self.years[(self.years["run"] != "") & self.years["enterprise"].isin(self.register.index)]
        return dict(iter(known.sort_values("year").groupby("enterprise")))

    @cached_property
    def _intensities(self) -> dict[str, pd.DataFrame]:
        return dict(iter(self.intensities.groupby("enterprise")))

    @cached_property
    def _quotas(self) -> dict[str, pd.DataFrame]:
        return {} if self.quotas is None else dict(iter(self.quotas.groupby("enterprise")))

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """What they made and did, by the filings the runs were made with."""
        return shared.indicators(self.workspace, list(self.years["submission"]))

    @cached_property
    def intensities(self) -> pd.DataFrame:
        """Emissions per output and value of all enterprises and years."""
        from ghginv.enterprise import peers

        with self.workspace.overlaid():
            return peers.intensities(self.years, self.indicators, self.rule.peers.outputs)

    @cached_property
    def peers(self) -> Peers:
        """Who is compared with whom in the year."""
        from ghginv.enterprise.peers import Peers

        now = self.intensities[self.intensities["year"] == self.year]
        return Peers(self.register.reset_index(), now, self.rule.peers, tuple(self.rule.data.peer_states))

    @cached_property
    def quotas(self) -> pd.DataFrame | None:
        """What was given to the enterprises, oldest decision first."""
        from ghginv.workspace import quotas

        return quotas.given(self.workspace) if self.given is None else self.given

    @cached_property
    def _rows(self) -> dict[str, pd.DataFrame]:
        rows = shared.emission_rows(self.runs[self.year], self.register["template"], self.rule.data)
        return dict(iter(rows.groupby("enterprise")))

    @cached_property
    def _activity(self) -> dict[str, pd.DataFrame]:
        return dict(iter(self.runs[self.year].inventory.activity.groupby("enterprise")))

    @cached_property
    def _filings(self) -> pd.DataFrame:
        return shared.filings(self.workspace)

    @cached_property
    def _stated(self) -> pd.DataFrame:
        """Submitted values of terms, by enterprise."""
        import pandas as pd

        from ghginv.store import submissions

        found = submissions.measured(self.workspace.database, list(self.register["submission"]))
        rows = [[each.enterprise, each.name, each.item, each.value] for each in found]
        return pd.DataFrame(rows, columns=["enterprise", "name", "item", "value"])

    def find(self, text: str) -> str:
        """The credit code of an enterprise by code, name or an unambiguous part of its name; UsageError otherwise."""
        names = dict(self.register["name"])
        if not _meant(text, names) and (waiting := self._waiting(text.strip())):
            raise InputError(Finding("account-not-computed", found=waiting))
        return the_one(text, names, self.year)

    def _waiting(self, text: str) -> str:
        """The filing of an enterprise that is in no run of the year."""
        rows = self.years[(self.years["year"] == self.year) & (self.years["run"] == "")]
        rows = rows[(rows["enterprise"] == text.upper()) | (rows["name"] == text)]
        return "" if rows.empty else str(rows["submission"].iloc[0])

    def account(self, enterprise: str) -> Account:
        """The account of an enterprise by its credit code."""
        with self.workspace.overlaid():
            return self._account(enterprise)

    def _account(self, enterprise: str) -> Account:
        from ghginv.enterprise import account as tables

        years = self._years[enterprise]
        own = years.iloc[-1].to_dict()
        rows = tables.numbered(self._rows.get(enterprise, next(iter(self._rows.values())).iloc[:0]))
        activity = self._activity.get(enterprise, self._no_activity)
        quota, rated = self._rated(enterprise, own)
        return tables.Account(
            about=self._about(enterprise, own),
            years=years.reset_index(drop=True),
            months=tables.by_month(rows),
            sources=tables.by_source(rows),
            details=tables.details(rows),
            unknown=tables.unknown(activity),
            intensity=tables.by_output(self._intensities.get(enterprise, self.intensities[:0]), enterprise),
            outputs=tables.outputs(self.indicators, enterprise, self.year),
            peers=tables.among_peers(self.peers, enterprise, self._pers()),
            quota=quota,
            green=tables.green_power(activity, self._stated[self._stated["enterprise"] == enterprise]),
            rating=rated,
            remarks=self._remarks(own, quota),
        )

    @cached_property
    def _no_activity(self) -> pd.DataFrame:
        return self.runs[self.year].inventory.activity.iloc[:0]

    def _pers(self) -> list[str]:
        """What an account shows the standing in: what the rule asks for, then product, value added and output value."""
        return list(dict.fromkeys([*(each.per for each in self.rule.indicators), *self.rule.peers.shown]))

    def _about(self, enterprise: str, own: dict[str, Any]) -> dict[str, Any]:
        from ghginv.domain import industries, regions

        about = self.runs[self.year].about
        filing = self._filings[self._filings["submission"] == own["submission"]].iloc[0]
        industry, region = str(own["industry"]), str(own["region"])
        names = {
            f"{key}_{lang}": found.name(lang) if found else code
            for lang in ("zh", "en")
            for key, code, found in (
                ("industry", industry, industries.load().get(industry)),
                ("region", region, regions.find_code(region) if regions.known(region) else None),
            )
        }
        keys = ("enterprise", "name", "year", "region", "industry", "template", "market", "status", "submission", "run")
        kept = {name: own[name] for name in keys}
        more = {
            "version": int(filing["version"]),
            "since": filing["since"],
            "file": self._files.get(own["submission"], ""),
        }
        return {**kept, **names, **more, "year": self.year, "guideline": about["guideline"], "gwp": about["gwp"]}

    @cached_property
    def _files(self) -> dict[str, str]:
        from ghginv.store import submissions

        return {each["submission"]: each["file"] for each in submissions.states(self.workspace.database)}

    def _remarks(self, own: dict[str, Any], quota: pd.DataFrame) -> list[Finding]:
        """What to know before the account is used: newer filings, no quota, years that differ in GWP set."""
        found = []
        filed = self._filings[(self._filings["enterprise"] == own["enterprise"]) & (self._filings["year"] == self.year)]
        newest = filed[filed["state"].isin(shared.LIVE)]
        if not newest.empty and newest["submission"].iloc[-1] != own["submission"]:
            details = {"run": own["run"]}
            newer = newest["submission"].iloc[-1]
            found.append(Finding("account-stale", found=own["submission"], expected=newer, details=details))
        sets = {str(run.about["gwp"]) for run in self.runs.values()}
        if len(sets) > 1:
            found.append(Finding("account-years-differ", found=", ".join(sorted(sets))))
        if quota.empty:
            found.append(Finding("account-no-quota", found=str(self.year)))
        return found

    def _rated(self, enterprise: str, own: dict[str, Any]) -> tuple[pd.DataFrame, Rating]:
        """What is left of the quota, and the rating."""
        from ghginv.enterprise import account as tables
        from ghginv.enterprise import rating

        quota = tables.quota_left(self._quotas.get(enterprise), enterprise, self.year, own["market"], own)
        case = rating.Case(enterprise, self.year, own["status"], own["filled_share"], tables.over_quota(quota))
        return quota, rating.rate(case, self.rule, self.peers, self._intensities.get(enterprise, self.intensities[:0]))

    def listing(self, lang: str = "zh") -> Iterator[dict[str, Any]]:
        """A row for each enterprise; see ``summary``."""
        return (self.summary(enterprise, lang) for enterprise in self.register.index)

    def summary(self, enterprise: str, lang: str = "zh") -> dict[str, Any]:
        """An account as one row: totals in t CO2e, standing per product and value added, quota left, rating and why."""
        own = self._years[enterprise].iloc[-1].to_dict()
        with self.workspace.overlaid():
            left, rating = self._rated(enterprise, own)
            standings = {key: self.peers.standing(enterprise, key) for key in ("product", "value_added")}
            names = "enterprise name industry status direct_t indirect_t total_t".split()
            row = {name: own[name] for name in names}
            for key, standing in standings.items():
                row |= {f"per_{key}": standing.intensity, f"percentile_{key}": standing.percentile}
            quota = left.iloc[-1] if not left.empty else {}
            row |= {name: quota.get(name) for name in ("quota_t", "left_t")}
            row |= {"filled_share": own["filled_share"], "grade": rating.grade.name(lang) if rating.grade else ""}
            return {**row, "why": rating.why(lang), "submission": own["submission"]}


def figures(account: Account, lang: str = "zh") -> list[dict[str, Any]]:
    """The key figures of an account, a row each: ``figure, value, unit, note``."""
    facts = account.facts()
    with_unit = [(name, facts[name], "t CO2e", "") for name in ("direct_t", "indirect_t", "total_t")]
    rows = [*with_unit, ("filled_share", facts["filled_share"], "1", "")]
    for each in account.peers.to_dict("records"):
        rows.append((f"per_{each['item']}", each["own"], f"t/{each['unit']}", each[f"reason_{lang}"]))
        group = " ".join(filter(None, (each["level"], each["group"]))) + f" ({each['others']})"
        rows.append((f"percentile_{each['item']}", each["percentile"], "%", group))
    for each in account.quota.to_dict("records"):
        rows.append((f"quota_{each['stage']}", each["quota_t"], "t", ""))
        rows.append((f"left_{each['stage']}", each["left_t"], "t", each["compared"]))
    for each in account.green.to_dict("records"):
        rows.append((f"green_{each['item']}", each["share"], "1", ""))
    rows.append(("grade", facts[f"grade_{lang}"], "", facts[f"why_{lang}"] or facts[f"rule_{lang}"]))
    return [dict(zip(("figure", "value", "unit", "note"), row, strict=True)) for row in rows]


def table(account: Account, name: str) -> pd.DataFrame:
    """One of an account's tables; UsageError names the known ones."""
    tables = account.tables()
    if name not in tables:
        raise UsageError(Finding("account-table-unknown", found=name, details={"known": "、".join(tables)}))
    return tables[name]


def the_one(text: str, names: Mapping[str, str], year: int) -> str:
    """The code meant by a code, a name or an unambiguous part of it; ``names`` by code. UsageError otherwise."""
    found = _meant(text, names)
    if len(found) == 1:
        return found[0]
    if found:
        near = "、".join(f"{code} {names[code]}" for code in found[:5])
        raise UsageError(Finding("account-enterprise-ambiguous", found=text, details={"near": near}))
    close = get_close_matches(text.strip(), [*names, *names.values()], cutoff=0.4) or ["-"]
    told = {"near": "、".join(close), "year": year}
    raise UsageError(Finding("account-enterprise-unknown", found=text, details=told))


def _meant(text: str, names: Mapping[str, str]) -> list[str]:
    written = text.strip()
    if written.upper() in names:
        return [written.upper()]
    exact = [code for code, name in names.items() if name == written]
    return exact or [code for code, name in names.items() if written and written in name]
