"""The closed grammar of a formula: its source is read into named steps, and what is not formula is refused.

A formula is a docstring, named steps each given once, and one ``return``; arithmetic, one comparison, the constants and
words of ``formulas/words.py``. Cells and prose are written from these steps, so ``energy`` stays a column and ``44/12``
stays ``44/12``. Arguments and steps are terms of ``domain/terms``.
"""

from __future__ import annotations

import ast
import inspect
import operator
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

from ghginv.domain.terms import TERMS
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.formulas import words

RESULT = "result"
"""The name of the last step."""

SIGNS: Mapping[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}
_WORK: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """An argument, an earlier step or a constant."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus an operand."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Operation:
    """Two operands and a sign: arithmetic, or the comparison of an ``if_else``."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Word:
    """A word of ``formulas/words.py`` and its operands."""

    name: str
    operands: tuple[Node, ...]


Node = Number | Name | Negative | Operation | Word


@dataclass(frozen=True, slots=True)
class Step:
    """A named step; the last one is called ``result``."""

    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Derivation:
    """What a formula says: its arguments, for some of them the constant they stand for when not given, its steps."""

    name: str
    arguments: tuple[str, ...]
    defaults: Mapping[str, str]
    steps: tuple[Step, ...]

    def require(self, given: Iterable[str]) -> None:
        """Raise UsageError unless these are arguments and all that have no default are among them."""
        names = set(given)
        missing = [name for name in self.arguments if name not in names and name not in self.defaults]
        unknown = sorted(names - set(self.arguments))
        coded = [("formula-argument-missing", name) for name in missing]
        coded += [("formula-argument-unknown", name) for name in unknown]
        if coded:
            details = {"formula": self.name}
            expected = ", ".join(self.arguments)
            raise UsageError(*(Finding(code, found=name, expected=expected, details=details) for code, name in coded))


@cache
def parse(formula: Callable[..., Any]) -> Derivation:
    """Read a formula's source; raises InputError with file and line for what is not formula."""
    return _Reader(formula).derivation()


def evaluate(derivation: Derivation, values: Mapping[str, Any]) -> dict[str, Any]:
    """Every step's value for these arguments, in order; ``values`` may also give constants another form."""
    known = {name: constant.value for name, constant in words.CONSTANTS.items()} | dict(values)
    known |= {name: known[constant] for name, constant in derivation.defaults.items() if name not in known}
    steps: dict[str, Any] = {}
    for step in derivation.steps:
        steps[step.name] = known[step.name] = _value(step.node, known)
    return steps


def _value(node: Node, known: Mapping[str, Any]) -> Any:
    match node:
        case Number(text):
            return float(text) if "." in text or "e" in text else int(text)
        case Name(name):
            return known[name]
        case Negative(operand):
            return -_value(operand, known)
        case Operation(sign, left, right):
            return _WORK[sign](_value(left, known), _value(right, known))
        case Word(name, operands):
            return getattr(words, name)(*(_value(operand, known) for operand in operands))


