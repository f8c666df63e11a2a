"""What a formula says about itself: the unit of its result, the units of its activity, its title and its source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, cast

from ghginv.domain.terms import TERMS


class Formula(Protocol):
    """A formula: a plain function whose arguments are terms, the first of them ``quantity``."""

    __name__: str
    __module__: str
    equation: Equation

    def __call__(self, *values: Any, **parameters: Any) -> Any:
        """The result for numbers, arrays, columns, quantities or values with an error."""

    def __hash__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Equation:
    """The metadata of a formula.

    ``result`` is the unit of what it returns, ``quantity`` the units its activity may stand in. ``status`` is the
    evidence mark of ``source``: ``found`` when the equation was read, ``recalled`` when it was not read again.
    """

    name: str
    sector: str
    result: str
    quantity: tuple[str, ...]
    zh: str
    en: str
    source: str
    status: str
    arguments: tuple[str, ...]
    defaults: tuple[str, ...]

    @property
    def gas(self) -> str:
        """The gas of the result (``CO2``, ``CH4``, ``N2O``); empty for fuel, energy and ``tGAS``."""
        match = re.fullmatch(r"t(CO2|CH4|N2O)", self.result)
        return match[1] if match else ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The arguments after the quantity."""
        return self.arguments[1:]

    @property
    def required(self) -> tuple[str, ...]:
        """The parameters without a default."""
        return tuple(name for name in self.parameters if name not in self.defaults)

    def units(self, quantity: str = "") -> dict[str, str]:
        """The unit of each argument when the quantity is in this unit (the first one unless given).

        Raises ValueError for a unit the quantity cannot stand in.
        """
        if quantity and quantity not in self.quantity:
            raise ValueError(f"{self.name}: activity in {quantity}, expected {' or '.join(self.quantity)}")
        unit = quantity or self.quantity[0]
        return {self.arguments[0]: unit, **{name: TERMS[name].unit(unit) for name in self.parameters}}

    def title(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en


def equation(
    result: str, *, quantity: str | tuple[str, ...], zh: str, source: str, status: str = "recalled"
) -> Callable[[Callable[..., Any]], Formula]:
    """Put an ``Equation`` on a function and return the function itself.

    The English title is the first sentence of the docstring.
    """

    def described(function: Callable[..., Any]) -> Formula:
        code = function.__code__
        arguments = code.co_varnames[: code.co_argcount]
        formula = cast(Formula, function)
        formula.equation = Equation(
            name=function.__name__,
            sector=function.__module__.rpartition(".")[2],
            result=result,
            quantity=(quantity,) if isinstance(quantity, str) else quantity,
            zh=zh,
            en=(function.__doc__ or "").partition(".")[0],
            source=source,
            status=status,
            arguments=arguments,
            defaults=arguments[len(arguments) - len(function.__defaults__ or ()) :],
        )
        return formula

    return described
