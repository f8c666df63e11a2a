# make demo    sets everything up in .venv and runs the worked example
# make test    sets everything up in .venv and runs every check
# make bench   sets everything up in .venv and runs the benchmarks

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := demo
.PHONY: demo test bench clean

demo: $(BIN)/pip
	$(PIP) install .
	$(BIN)/ghginv demo

test: $(BIN)/pip
	$(PIP) install --editable '.[dev]'
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest -n 2

bench: $(BIN)/pip
	$(PIP) install --editable .
	set -e; for script in benchmarks/*.py; do $(BIN)/python $$script; done

clean:
	rm -rf .venv build dist

# Debian without python3-venv has no ensurepip: the system's pip then puts a pip into an empty environment.
$(BIN)/pip:
	$(PYTHON) -m venv .venv > /dev/null || ( \
		$(PYTHON) -m venv --clear --without-pip .venv && \
		$(PYTHON) -m pip --quiet --python .venv/bin/python install pip )
