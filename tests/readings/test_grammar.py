"""What is formula is read into named steps; what is not is refused with its line."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ghginv
from ghginv.errors import InputError, UsageError
from ghginv.formulas import all_formulas, energy
from ghginv.formulas.equation import Formula
from ghginv.readings.grammar import RESULT, Name, Negative, Number, Operation, Step, Word, evaluate, parse

HEAD = """
import math
from math import exp as natural_exp
from ghginv.formulas.words import CO2_PER_C, GJ_PER_TJ, exp, if_else, maximum, minimum
KG_PER_T = 907.0


"""

# Code of the finding, line of the source below, source.
REFUSED = [
    ("formula-statement", 2, "def f(quantity):\n    for fuel in quantity:\n        pass\n    return quantity"),
    ("formula-statement", 2, "def f(quantity):\n    while quantity:\n        break\n    return quantity"),
    ("formula-statement", 2, "def f(quantity):\n    if quantity > 0:\n        return quantity\n    return 0"),
    ("formula-statement", 2, "def f(quantity):\n    import math\n    return quantity"),
    ("formula-statement", 2, "def f(quantity):\n    print(quantity)\n    return quantity"),
    ("formula-statement", 3, "def f(quantity):\n    fuel = quantity\n    fuel += 1\n    return fuel"),
    ("formula-statement", 2, "def f(quantity):\n    fuel, energy = quantity, 1\n    return fuel * energy"),
    ("formula-statement", 2, "def f(quantity):\n    fuel = energy = quantity\n    return fuel * energy"),
    ("formula-statement", 2, "def f(quantity):\n    fuel: float = quantity\n    return fuel"),
    ("formula-statement", 2, "def f(quantity):\n    return quantity\n    return 2 * quantity"),
    ("formula-return", 2, "def f(quantity):\n    fuel = quantity"),
    ("formula-return", 2, "def f(quantity):\n    return"),
    ("formula-return", 1, "def f(quantity):\n    '''Nothing.'''"),
    ("formula-expression", 2, "def f(quantity):\n    return quantity.real"),
    ("formula-expression", 2, "def f(quantity):\n    return quantity[0]"),
    ("formula-expression", 2, "def f(quantity):\n    return quantity if quantity else 0"),
    ("formula-expression", 2, "def f(quantity):\n    return quantity // 2"),
    ("formula-expression", 2, "def f(quantity):\n    return quantity % 2"),
    ("formula-expression", 2, "def f(quantity):\n    return quantity @ quantity"),
    ("formula-expression", 2, "def f(quantity):\n    return +quantity"),
    ("formula-expression", 2, "def f(quantity):\n    return quantity or 1"),
    ("formula-expression", 2, "def f(quantity):\n    return quantity * True"),
    ("formula-expression", 2, "def f(quantity):\n    return quantity * 2j"),
    ("formula-expression", 2, "def f(quantity):\n    return quantity * 'two'"),
    ("formula-expression", 2, "def f(quantity):\n    return sum_of([quantity])[0]"),
    ("formula-expression", 2, "def f(quantity):\n    return (fuel := quantity)"),
    ("formula-expression", 2, "def f(quantity):\n    return lambda: quantity"),
    ("formula-name-unknown", 2, "def f(quantity):\n    return quantity * annual_mileage"),
    ("formula-name-unknown", 2, "def f(quantity):\n    return quantity * HEAD"),
    ("formula-name-unknown", 2, "def f(quantity):\n    return quantity * KG_PER_T"),
    ("formula-name-unknown", 2, "def f(quantity):\n    return quantity * maximum"),
    ("formula-call", 2, "def f(quantity):\n    return max(quantity, 0)"),
    ("formula-call", 2, "def f(quantity):\n    return math.exp(quantity)"),
    ("formula-call", 2, "def f(quantity):\n    return natural_exp(quantity)"),
    ("formula-call", 2, "def f(quantity):\n    return maximum(quantity)"),
    ("formula-call", 2, "def f(quantity):\n    return maximum(quantity, second=0)"),
    ("formula-call", 2, "def f(quantity):\n    return maximum(*quantity)"),
    ("formula-call", 2, "def f(quantity):\n    return f(quantity)"),
    ("formula-comparison", 2, "def f(quantity):\n    return quantity > 0"),
    ("formula-comparison", 2, "def f(quantity):\n    return if_else(0 < quantity < 1, quantity, 0)"),
    ("formula-comparison", 2, "def f(quantity):\n    return if_else(quantity, 1, 0)"),
    ("formula-comparison", 2, "def f(quantity):\n    return if_else(quantity in quantity, 1, 0)"),
    ("formula-comparison", 2, "def f(quantity):\n    return if_else(quantity > (quantity > 1), 1, 0)"),
    ("formula-name-twice", 3, "def f(quantity):\n    fuel = quantity\n    fuel = fuel * 2\n    return fuel"),
    ("formula-name-twice", 2, "def f(quantity):\n    quantity = quantity * 2\n    return quantity"),
    ("formula-name-twice", 2, "def f(quantity):\n    GJ_PER_TJ = quantity\n    return GJ_PER_TJ"),
    ("formula-name-twice", 2, "def f(quantity):\n    exp = quantity\n    return exp"),
    ("formula-term-unknown", 2, "def f(quantity):\n    something = quantity\n    return something"),
    ("formula-term-unknown", 1, "def f(quantity, anything):\n    return quantity * anything"),
    ("formula-unused", 1, "def f(quantity, fuel_density):\n    return quantity"),
    ("formula-unused", 1, "def f(quantity):\n    fuel = quantity\n    return quantity"),
    ("formula-operand-order", 2, "def f(quantity):\n    return maximum(0, quantity)"),
    ("formula-operand-order", 2, "def f(quantity):\n    return minimum(CO2_PER_C * -2, quantity)"),
    ("formula-operand-order", 2, "def f(quantity):\n    return maximum(exp(1), quantity)"),
    ("formula-operand-order", 2, "def f(quantity):\n    return if_else(0 < quantity, quantity, 0)"),
    ("formula-argument", 1, "def f(quantity, *fuel_density):\n    return quantity"),
    ("formula-argument", 1, "def f(quantity, **fuel_density):\n    return quantity"),
    ("formula-argument", 1, "def f(quantity, *, fuel_density):\n    return quantity * fuel_density"),
    ("formula-argument", 1, "def f(quantity, /, fuel_density):\n    return quantity * fuel_density"),
    ("formula-argument", 1, "def f(fuel_density, quantity):\n    return quantity * fuel_density"),
    ("formula-argument", 1, "def f():\n    return 1"),
    ("formula-default", 1, "def f(quantity, oxidation_rate=0.98):\n    return quantity * oxidation_rate"),
    ("formula-default", 1, "def f(quantity, oxidation_rate=KG_PER_T):\n    return quantity * oxidation_rate"),
    ("formula-source", 1, "f = lambda quantity: quantity"),
    ("formula-source", 1, "async def f(quantity):\n    return quantity"),
]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Any]:
    """Turns a source into the function ``f`` of a module on disk."""

    def load(source: str) -> Any:
        path = tmp_path / "written.py"
        path.write_text(HEAD + source + "\n", encoding="utf-8")
        spec = importlib.util.spec_from_file_location("written", path)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.f

    return load


@pytest.mark.parametrize(("code", "line", "source"), REFUSED, ids=[source for _, _, source in REFUSED])
def test_refused_with_its_line(written: Callable[[str], Any], code: str, line: int, source: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(written(source))
    finding = caught.value.findings[0]
    assert finding.code == code
    assert finding.file.endswith(f"written.py:{line + HEAD.count(chr(10))}")
    for lang in ("zh", "en"):
        assert finding.found in finding.message(lang)


def test_every_refusal_is_tried() -> None:
    source = Path(sys.modules[parse.__module__].__file__ or "").read_text(encoding="utf-8")
    codes = {text.split('"')[1] for text in source.split("self.refuse(")[1:]}
    assert codes == {code for code, _, _ in REFUSED}


def test_steps_of_a_formula() -> None:
    derivation = parse(energy.fossil_combustion_co2)
    assert derivation.name == "fossil_combustion_co2"
    assert derivation.arguments[0] == "quantity"
    assert derivation.defaults == {"co2_per_carbon": "CO2_PER_C"}
    energy_step, carbon, result = derivation.steps
    product = Operation("*", Name("quantity"), Name("net_calorific_value"))
    assert energy_step == Step("energy", Operation("/", product, Name("GJ_PER_TJ")))
    assert carbon == Step("carbon", Operation("*", Name("energy"), Name("carbon_content")))
    assert result.name == RESULT


def test_all_that_may_be_said(written: Callable[[str], Any]) -> None:
    source = "def f(quantity):\n    return if_else(quantity >= 1.5, -quantity ** 2, maximum(exp(quantity), 1e-3))"
    quantity = Name("quantity")
    assert parse(written(source)).steps[0].node == Word(
        "if_else",
        (
            Operation(">=", quantity, Number("1.5")),
            Negative(Operation("**", quantity, Number("2"))),
            Word("maximum", (Word("exp", (quantity,)), Number("0.001"))),
        ),
    )


def test_indented_source(written: Callable[[str], Any]) -> None:
    source = "def made():\n    def inner(quantity):\n        return quantity * 2\n    return inner\nf = made()"
    assert parse(written(source)).name == "inner"


@pytest.mark.parametrize("formula", all_formulas().values(), ids=lambda formula: formula.__name__)
def test_the_equation_has_the_same_arguments(formula: Formula) -> None:
    derivation = parse(formula)
    assert derivation.arguments == formula.equation.arguments
    assert tuple(derivation.defaults) == formula.equation.defaults


def test_evaluate_gives_every_step() -> None:
    values = {"quantity": 1000.0, "net_calorific_value": 20.0, "carbon_content": 25.0, "oxidation_rate": 0.9}
    steps = evaluate(parse(energy.fossil_combustion_co2), values)
    assert list(steps) == ["energy", "carbon", RESULT]
    assert (steps["energy"], steps["carbon"]) == (20.0, 500.0)
    assert steps[RESULT] == energy.fossil_combustion_co2(**values)
    other = evaluate(parse(energy.fossil_combustion_co2), {**values, "co2_per_carbon": 3.0})
    assert other[RESULT] == 1350.0


def test_require_names_what_is_missing_and_unknown() -> None:
    with pytest.raises(UsageError) as caught:
        parse(energy.combustion_ch4).require(["quantity", "ch4_emission_factor", "ncv"])
    coded = [(finding.code, finding.found) for finding in caught.value.findings]
    assert coded == [("formula-argument-missing", "net_calorific_value"), ("formula-argument-unknown", "ncv")]
    assert "combustion_ch4" in caught.value.message("en")


def test_source_is_read_inside_a_wheel(tmp_path: Path) -> None:
    """An archive on the path, as a wheel is one: no source lies on disk."""
    package = Path(ghginv.__path__[0])
    archive = tmp_path / "ghginv.whl"
    with zipfile.ZipFile(archive, "w") as wheel:
        for path in package.rglob("*.py"):
            wheel.write(path, path.relative_to(package.parent))
    program = (
        "import ghginv.formulas, ghginv.readings.grammar as grammar\n"
        "assert '.whl' in grammar.__file__, grammar.__file__\n"
        "print(len([grammar.parse(formula) for formula in ghginv.formulas.all_formulas().values()]))"
    )
    environment = {**os.environ, "PYTHONPATH": str(archive)}
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert result.stdout.strip() == str(len(all_formulas())), result.stderr
