"""What a warning letter is made of: the node's figures, causes, steps and the parameters behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ghginv.store.audit import today
from ghginv.workspace.budgets import files, material, monitoring
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    from ghginv.budget.monitoring.board import Board
    from ghginv.budget.monitoring.escalation import Step
    from ghginv.budget.monitoring.intensity import Intensity
    from ghginv.reports.budget_warning import WarningMaterial

_SHOWN = frozenset({
    "light_green", "light_yellow_gap_up_to", "light_red_gap_over", "budget_monitoring_coverage_grey",
    "budget_monitoring_covered", "budget_monitoring_profile_years", "budget_monitoring_band",
    "budget_monitoring_reply_days",
})  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A node that a letter is about: its board, the steps due, its light's periods in a row, its intensity;
    ``figures``: the economic figures of this year and the last."""

    board: Board
    code: str
    steps: tuple[Step, ...]
    row: int
    intensity: Intensity | None
    figures: tuple[Any, Any]

    @property
    def key(self) -> str:
        """How an event names it: ``region:440305``."""
        return f"{self.board.by}:{self.code}"


def material_of(budget: Budget, case: Case, lang: str) -> WarningMaterial:
    """What the letter about a node says."""
    import pandas as pd

    from ghginv.budget.monitoring import causes, progress, standing
    from ghginv.budget.monitoring.months import MONTHS
    from ghginv.reports.budget_warning import WarningMaterial
    from ghginv.reports.budget_warning_chart import Burn
    from ghginv.store import journal

    board, at = case.board, case.board.situation
    row, called = board.table.loc[case.code], monitoring.names(budget, board)
    found = causes.build(board, case.code, *case.figures)
    burn = Burn(
        plan=[int(each) for each in progress.path(int(row["budget_kg"]), board.profile.cumulative.loc[case.code])],
        executed=[int(each) for each in board.monthly.loc[case.code, list(MONTHS[: at.month])].cumsum()],
        band=(int(row["p10_kg"]), int(row["p50_kg"]), int(row["p90_kg"])),
        budget=int(row["budget_kg"]),
    )
    net = standing.net(journal.legs(budget.workspace.database, budget.id), at.year)
    under = [case.code] if board.by != "region" else at.regions.subtree(case.code)
    mine = net[net.index.isin(under)].sum() if board.by == "region" else pd.Series(0, index=list(standing.NET))
    told, most = case.intensity, at.settings.causes
    named = board.by != "enterprise"  # an enterprise's letter names nobody else
    industries, enterprises = (
        _top(each, called, most) if named else pd.DataFrame() for each in (found.industries, found.enterprises)
    )
    return WarningMaterial(
        facts={**material.facts(budget), "data_date": today()},
        letter=_head(budget, case, called),
        kind=board.by, code=case.code, name=called.get(case.code, case.code), year=at.year, month=at.month,
        figures=row.to_dict(), net={name: int(kg) for name, kg in mine.items()}, burn=burn,
        reference=found.reference, effects=found.effects, missing=_missing(found, board.by),
        industries=industries, enterprises=enterprises,
        steps=[{"level": each.level, "zh": each.zh, "en": each.en, "status": each.status, "citation": each.citation}
               for each in case.steps],
        evidence=pd.DataFrame([{"parameter": each.parameter, "value": each.value, "citation": each.citation,
                                "status": each.status} for each in at.settings.rows if each.parameter in _SHOWN]),
        intensity={} if told is None else {name: getattr(told, name) for name in told.__dataclass_fields__},
        row=case.row, reply_days=at.settings.reply_days, grey_below=f"{float(100 * at.settings.coverage_grey):g}%",
        remarks=[each.text(lang) for each in board.profile.findings()] if board.by == "region" else [],
    )  # fmt: skip


def _missing(found: Any, side: str) -> list[str]:
    """What could not be told; that an enterprise has no value added goes without saying."""
    return [each for each in found.missing if side != "enterprise" or each != "value-added"]


def _top(table: Any, called: Mapping[str, str], most: int) -> Any:
    """The largest rises with names."""
    rose = table[table["change_kg"] > 0].head(most)
    return rose.assign(name=[called.get(code, code) for code in rose["code"]])


def _head(budget: Budget, case: Case, called: Mapping[str, str]) -> Any:
    at, name = case.board.situation, called.get(case.code, case.code)
    addressee = files.owner(budget, case.board.by, case.code) or name
    made = files.letter(budget, addressee, case.board.by, case.code, name)
    number = f"{budget.id}-warn-{at.year}-{at.month:02d}-{case.board.by}-{case.code}"
    return replace(made, number=number, date=today())
