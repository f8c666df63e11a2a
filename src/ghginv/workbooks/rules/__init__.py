"""The rules for a filled template, a file a topic: each looks at the workbook as filled in and yields findings.

A rule sees rows that other rules complain about, so it says nothing where its own question cannot be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ghginv.findings import Finding
from ghginv.workbooks.filled import Filled
from ghginv.workbooks.rules import (
    choices,
    combinations,
    counted_twice,
    emptiness,
    facts,
    formulas,
    green_electricity,
    headers,
    hidden,
    measured,
    quantities,
    sheets,
    uncertainties,
    units,
    vintages,
)

Rule = Callable[[Filled], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    sheets.missing_sheets,
    sheets.extra_sheets,
    sheets.too_many_rows,
    headers.lost_headers,
    headers.changed_headers,
    headers.extra_headers,
    hidden.hidden_sheets,
    hidden.hidden_rows,
    hidden.hidden_columns,
    facts.region_in_force,
    facts.region_of_workspace,
    facts.region_of_template,
    facts.year_valid,
    facts.year_called_for,
    facts.year_of_template,
    emptiness.nothing_filled,
    choices.required_choices,
    choices.unknown_choices,
    combinations.item_in_category,
    combinations.technology_of_item,
    quantities.readable_quantities,
    quantities.negative_quantities,
    quantities.quantity_or_key,
    quantities.no_quantity,
    quantities.implausible_quantities,
    vintages.vintages,
    units.missing_units,
    units.unknown_units,
    units.wrong_units,
    measured.readable_terms,
    measured.required_terms,
    measured.terms_in_range,
    measured.terms_of_item,
    uncertainties.readable_uncertainties,
    uncertainties.uncertainties_in_percent,
    counted_twice.same_entry_twice,
    counted_twice.whole_and_part,
    counted_twice.fuel_and_fleet,
    green_electricity.green_within_purchases,
    green_electricity.green_only_purchased,
    formulas.formulas_in_entries,
    formulas.broken_texts,
)
