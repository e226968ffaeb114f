# Every target makes its own set-up: a virtual environment in .venv, filled from the hash-pinned locks.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install demo postgres test test-postgres check format lock texts clean

# What the program needs, and no more; again after each `git pull`.
install: .venv/.run-ready

demo: .venv/.run-ready
	$(BIN)/forwardcheck demo

# What DATABASE_URL needs beside the rest, in the versions that were tested.
postgres: .venv/.run-ready
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-postgres.lock

test: .venv/.dev-ready
	$(BIN)/python -m pytest

# The same tests on PostgreSQL: a server of the installed programs is started for the run; without any, says so.
test-postgres: .venv/.dev-ready
	$(BIN)/python -m pytest --store postgres

check: .venv/.dev-ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow"

format: .venv/.dev-ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run-ready: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/.dev-ready: requirements-dev.lock .venv/.run-ready
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

LOCK := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --build-deps-for editable
lock: .venv/.dev-ready
	$(LOCK) --extra dev --output-file requirements-dev.lock pyproject.toml
	$(LOCK) --constraint requirements-dev.lock --output-file requirements.lock pyproject.toml
	$(LOCK) --extra postgres --constraint requirements-dev.lock --output-file requirements-postgres.lock pyproject.toml

clean:
	rm -rf .venv

# Re-extract every text and bring the catalogues level; empty translations are then to be filled in by hand.
texts: .venv/.dev-ready
	$(BIN)/pybabel extract -F handlers/locales/babel.cfg -k _ -k ngettext:1,2 --no-location --sort-output \
		--omit-header -o handlers/locales/forwardcheck.pot handlers
	$(BIN)/pybabel update -i handlers/locales/forwardcheck.pot -d handlers/locales -D forwardcheck \
		--no-fuzzy-matching --ignore-obsolete
	sed -i -E '/^"(Project-|Report-|POT-|PO-|Last-|Language-Team|Generated-)/d' handlers/locales/*/*/*.po
