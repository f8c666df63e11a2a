"""A formula as live Excel formulas: one for each named step, so that a reader of the workbook can follow it.

Everything is in parentheses and a minus is written ``(0-x)``: a sheet reads ``-3^2`` as 9 and ``2^3^2`` as 64.
"""

from __future__ import annotations

from collections.abc import Mapping

from ghginv.formulas import words
from ghginv.formulas.equation import Formula
from ghginv.readings.grammar import RESULT, Name, Negative, Node, Number, Operation, Word, parse

_SIGNS = {"**": "^", "==": "=", "!=": "<>"}
_WORDS = {"if_else": "IF", "minimum": "MIN", "maximum": "MAX", "exp": "EXP"}


def live(formula: Formula, references: Mapping[str, str]) -> list[tuple[str, str]]:
    """The steps of a formula as (name, Excel formula), the last one ``result``.

    ``references`` says in which cell each argument stands and in which cell the caller will write each step, by name:
    ``{"quantity": "C7", "net_calorific_value": "D7", …, "energy": "G7"}``. A step without a cell is written out where
    it is used; an argument without one takes its default, shown as ``(44/12)``. Raises UsageError when an argument
    without default is missing or a name is unknown.

    >>> from ghginv.formulas import electricity
    >>> live(electricity.purchased_heat_co2, {"quantity": "C7", "heat_emission_factor": "D7"})
    [('result', '=(C7*D7)')]
    """
    derivation = parse(formula)
    names = {step.name for step in derivation.steps}
    derivation.require(name for name in references if name not in names)
    known = {name: _constant(constant.text) for name, constant in words.CONSTANTS.items()}
    known |= {name: known[constant] for name, constant in derivation.defaults.items()}
    known |= references
    formulas = []
    for step in derivation.steps:
        text = _text(step.node, known)
        if step.name == RESULT or step.name in references:
            formulas.append((step.name, f"={text}"))
        known.setdefault(step.name, text)
    return formulas


def _constant(text: str) -> str:
    return f"({text})" if "/" in text else text


def _text(node: Node, known: Mapping[str, str]) -> str:
    match node:
        case Number(text):
            return text
        case Name(name):
            return known[name]
        case Negative(operand):
            return f"(0-{_text(operand, known)})"
        case Operation(sign, left, right):
            return f"({_text(left, known)}{_SIGNS.get(sign, sign)}{_text(right, known)})"
        case Word(name, operands):
            return f"{_WORDS[name]}({','.join(_text(operand, known) for operand in operands)})"
