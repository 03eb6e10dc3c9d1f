# Two commands: `make run` opens the reader on the bundled digest, `make test` runs everything a change must pass.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin


.PHONY: run test check pytest thorough faults fuzz bench docs screenshots clean test-all package-check release

run: $(VENV)/.run
	@$(BIN)/digestui

test: check pytest

check: $(VENV)/.dev
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench/*.py
	$(BIN)/mypy
	$(BIN)/lint-imports

# One worker more than there are processors: some tests wait for other processes.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
pytest: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS)

# The property tests with many more examples, 500 random keys at the reader on 50 seeds: many minutes.
thorough: $(VENV)/.dev
	DIGESTUI_THOROUGH=1 $(BIN)/python -m pytest -n auto tests/library tests/properties tests/ui/test_any_keys.py

# Every promise of docs/safety.md at its full figures, kills and power cuts by the thousand: half an hour.
faults: $(VENV)/.dev
	DIGESTUI_THOROUGH=1 $(BIN)/python -m pytest -n auto tests/faults tests/serve tests/properties/test_query_language.py tests/text/test_safe.py tests/sources/test_mutations.py

# 500 damaged copies of each sample through every reader: minutes.
fuzz: $(VENV)/.dev
	DIGESTUI_THOROUGH=1 $(BIN)/python -m pytest -n auto tests/sources/test_mutations.py

# Ratios over the least program that does the job: make bench SIZE=1000000 ONLY="search facets"
SIZE ?= 10000
bench: $(VENV)/.dev
	$(BIN)/python bench/run.py --size $(SIZE) $(if $(OUT),--json $(OUT)) $(ONLY)

# The tests under every supported Python that is installed, each in an environment of its own.
test-all:
	@for v in 3.11 3.12 3.13; do \
	  if python$$v --version >/dev/null 2>&1; then \
	    echo "Python $$v"; $(MAKE) PYTHON=python$$v VENV=.venv-$$v pytest || exit 1; \
	  else echo "Python $$v is not installed here: left out"; fi; done

# Source archive and wheel, built into dist, installed into an empty environment and run there.
package-check: $(VENV)/bin/python
	$(BIN)/python tools/package_check.py dist

# All of a release but the upload: make release VERSION=1.2.0
release:
	tools/release $(VERSION)

# The pages that have a source in the program: keys, settings, commands, man page.
docs: $(VENV)/.run
	$(BIN)/python tools/docs.py

screenshots: $(VENV)/.dev
	$(BIN)/python tests/tools/screenshots.py screenshots
	$(BIN)/python tests/tools/demo.py screenshots

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "digestui needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) .venv-3.* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