class _Reader:
    """Reads one function; ``known`` grows with each step, ``used`` with each name read."""

    def __init__(self, function: Callable[..., Any]):
        self.function = function
        self.file = function.__code__.co_filename
        self.first_line = function.__code__.co_firstlineno
        self.known: set[str] = set()
        self.used: set[str] = set()

    def refuse(self, code: str, node: ast.AST, found: str = "", expected: str = "") -> NoReturn:
        line = self.first_line + getattr(node, "lineno", 1) - 1
        text = found or ast.unparse(node).partition("\n")[0]
        raise InputError(Finding(code, file=f"{self.file}:{line}", found=text, expected=expected))

    def derivation(self) -> Derivation:
        definition = self.definition()
        arguments, defaults = self.arguments(definition)
        body = definition.body[1:] if ast.get_docstring(definition) else definition.body
        steps = tuple(self.step(statement) for statement in body[:-1])
        last = body[-1] if body else definition
        if not isinstance(last, ast.Return) or last.value is None:
            self.refuse("formula-return", last)
        result = Step(RESULT, self.node(last.value))
        unused = [name for name in (*arguments, *(step.name for step in steps)) if name not in self.used]
        if unused:
            self.refuse("formula-unused", definition, found=", ".join(unused))
        return Derivation(definition.name, arguments, defaults, (*steps, result))

    def definition(self) -> ast.FunctionDef:
        try:
            module = ast.parse(textwrap.dedent(inspect.getsource(self.function)))
        except (OSError, SyntaxError):
            module = ast.Module([], [])
        if len(module.body) != 1 or not isinstance(module.body[0], ast.FunctionDef):
            self.refuse("formula-source", ast.Pass(), found=self.function.__name__)
        return module.body[0]

    def arguments(self, definition: ast.FunctionDef) -> tuple[tuple[str, ...], dict[str, str]]:
        given = definition.args
        if given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs:
            self.refuse("formula-argument", given, found=ast.unparse(given))
        for argument in given.args:
            self.name_step(argument.arg, argument)
        names = tuple(argument.arg for argument in given.args)
        if names[:1] != ("quantity",):
            self.refuse("formula-argument", definition, found=ast.unparse(given))
        defaults: dict[str, str] = {}
        for name, default in zip(reversed(names), reversed(given.defaults), strict=False):
            if not isinstance(default, ast.Name) or not self.is_constant(default.id):
                self.refuse("formula-default", default)
            defaults[name] = default.id
        return names, defaults

    def step(self, statement: ast.stmt) -> Step:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            self.refuse("formula-statement", statement)
        target = statement.targets[0]
        if not isinstance(target, ast.Name):
            self.refuse("formula-statement", statement)
        node = self.node(statement.value)
        self.name_step(target.id, statement)
        return Step(target.id, node)

    def name_step(self, name: str, node: ast.AST) -> None:
        if name in self.known or name in words.CONSTANTS or name in words.WORDS:
            self.refuse("formula-name-twice", node, found=name)
        if name not in TERMS:
            self.refuse("formula-term-unknown", node, found=name)
        self.known.add(name)

    def node(self, node: ast.expr) -> Node:
        match node:
            case ast.Constant(value) if type(value) in (int, float):
                return Number(repr(value))
            case ast.Name(name):
                return self.name(node, name)
            case ast.UnaryOp(ast.USub(), operand):
                return Negative(self.node(operand))
            case ast.BinOp(left, sign, right) if type(sign) in SIGNS:
                return Operation(SIGNS[type(sign)], self.node(left), self.node(right))
            case ast.Call(ast.Name(name), operands, keywords):
                return self.word(node, name, operands, bool(keywords))
            case ast.Compare():
                self.refuse("formula-comparison", node)
            case ast.Call():
                self.refuse("formula-call", node, expected=", ".join(words.WORDS))
        self.refuse("formula-expression", node)

    def name(self, node: ast.expr, name: str) -> Name:
        if name not in self.known and not self.is_constant(name):
            self.refuse("formula-name-unknown", node, expected=", ".join(sorted(self.known)))
        self.used.add(name)
        return Name(name)

    def is_constant(self, name: str) -> bool:
        """Is it one of the words' constants, and the very same number where the formula stands?"""
        constant = words.CONSTANTS.get(name)
        return constant is not None and self.function.__globals__.get(name) == constant.value

    def word(self, node: ast.Call, name: str, operands: list[ast.expr], keywords: bool) -> Word:
        foreign = self.function.__globals__.get(name) is not getattr(words, name, None)
        if foreign or keywords or words.WORDS.get(name) != len(operands):
            self.refuse("formula-call", node, expected=", ".join(words.WORDS))
        if name == "if_else":
            return Word(name, (self.condition(operands[0]), *(self.node(operand) for operand in operands[1:])))
        nodes = tuple(self.node(operand) for operand in operands)
        if not self.varies(nodes[0]):
            self.refuse("formula-operand-order", node)
        return Word(name, nodes)

    def condition(self, node: ast.expr) -> Operation:
        if not isinstance(node, ast.Compare) or len(node.ops) != 1 or type(node.ops[0]) not in SIGNS:
            self.refuse("formula-comparison", node)
        left = self.node(node.left)
        if not self.varies(left):
            self.refuse("formula-operand-order", node)
        return Operation(SIGNS[type(node.ops[0])], left, self.node(node.comparators[0]))

    def varies(self, node: Node) -> bool:
        """Does the operand hold an argument or a step, so that it is a column where the others are columns?"""
        match node:
            case Name(name):
                return name in self.known
            case Negative(operand):
                return self.varies(operand)
            case Operation(_, left, right):
                return self.varies(left) or self.varies(right)
            case Word(_, operands):
                return any(self.varies(operand) for operand in operands)
        return False
