"""What the result workbook of a carbon budget is made of: plain frames and mappings, whoever computed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Compared:
    """The methods side by side for one year and one side (regions or industries).

    ``inputs``: units x inputs as the methods took them (``emissions, population, gdp, output, benchmark, requests,
    lower, upper …``, criteria as ``need:CODE`` and ``duty:CODE``); ``amounts``: units x methods in t; ``total_t`` what
    is shared out (None: the sum of the first method). ``spread`` by unit, ``methods`` measures by method,
    ``correlation`` methods x methods: index or first column names unit or method. ``weights``: ``criterion, name,
    direction`` and a column for each scheme (entropy, ahp, critic, combined) of the composite methods. ``blend``
    weights by method, ``chosen`` the budget decided by unit, in t. ``options``: what methods were called with:
    ``weight`` of the blended one, ``floor`` of the composite ones. ``names``: Chinese and English name by method.
    ``refused``: why a method could not run. An empty frame or mapping: nothing to say.
    """

    year: int
    inputs: pd.DataFrame
    amounts: pd.DataFrame
    total_t: float | None = None
    spread: pd.DataFrame | None = None
    methods: pd.DataFrame | None = None
    correlation: pd.DataFrame | None = None
    weights: pd.DataFrame | None = None
    blend: Mapping[str, float] = field(default_factory=dict)
    chosen: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BudgetMaterial:
    """All that the workbook 预算编制 says; amounts in t.

    ==================  ==============================================================================================
    ``facts``           ``name, region, base_year, first_year, last_year, basis, rules, price_base, gwp, budget,
                        version, state, path, gdp_version, data_date, prepared_by, at``; others are left out
    ``parameters``      ``value``; optional ``parameter`` (id), ``name, year, version, unit, source, evidence, note``.
                        The ids ``base_emissions`` (t), ``base_gdp``, ``intensity_cut`` (%), ``gdp_growth`` (%, by
                        year) make the total live
    ``totals``          ``year`` and ``total_t`` (or ``total_kg``); other columns are shown as they are
    ``regions``         name by code; ``industries`` likewise
    ``matrix``          by year: regions x industries
    ``baseline``        ``region, industry, emissions_t``; optional ``layer, year, source, evidence, note``
    ``region_totals``   by year and code: what each row of the matrix must add up to; ``industry_totals`` each column
    ``comparison``      of regions; ``industry_comparison`` of industries
    ``dual_control``    any table: targets and outcomes side by side; ``what_if`` likewise
    ``bounds``          any table; where it has ``limit_t`` and ``amount_t``, what is left between them is live
    ``conflicts``       any table; bounds and margins that cannot hold together
    ``reserves``        ``year, region, kind, amount_t``; others are shown as they are
    ``lines``           ``year, kind, region, industry, layer, enterprise`` and ``amount_t`` (or ``amount_kg``)
    ``versions``        ``before_t, after_t`` and what the row is about
    ``remarks``         sentences for the first sheet; ``warning`` one for every page
    ==================  ==============================================================================================
    """

    facts: Facts
    parameters: pd.DataFrame
    totals: pd.DataFrame
    matrix: Mapping[int, pd.DataFrame]
    regions: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, str] = field(default_factory=dict)
    baseline: pd.DataFrame | None = None
    region_totals: Mapping[int, Mapping[str, float]] = field(default_factory=dict)
    industry_totals: Mapping[int, Mapping[str, float]] = field(default_factory=dict)
    comparison: Compared | None = None
    industry_comparison: Compared | None = None
    dual_control: pd.DataFrame | None = None
    what_if: pd.DataFrame | None = None
    bounds: pd.DataFrame | None = None
    conflicts: pd.DataFrame | None = None
    reserves: pd.DataFrame | None = None
    lines: pd.DataFrame | None = None
    versions: pd.DataFrame | None = None
    remarks: Sequence[str] = ()
    warning: str = ""


def given(frame: pd.DataFrame | None) -> bool:
    """Whether there is anything in a table."""
    return frame is not None and not frame.empty
