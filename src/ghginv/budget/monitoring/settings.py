"""The parameters of monitoring 监测参数, with their evidence: what was published beside what is our own default."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ghginv.domain import policy
from ghginv.domain.policy import Dated

OWN = "carbon budget"
RED, YELLOW, GREEN = "light_red_gap_over", "light_yellow_gap_up_to", "light_green"
_PUBLISHED = (GREEN, YELLOW, RED)
_PREFIX = "budget_monitoring_"


@dataclass(frozen=True)
class Settings:
    """What is in force in a year. Shares and thresholds are exact fractions of one (10 % is 1/10).

    ``threshold`` is how far progress may miss its target before a light turns red (发改办环资〔2020〕901号);
    ``rows`` are the parameters as written, published ones first, to be shown with their evidence marks.
    """

    threshold: Fraction
    coverage_grey: Fraction
    data_green: Fraction
    gap_share: Fraction
    band: Fraction
    covered: frozenset[str]
    profile_years: int
    pace_months: int
    degree_days: bool
    ets_months: int
    ets_nodes: int
    ets_draws: int
    seed: int
    combine: str
    reply_days: int
    causes: int
    rows: tuple[Dated, ...] = ()


def load(year: int) -> Settings:
    """The settings in force in a year. UsageError where a parameter is missing, is no number or not in force."""
    published = [policy.find(name, year, "CN") for name in _PUBLISHED]
    names = [name for name in Settings.__dataclass_fields__ if name not in ("threshold", "rows")]
    own = {name: policy.find(_PREFIX + name, year, OWN) for name in names}
    shares = {name: own[name].number / 100 for name in ("coverage_grey", "data_green", "gap_share", "band")}
    counts = {
        name: int(own[name].number)
        for name in ("profile_years", "pace_months", "ets_months", "ets_nodes", "ets_draws", "seed", "reply_days",
                     "causes")
    }  # fmt: skip
    return Settings(
        threshold=policy.find(RED, year, "CN").number / 100,
        covered=frozenset(own["covered"].value.split()),
        degree_days=own["degree_days"].number != 0,
        combine=own["combine"].value,
        rows=(*published, *own.values()),
        **shares,  # type: ignore[arg-type]
        **counts,  # type: ignore[arg-type]
    )
