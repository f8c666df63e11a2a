"""An evaluation as plain values, from which its opinion and its workbook are made; words in one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ghginv.budget.projects.evaluation import Evaluation

_KG, _GRAMS = 1000, 1_000_000
_MEASURE = ("measure", "saving_tce", "abatement_t", "investment", "note")
Rows = list[dict[str, Any]]


def of(found: Evaluation, lang: str) -> dict[str, Any]:
    """Everything that is printed of an evaluation: ``facts``, ``figures``, tables as rows, and what is missing."""
    from ghginv.budget.projects import reviewer
    from ghginv.workbooks import budget_page

    words = _words(lang)
    review = found.review
    zh, en = reviewer.WORDS[review.reviewer]
    return {
        "name": found.form.facts["name"],
        "owner": found.form.facts["owner"],
        "id": found.form.id,
        "conclusion": found.conclusion,
        "conclusion_word": words(f"conclusion.{found.conclusion}"),
        "reviewer": zh if lang == "zh" else en,
        "article": review.article,
        "incremental": review.incremental,
        "counted_word": words("figure.incremental" if review.incremental else "figure.gross"),
        "facts": _facts(found, lang),
        "energy": _energy(found, lang),
        "emissions": _emissions(found, lang),
        "products": _products(found),
        "intensities": [
            {"product": each.product, "metric": each.metric, "metric_word": words(f"col.p-{each.metric}"),
             "value": each.value, "unit": budget_page.unit(each.unit, lang)}
            for each in found.intensities
        ],
        "comparisons": _comparisons(found, lang),
        "place": _place(found),
        "effect": _effect(found),
        "replacement": _replacement(found),
        "room": _room(found),
        "reasons": _reasons(found, lang),
        "parameters": [
            {"parameter": each.parameter, "title": words(f"parameter.{each.parameter}"), "value": each.value,
             "citation": each.citation, "status": each.status}
            for each in found.parameters
        ],
        "measures": [
            {name: _given(row.values.get(name)) for name in _MEASURE} for row in found.form.measures
        ],
        "attachments": [{name: row.text(name) for name in ("number", "title")} for row in found.form.attachments],
        "totals": _totals(found),
    }  # fmt: skip


def _words(lang: str) -> Any:
    from ghginv.workbooks import project_words

    return lambda key, **details: project_words.word(key, lang, **details)


def _given(value: Any) -> Any:
    return None if value is None or value != value or value == "" else value


def _facts(found: Evaluation, lang: str) -> Rows:
    from ghginv.domain import industries, plan_tables

    by_word = {fact: {each: word for word, each in words.items()} for fact, words in _choices(lang).items()}
    rows = []
    for choice in plan_tables.project().tables[0].columns[0].choices:
        value = found.form.facts[choice.id]
        shown = by_word.get(choice.id, {}).get(value, value)
        if choice.id == "industry":
            known = next((industries.load()[value[:end]] for end in (4, 3, 2) if industries.known(value[:end])), None)
            shown = f"{value} {known.name(lang)}" if known else value
        if choice.id == "region" and found.place.name:
            shown = f"{value} {found.place.name}" if value == found.place.region else value
        rows.append({"fact": choice.zh if lang == "zh" else choice.en, "value": shown, "id": choice.id})
    return [row for row in rows if row["value"]]


def _choices(lang: str) -> Mapping[str, Mapping[str, str]]:
    from ghginv.workbooks import project_words

    return {
        fact: dict(zip(project_words.choices(fact, lang), dict.fromkeys(words.values()), strict=True))
        for fact, words in project_words.by_fact().items()
    }


def _cell(row: Any, column: str) -> str:
    written = row.written
    return f"{written.sheet}!{written.cells.get(column, '')}"


def _energy(found: Evaluation, lang: str) -> Rows:
    from ghginv.domain import items
    from ghginv.workbooks import budget_page

    rows, words = [], _words(lang)
    for each in found.energy.rows:
        line = each.line
        coal = each.coal_after or each.coal_before
        rows.append({
            "item": items.find_code(line.item).name(lang), "use": line.use, "use_word": words(f"use.{line.use}"),
            "unit_word": budget_page.unit(line.unit, lang), "before": line.before,
            "after": line.quantity, "unit": line.unit, "renewable_quantity": line.renewable,
            "coefficient": each.coefficient.value, "equal": each.equal.value,
            "coefficient_unit": each.coefficient.unit, "source": each.coefficient.source,
            "status": each.coefficient.status, "equal_source": each.equal.source, "equal_status": each.equal.status,
            "sign": -1 if line.use == "sold" else 1, "coal": 1 if coal else 0,
            "fossil": 1 if each.fossil else 0, "tce_before": each.before, "tce_after": each.after,
            "equal_before": each.equal_before, "equal_after": each.equal_after, "coal_before": each.coal_before,
            "coal_after": each.coal_after, "renewable": each.renewable, "cell": _cell(line.row, "quantity"),
        })  # fmt: skip
    return rows


def _emissions(found: Evaluation, lang: str) -> Rows:
    from ghginv.domain import items
    from ghginv.domain.terms import TERMS
    from ghginv.formulas import find

    rows = []
    for each in found.emissions.rows:
        line = each.line
        terms = [
            {"name": term.name, "title": TERMS[term.name].title(lang), "value": term.value, "unit": term.unit,
             "source": term.source, "status": term.status}
            for term in each.terms
        ]  # fmt: skip
        rows.append({
            "item": items.find_code(line.item).name(lang), "part": each.part, "gas": each.gas,
            "formula": each.formula, "formula_title": find(each.formula).equation.title(lang), "terms": terms,
            "before": line.before, "after": line.quantity, "unit": line.unit, "before_t": each.before_g / _GRAMS,
            "after_t": each.after_g / _GRAMS, "counted": each.part in found.emissions.counted and each.gas == "CO2",
            "cell": _cell(line.row, "quantity"),
        })  # fmt: skip
    return rows


def _products(found: Evaluation) -> Rows:
    return [
        {"product": each.product, "quantity": each.quantity, "unit": each.unit, "share": each.share,
         "value_added": each.value_added, "output_value": each.output_value, "cell": _cell(each.row, "quantity")}
        for each in found.form.products
    ]  # fmt: skip


def _comparisons(found: Evaluation, lang: str) -> Rows:
    from ghginv.domain import plan_tables

    columns = {each.id: each for each in plan_tables.project().tables}["benchmarks"].columns
    words = {choice.id: choice.zh if lang == "zh" else choice.en for column in columns for choice in column.choices}
    return [
        {"product": each.intensity.product, "metric": each.intensity.metric, "level": each.level,
         "metric_word": words[each.intensity.metric], "level_word": words[each.level], "own": each.intensity.value,
         "value": each.value, "limit": each.limit, "met": each.met, "source": each.source, "cell": each.cell}
        for each in found.comparisons
    ]  # fmt: skip


def _place(found: Evaluation) -> dict[str, Any]:
    place = found.place
    years = [
        {"year": year, "budget_t": _tonnes(place.budget_kg, year), "left_t": _tonnes(place.left_kg, year),
         "reserve_t": _tonnes(place.reserve_kg, year)}
        for year in place.years
    ]  # fmt: skip
    return {"budget": place.budget, "name": place.name, "industry": place.industry_name, "base_year": place.base_year,
            "emissions_t": place.emissions_t, "gdp": place.gdp, "years": years, "basis": place.basis,
            "warning": place.warning}  # fmt: skip


def _tonnes(amounts: Mapping[int, int], year: int) -> float:
    return amounts.get(year, 0) / _KG


def _effect(found: Evaluation) -> dict[str, Any]:
    from ghginv.budget.projects.effect import WORDS

    told = found.effect
    return {
        "year": told.year, "added_t": told.added_kg / _KG, "share_budget": told.share_budget,
        "share_left": told.share_left, "share_reserve": told.share_reserve, "grade": WORDS[told.grade],
        "intensity_before": told.intensity_before, "intensity_after": told.intensity_after,
        "intensity_change": told.intensity_change, "intensity_grade": WORDS[told.intensity_grade],
        "value_added": found.form.value_added_gained,
    }  # fmt: skip


def _replacement(found: Evaluation) -> dict[str, Any]:
    told = found.replacement
    taken = {source.key: project for source, project in told.used}
    rows = [
        {"name": each.name, "enterprise": each.enterprise, "measure": each.measure, "amount_t": each.amount_kg / _KG,
         "document": each.document, "used": taken.get(each.key, ""), "cell": _cell(each.row, "amount_t")}
        for each in found.form.sources
    ]  # fmt: skip
    return {"required": told.required, "needed_t": told.needed_kg / _KG, "given_t": told.given_kg / _KG,
            "ratio": float(told.ratio.number), "reached": told.reached, "citation": told.ratio.citation,
            "status": told.ratio.status, "rows": rows}  # fmt: skip


def _room(found: Evaluation) -> dict[str, Any]:
    room = found.room
    rows = [
        {"year": year, "account": each.account, "name": each.name or each.account, "need_t": kg / _KG,
         "left_t": each.left_kg.get(year, 0) / _KG, "chosen": room.source is not None and each is room.source}
        for year, kg in room.needs.items()
        for each in room.candidates
    ]  # fmt: skip
    source = room.source.name or room.source.account if room.source else ""
    needs = {year: kg / _KG for year, kg in room.needs.items()}
    return {"enough": room.enough, "source": source, "needs": needs, "rows": rows}


def _reasons(found: Evaluation, lang: str) -> Rows:
    words = _words(lang)
    return [
        {"weight": each.weight.weight, "weight_word": words(f"weight.{each.weight.weight}"),
         "article": _article(each.weight.article, lang), "citation": each.weight.citation, "status": each.weight.status,
         "text": each.finding.text(lang), "remedy": each.finding.remedy(lang), "place": each.finding.place,
         "code": each.finding.code}
        for each in found.reasons
    ]  # fmt: skip


def _article(text: str, lang: str) -> str:
    """第8条 as Art. 8 in English; the number of another document as it is."""
    numbers = text.removeprefix("第").removesuffix("条").replace("、", ", ")
    return text if lang == "zh" or not text.endswith("条") else f"Art. {numbers}"


def _totals(found: Evaluation) -> dict[str, Any]:
    from ghginv.budget.projects.standard_coal import structure

    emitted = found.emissions
    return {
        **structure(found.energy), "tce": found.review.tce, "coal": found.review.coal_t,
        "tce_high": found.review.tce_high, "carbon_t": emitted.kilograms() / _KG,
        "before_t": emitted.kilograms("before") / _KG, "added_t": emitted.added_kg / _KG,
        "basis_t": emitted.basis_kg() / _KG, "other_t": emitted.other_gases_kg / _KG,
        **{f"{part}_t": emitted.kilograms(part=part) / _KG for part in ("energy", "process", "indirect")},
    }  # fmt: skip
