# `make` alone lists what can be made.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'
.DEFAULT_GOAL := help

# The locks are complete, so they are installed as they are: left to resolve, pip looks past a lock for a package wanted
# with an extra as soon as a newer version exists. `pip check` then tells whether anything was missing.
INSTALL = $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r
COMPLETE = $(BIN)/pip check --disable-pip-version-check

# The runtime and the development environment are one directory with two stamps: `make run` installs the least it needs.
$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || python3 -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make run PYTHON=/path/to/python3.11")'
$(VENV)/run.stamp: requirements.lock | $(VENV)/bin/python
	$(INSTALL) requirements.lock
	@$(COMPLETE) >/dev/null || { $(COMPLETE); exit 1; }
	@touch $@
$(VENV)/dev.stamp: requirements-dev.lock | $(VENV)/bin/python
	$(INSTALL) requirements-dev.lock
	@$(COMPLETE) >/dev/null || { $(COMPLETE); exit 1; }
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

hardship: $(VENV)/dev.stamp ## kill, stall and starve the bot, and count what is lost (WHAT="kill lines --quick": part of it)
	$(BIN)/python -m hardship $(WHAT)

format: $(VENV)/dev.stamp ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

strings: $(VENV)/dev.stamp ## collect the texts of the code into the catalogues of all languages
	$(BIN)/pybabel -q extract -F babel.cfg -k n_:1,2 -k p_:1c,2 -c Translators: --no-location --sort-by-file --project=loyalty-assistant --copyright-holder="the authors" --msgid-bugs-address= -o bot/locales/messages.pot bot
	$(BIN)/pybabel -q update -i bot/locales/messages.pot -d bot/locales --no-fuzzy-matching --ignore-obsolete
	$(BIN)/python tools/english.py

shots: $(VENV)/dev.stamp ## take the pictures of README.md and docs/ anew (needs Chromium)
	$(BIN)/python -m tools.shots

lock: $(VENV)/dev.stamp ## write the lock files anew from pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --extra dev -o requirements-dev.lock pyproject.toml

.PHONY: help run test check bench hardship format strings shots lock
