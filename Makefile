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

test: $(BIN)/pip build/peers/primap2
	$(PIP) install --editable '.[dev]'
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest -n 2

bench: $(BIN)/pip peers
	$(PIP) install --editable .
	set -e; for script in benchmarks/*.py; do $(BIN)/python $$script; done

# What tests and benchmarks compare with agrees on neither numpy nor pandas: an environment for each.
peers: build/peers/primap2 build/peers/pyam

build/peers/primap2: PACKAGES = primap2==0.13.0
build/peers/pyam: PACKAGES = pyam-iamc==3.3.0 'sqlalchemy<2.1'
build/peers/%: $(BIN)/pip
	rm -rf $@
	$(PYTHON) -m venv --without-pip $@
	$(PIP) --python $@/bin/python install $(PACKAGES) || ( rm -rf $@ && exit 1 )

clean:
	rm -rf .venv build dist

# Debian without python3-venv has no ensurepip: the system's pip then puts a pip into an empty environment.
$(BIN)/pip:
	$(PYTHON) -m venv .venv > /dev/null || ( \
		$(PYTHON) -m venv --clear --without-pip .venv && \
		$(PYTHON) -m pip --quiet --python .venv/bin/python install pip )
