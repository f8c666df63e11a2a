# make demo    sets everything up in .venv and runs the worked example
# make test    sets everything up in .venv and runs every check
# make bench   sets everything up in .venv and runs the benchmarks

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := demo
.PHONY: demo test bench peers clean

demo: $(BIN)/pip
	$(PIP) install .
	$(BIN)/ghginv demo

test: $(BIN)/pip
	$(PIP) install --editable '.[dev]'
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest -n 2

bench: $(BIN)/pip peers
	$(PIP) install --editable .
	set -e; for script in benchmarks/*.py; do $(BIN)/python $$script; done

# What benchmarks compare with agrees on neither numpy nor pandas: an environment for each.
peers:
	$(PYTHON) -m venv build/peers/primap2
	build/peers/primap2/bin/python -m pip --quiet --disable-pip-version-check install primap2==0.13.0
	$(PYTHON) -m venv build/peers/pyam
	build/peers/pyam/bin/python -m pip --quiet --disable-pip-version-check install pyam-iamc==3.3.0 'sqlalchemy<2.1'

clean:
	rm -rf .venv build dist

# Debian without python3-venv has no ensurepip: the system's pip then puts a pip into an empty environment.
$(BIN)/pip:
	$(PYTHON) -m venv .venv > /dev/null || ( \
		$(PYTHON) -m venv --clear --without-pip .venv && \
		$(PYTHON) -m pip --quiet --python .venv/bin/python install pip )
