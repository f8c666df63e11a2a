"""How fast the program starts: ``ghginv --help`` against the import of click, the library its command line is made of.

Every command is a new process, 30 times in turn; medians and ratios are printed. The aim: the help appears within
twice the time that importing click takes. Afterwards the modules that cost most are named, with the module of ghginv
that asks for them, so that one can act.

Modules are compiled once before the clock runs, as pip does on installing, into a folder of the benchmark's own: what
stands in the environment about bytecode has no say.

    python benchmarks/start_up.py
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tabulate import tabulate

RUNS = 30
IMPORT_RUNS = 5
SHOWN = 10
AIM = 2.0
PYTHON = sys.executable
GHGINV = str(Path(PYTHON).with_name("ghginv"))
COMMANDS = {
    "bare interpreter": [PYTHON, "-c", "pass"],
    "import click": [PYTHON, "-c", "import click"],
    "import ghginv": [PYTHON, "-c", "import ghginv"],
    "ghginv --help": [GHGINV, "--help"],
    "ghginv formulas": [GHGINV, "formulas"],
}
HELP = "import sys; sys.argv = ['ghginv', '--help']; from ghginv.cli import main; main()"
FORMULAS = "import sys; sys.argv = ['ghginv', 'formulas']; from ghginv.cli import main; main()"
IMPORT_TIME = re.compile(r"^import time: +(?P<self>\d+) \| +\d+ \| (?P<indent> *)(?P<module>\S+)$")


def environment(bytecode: str) -> dict[str, str]:
    """The environment without settings of Python's own, keeping bytecode in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONPYCACHEPREFIX": bytecode, "PYTHONIOENCODING": "utf-8"}


def measure(env: dict[str, str]) -> dict[str, float]:
    """Median milliseconds of each command, run in turns."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(RUNS + 1):
        for name, command in COMMANDS.items():
            begin = time.perf_counter()
            subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
            if turn:  # the first turn compiles the modules
                times[name].append(1000 * (time.perf_counter() - begin))
    return {name: statistics.median(values) for name, values in times.items()}


def dearest_imports(code: str, env: dict[str, str]) -> list[tuple[str, float, str]]:
    """What this code imports, dearest first: module, milliseconds, and what of the standard library it asks for.

    A module of the standard library counts to the first module that asks for it, the nearest above it that is not.
    Of several runs the least disturbed counts: the smallest time of each module.
    """
    parts: dict[str, dict[str, float]] = {}
    for _ in range(IMPORT_RUNS):
        command = [PYTHON, "-X", "importtime", "-c", code]
        told = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stderr
        above: list[str] = []
        for line in reversed(told.splitlines()):  # Python tells a module after those it imports
            if match := IMPORT_TIME.match(line):
                del above[len(match["indent"]) // 2 :]
                above.append(match["module"])
                asking = next((module for module in reversed(above) if not standard(module)), "Python itself")
                cost, ms = parts.setdefault(asking, {}), int(match["self"]) / 1000
                cost[match["module"]] = min(ms, cost.get(match["module"], ms))
    rows = [(asking, sum(cost.values()), largest(asking, cost)) for asking, cost in parts.items()]
    return sorted(rows, key=lambda row: -row[1])


def standard(module: str) -> bool:
    """Whether a module comes with Python; modules that other systems have are tried and told too."""
    return module.split(".")[0] in {*sys.stdlib_module_names, "org", "sitecustomize", "_distutils_hack"}


def largest(asking: str, cost: dict[str, float]) -> str:
    """The four dearest of these modules, without the one that asks."""
    others = sorted(((ms, module) for module, ms in cost.items() if module != asking), reverse=True)
    return ", ".join(f"{module} {ms:.1f}" for ms, module in others[:4])


def main() -> None:
    """Print the medians, the ratio aimed at, and the dearest imports of two commands."""
    with tempfile.TemporaryDirectory() as bytecode:
        env = environment(bytecode)
        medians = measure(env)
        click = medians["import click"]
        table = [(name, ms, ms / click) for name, ms in medians.items()]
        print(f"{RUNS} runs each, in turn; medians")
        print(tabulate(table, ("command", "ms", "x import click"), floatfmt=("", ".1f", ".2f")))
        ratio = medians["ghginv --help"] / click
        print(f"aim: ghginv --help <= {AIM:g} x import click: {'reached' if ratio <= AIM else 'MISSED'} ({ratio:.2f})")
        for title, code in (("ghginv --help", HELP), ("ghginv formulas", FORMULAS)):
            print(f"\nDearest imports of {title}, least of {IMPORT_RUNS} runs")
            rows = dearest_imports(code, env)[:SHOWN]
            print(tabulate(rows, ("module", "ms", "of these, the standard library's dearest"), floatfmt=".1f"))


if __name__ == "__main__":
    main()
