"""What the documents of a carbon budget are made of: plain frames and mappings, whoever computed them.

Columns for years are named by the year (2026). Amounts that end in ``_t`` are tonnes, in ``_kg`` whole kilograms;
columns said to be optional may be missing, and an empty frame means that there is nothing to say. ``evidence`` and
``status`` are evidence marks of the factor library (found, value_found, recalled, derived, doubtful, own).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.findings import Finding

Facts = Mapping[str, Any]
"""``budget`` (id), ``name``, ``region`` (its name), ``version``, ``state`` (draft, review, submitted, approved, issued,
adjusted …), ``base_year``, ``base_t`` (emissions of the base year), ``years``, ``basis`` (territory, dual-control, ets,
account), ``gwp``, ``rules``, ``rules_status``, ``price_base``, ``data_date``, ``unit`` (blank: as the basis says),
``layers`` (Chinese and English name by layer), ``previous`` (the version compared with), ``prepared_by``,
``at``, ``warning`` (printed on every page)."""


@dataclass(frozen=True)
class Compared:
    """The methods side by side for one year.

    ``amounts`` units x methods in t; ``spread`` ``unit, min, max, median, mean``, optional
    ``recommended``; ``methods`` ``method,
    gini_population, gini_gdp, gini_emissions, distance_to_requests`` (share of the total),
    ``cost`` (CNY), ``note``, optional ``note_en``; ``correlation`` methods x methods (ranks);
    ``refused`` why a method cannot be used; ``chosen`` what was chosen by unit in t; ``names`` Chinese and English
    name by method. ``unit`` and ``method`` may be columns or the index.
    """

    year: int
    amounts: pd.DataFrame
    spread: pd.DataFrame
    methods: pd.DataFrame
    correlation: pd.DataFrame
    refused: Mapping[str, str | Sequence[Finding]] = field(default_factory=dict)
    chosen: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class ProposalMaterial:
    """All that a proposal 碳预算建议 says.

    ======================  ==========================================================================================
    ``totals``              ``year, total_kg``; optional ``gdp`` (10^8 CNY), ``growth`` (%), ``gdp_version``,
                            ``intensity`` (t/10^4 CNY), ``intensity_cut`` (% since the base year), ``energy`` (tce),
                            ``energy_intensity`` (tce/10^4 CNY)
    ``path``                Chinese and English name of the path the total follows
    ``dual_control``        ``year, indicator`` (energy_intensity, energy_total, co2_intensity, co2_total), ``base,
                            target, outcome``; optional ``cut_target, cut_outcome`` (%), ``met``; units are tce and t,
                            intensities per 10^8 CNY
    ``what_if``             settings varied (None: as planned), ``last_kg``; optional ``refused`` (why there is none)
    ``parameters``          ``parameter, value, unit, source, evidence, note``; optional ``year``, ``version``
    ``comparison``          of the regions; ``industry_comparison`` of the industries
    ``weights``             ``criterion, name, direction`` (need, duty), a column for each scheme of weights
    ``blend``               ``method, weight`` (0 to 1), ``name, citation, status``; optional ``name_en``, ``side``
                            (region or industry)
    ``regions, industries``  ``code, name, base_t``, years in t: one level, no node within another
    ``matrix``              by year: regions x industries in t, codes as index and columns
    ``bounds``              what binds: ``year, region, industry, layer, kind`` (lower, upper, fixed), ``limit_t,
                            amount_t, reason``; optional ``document``
    ``reserves``            ``code, name, kind`` (general, new, price), years in t
    ``enterprises``         ``enterprise`` (credit code), ``name, region, industry, layer``, years in t
    ``requests``            ``unit, requested_t, control_t, difference_t``; optional ``name, year, reason``
    ``sources``             ``source, used_for, evidence``; optional ``note``
    ``differences``         ``year, kind, region, industry, layer, enterprise, before_t, after_t``; optional ``reason``
    ======================  ==========================================================================================
    """

    facts: Facts
    totals: pd.DataFrame
    regions: pd.DataFrame
    industries: pd.DataFrame
    matrix: Mapping[int, pd.DataFrame]
    reserves: pd.DataFrame
    parameters: pd.DataFrame
    blend: pd.DataFrame
    sources: pd.DataFrame
    path: tuple[str, str] = ("", "")
    comparison: Compared | None = None
    industry_comparison: Compared | None = None
    dual_control: pd.DataFrame | None = None
    what_if: pd.DataFrame | None = None
    weights: pd.DataFrame | None = None
    bounds: pd.DataFrame | None = None
    enterprises: pd.DataFrame | None = None
    requests: pd.DataFrame | None = None
    differences: pd.DataFrame | None = None
    remarks: Sequence[str] = ()


@dataclass(frozen=True)
class Letter:
    """What every document to an addressee bears: its number 文号, who issues it, when, to whom, whom to ask.

    ``subject`` is whose budget it is, where that is not the addressee: a district's, sent to its government.
    """

    number: str
    issuer: str
    date: str
    addressee: str
    contact: str = ""
    subject: str = ""


@dataclass(frozen=True)
class ApprovalMaterial:
    """What an approval 批复 says.

    ``lines`` are all lines of the version (``year, kind, region, industry, layer, enterprise, amount_kg``), ``totals``
    ``year, total_kg``; ``regions``, ``industries`` and ``reserves`` as in a proposal; ``approvers`` ``name, unit,
    decision, at``; ``document`` and ``sha256`` the proposal approved; ``decisions`` further points, in order.
    """

    facts: Facts
    letter: Letter
    document: str
    sha256: str
    totals: pd.DataFrame
    lines: pd.DataFrame
    regions: pd.DataFrame
    industries: pd.DataFrame
    reserves: pd.DataFrame
    approvers: pd.DataFrame
    decisions: Sequence[str] = ()
    remarks: Sequence[str] = ()


@dataclass(frozen=True)
class NoticeMaterial:
    """What a notice 下达通知 says to a region, an industry or an enterprise.

    ``lines`` may be all lines of the version: those of others are left out. ``codes`` are the addressee's codes (a
    region or an industry with its subtree, an enterprise's credit code), ``names`` names by code; ``rules`` what the
    rule set says: ``borrowing, borrowing_rate, carry_over, carry_over_rate, virement, cutoff`` and ``layers`` (Chinese
    and English name by layer); ``duties`` what the addressee has to do, in order.
    """

    facts: Facts
    letter: Letter
    kind: str
    codes: frozenset[str]
    lines: pd.DataFrame
    names: Mapping[str, str]
    rules: Mapping[str, Any] = field(default_factory=dict)
    duties: Sequence[str] = ()
    remarks: Sequence[str] = ()


@dataclass(frozen=True)
class ControlMaterial:
    """What a letter of control figures 控制数 says to a region or an industry.

    ``figures``: ``year, control_t``; optional ``base_t, lower_t, upper_t, requested_t``. ``breakdown``: ``code, name``,
    years in t, what the figures are made of. ``blend`` as in a proposal; ``deadline`` the day requests are due.
    """

    facts: Facts
    letter: Letter
    kind: str
    code: str
    figures: pd.DataFrame
    blend: pd.DataFrame
    deadline: str = ""
    breakdown: pd.DataFrame | None = None
    steps: Sequence[str] = ()
    remarks: Sequence[str] = ()
