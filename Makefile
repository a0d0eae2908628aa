# Each target sets up what it needs: Python 3.11+ and make are enough.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8080
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: demo test check lint format soak bench eval help

demo: $(READY)  ## a chat in your browser, with a sample trust
	@$(PY) -m bot demo --port $(PORT)

test: $(READY)  ## every test, on SQLite and PostgreSQL
	$(PY) -m pytest -n auto --dist worksteal

check: lint test  ## format, lint, types, tests: green before each commit

lint: $(READY)  ## the same without the tests
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

format: $(READY)  ## put the code into shape
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

soak: $(READY)  ## the same trouble at full size: kills, freezes, restarts, two school years in Slack and in Teams
	$(PY) -m tests.soak

bench: $(READY)  ## speed, side by side with what we build on
	$(PY) -m tests.bench

eval: $(READY)  ## how well colleagues are found, against plain text search and a sentence embedding
	$(PY) -m tests.evaluation

help:  ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST)

$(READY): requirements.lock
	@echo "Setting up (once, about a minute)…"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Brightspot needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
