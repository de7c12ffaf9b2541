# `make` alone lists what can be made.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'
.DEFAULT_GOAL := help

# The runtime and the development environment are one directory with two stamps: `make run` installs the least it needs.
$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || python3 -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make run PYTHON=/path/to/python3.11")'
$(VENV)/run.stamp: requirements.lock | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
$(VENV)/dev.stamp: requirements-dev.lock | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/run.stamp

run: $(VENV)/run.stamp ## start the bot: in the sandbox without BOT_TOKEN, on Telegram with it (DEMO=1: demo data)
	@$(BIN)/python bot.py $(if $(DEMO),--demo)

test: $(VENV)/dev.stamp ## run the whole test suite in parallel, with coverage
	$(BIN)/pytest -n auto --cov --cov-report=term

check: $(VENV)/dev.stamp ## lint and check types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/mypy bot.py

bench: $(VENV)/dev.stamp ## measure the speed beside others, as ratios (WHAT="updates sending --quick": part of it)
	$(BIN)/python -m bench $(WHAT)

format: $(VENV)/dev.stamp ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

strings: $(VENV)/dev.stamp ## collect the texts of the code into the catalogues of all languages
	$(BIN)/pybabel -q extract -F babel.cfg -k n_:1,2 --no-location --sort-by-file --project=loyalty-assistant --copyright-holder="the authors" --msgid-bugs-address= -o bot/locales/messages.pot bot
	$(BIN)/pybabel -q update -i bot/locales/messages.pot -d bot/locales --no-fuzzy-matching --ignore-obsolete
	$(BIN)/python tools/english.py

shots: $(VENV)/dev.stamp ## take the pictures of README.md and docs/ anew (needs Chromium)
	$(BIN)/python -m tools.shots

lock: $(VENV)/dev.stamp ## write the lock files anew from pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --extra dev -o requirements-dev.lock pyproject.toml

.PHONY: help run test check bench format strings shots lock
