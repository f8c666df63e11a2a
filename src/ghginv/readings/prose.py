"""A formula for people: in words, in symbols, and with its numbers put in, in Chinese and English.

Parentheses stand only where they are needed; signs are × ÷ + - ^, so that each line can be copied and checked.
"""

from __future__ import annotations

from collections.abc import Mapping

from ghginv.domain.terms import TERMS
from ghginv.formulas import words
from ghginv.formulas.equation import Equation, Formula
from ghginv.readings.grammar import RESULT, Name, Negative, Node, Number, Operation, Word, evaluate, parse

_SIGNS = {"*": "×", "/": "÷", "**": "^", "==": "=", "<=": "≤", ">=": "≥", "!=": "≠"}
_WORDS = {"if_else": "if", "minimum": "min", "maximum": "max", "exp": "exp"}
_RANKS = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 3}
_COMPARED, _MINUS, _WHOLE = 0, 1, 4


def in_words(formula: Formula, lang: str = "zh") -> list[str]:
    """A line for each step: ``能源量 = 活动水平 × 平均低位发热量 ÷ 1000``."""
    names = {name: term.title(lang) for name, term in TERMS.items()} | {RESULT: formula.equation.title(lang)}
    return _lines(formula, names)


def in_symbols(formula: Formula) -> list[str]:
    """A line for each step: ``EN = AD × NCV ÷ 1000``."""
    return _lines(formula, {name: symbol(formula.equation, name) for name in (*TERMS, RESULT)})


def in_numbers(formula: Formula, values: Mapping[str, float], lang: str = "zh") -> list[str]:
    """A line for each step with its numbers and result: ``能源量 = 272200 × 43.124 ÷ 1000 = 11738.3528 TJ``.

    An argument that is not given takes its default (``44/12``). Raises UsageError for a missing or unknown argument.
    """
    derivation = parse(formula)
    derivation.require(values)
    results = evaluate(derivation, values)
    known = _constants() | {name: _constants()[constant] for name, constant in derivation.defaults.items()}
    known |= {name: _number(value) for name, value in {**values, **results}.items()}
    lines = []
    for step in derivation.steps:
        title, unit = _result(formula.equation, step.name, lang)
        lines.append(f"{title} = {_text(step.node, known)[0]} = {_number(results[step.name])[0]} {unit}")
    return lines


def legend(formula: Formula, lang: str = "zh", quantity: str = "") -> list[tuple[str, str, str]]:
    """(symbol, name, unit) of the result, the steps and the arguments, for a quantity in this unit."""
    equation = formula.equation
    steps = [step.name for step in parse(formula).steps]
    rows = [(symbol(equation, name), *_result(equation, name, lang)) for name in reversed(steps)]
    units = equation.units(quantity)
    return rows + [(symbol(equation, name), TERMS[name].title(lang), unit) for name, unit in units.items()]


def markdown(formula: Formula, lang: str = "zh") -> str:
    """The formula as a section of a methods page: title, equations, what the symbols mean, source."""
    equation = formula.equation
    head = ("符号", "名称", "单位") if lang == "zh" else ("symbol", "name", "unit")
    units = [legend(formula, lang, quantity) for quantity in equation.quantity]
    rows = [(*row[0][:2], " / ".join(dict.fromkeys(unit for _, _, unit in row))) for row in zip(*units, strict=True)]
    table = [f"| {' | '.join(cells)} |" for cells in (head, ("---",) * 3, *rows)]
    source = f"来源：{equation.source}" if lang == "zh" else f"Source: {equation.source}"
    equations = [f"    {line}" for line in in_symbols(formula)]
    return "\n".join([f"### {equation.title(lang)} `{equation.name}`", "", *equations, "", *table, "", source, ""])


def symbol(equation: Equation, name: str) -> str:
    """The symbol of an argument, a step or the result."""
    if name != RESULT:
        return TERMS[name].symbol
    return f"E_{equation.gas}" if equation.gas else "Y"


def _result(equation: Equation, name: str, lang: str) -> tuple[str, str]:
    """Title and unit of a step."""
    if name == RESULT:
        return equation.title(lang), equation.result
    return TERMS[name].title(lang), TERMS[name].unit()


def _lines(formula: Formula, names: Mapping[str, str]) -> list[str]:
    known = _constants() | {name: (text, _WHOLE) for name, text in names.items()}
    return [f"{names[step.name]} = {_text(step.node, known)[0]}" for step in parse(formula).steps]


def _constants() -> dict[str, tuple[str, int]]:
    """The constants as printed, each with the rank of its outermost sign."""
    return {
        name: (constant.text, _RANKS["/"] if "/" in constant.text else _WHOLE)
        for name, constant in words.CONSTANTS.items()
    }


def _number(value: float) -> tuple[str, int]:
    """Fifteen digits, the last that a double is sure of."""
    return f"{value:.15g}", _WHOLE if value >= 0 else _MINUS


def _text(node: Node, known: Mapping[str, tuple[str, int]]) -> tuple[str, int]:
    """The text of a node and the rank of its outermost sign; a lower rank stands in parentheses."""
    match node:
        case Number(text):
            return text, _WHOLE
        case Name(name):
            return known[name]
        case Negative(operand):
            return f"-{_within(_text(operand, known), _MINUS + 1)}", _MINUS
        case Operation(sign, left, right):
            rank = _RANKS.get(sign, _COMPARED)
            first = _within(_text(left, known), rank + (sign == "**"))
            second = _within(_text(right, known), rank + 1)
            return f"{first} {_SIGNS.get(sign, sign)} {second}", rank
        case Word(name, operands):
            return f"{_WORDS[name]}({', '.join(_text(operand, known)[0] for operand in operands)})", _WHOLE


def _within(text: tuple[str, int], rank: int) -> str:
    return text[0] if text[1] >= rank else f"({text[0]})"
