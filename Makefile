# Everything a developer or an operator of a clone needs; `make help` lists it. Nothing outside this folder is changed.

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
LOCKS := requirements.txt requirements-dev.txt requirements-bench.txt
LOCK := $(BIN)/python -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet
CATALOGUES := bot/core/locales
LANGUAGES := ro
NOISE := Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By
ARGS :=

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := install
.DELETE_ON_ERROR:
.PHONY: install dev run demo test check bench soak lock format catalogues clean help

install: .venv/installed ## make .venv and install what it takes to run (the default)
	@echo "Ready. Try it: make demo. Run it: make run. More: make help."

dev: .venv/installed-dev ## the same, and what it takes to test
	@:

run: .venv/installed ## run every configured platform
	@exec $(BIN)/sfat run $(ARGS)

demo: .venv/installed ## run the try-out on this machine
	@exec $(BIN)/sfat demo $(ARGS)

# Bytecode is kept, also where the shell says otherwise: every worker, and every Sfat that a test starts, would compile
# all of our modules anew.
test: .venv/installed-dev ## run the tests: make test ARGS="-k rsvp"
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: .venv/installed-dev ## lint, layout, types, arrows between packages, locks
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not laid out; run: make format" >&2; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@report=$$($(BIN)/lint-imports --no-logo --cache-dir .venv/import-linter) || { echo "$$report" >&2; exit 1; }
	@! grep -n '://' $(LOCKS) || { echo "A lock must not record where packages came from." >&2; exit 1; }
	@report=$$($(BIN)/python -m pip check) || { echo "$$report; run: make lock" >&2; exit 1; }

bench: .venv/installed-bench ## measure, with peers beside it: make bench ARGS="--help"
	@$(BIN)/python -m tests.bench $(ARGS)

# What is timed runs by itself; 5 says that nothing was chosen of one half.
soak: .venv/installed-dev ## run what `make test` leaves out: all on PostgreSQL too, then long faults; prints what was met
	@status=0; export SFAT_SOAK=1 PYTHONDONTWRITEBYTECODE=; soak='$(BIN)/python -m pytest -m'; all='soak or not soak'; \
	$$soak "$$all" -n auto --dist worksteal --ignore tests/faults $(ARGS) || [ $$? = 5 ] || status=1; \
	$$soak "$$all" tests/faults $(ARGS) || [ $$? = 5 ] || status=1; \
	exit $$status

lock: .venv/locker ## write the locks anew from pyproject.toml: make lock ARGS=--upgrade
	@$(LOCK) $(ARGS) --group build pyproject.toml -o requirements.txt
	@$(LOCK) $(ARGS) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	@$(LOCK) $(ARGS) --extra dev --extra bench -c requirements-dev.txt pyproject.toml -o requirements-bench.txt

format: .venv/installed-dev ## lay out the code
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

catalogues: .venv/installed ## collect the sentences of the code into the catalogues
	@$(BIN)/pybabel --quiet extract --no-default-keywords -k T:1 -k N:1,2 --sort-output --no-location --project=Sfat --version=0.1.0 \
		-o .venv/sfat.pot bot handlers
	@for language in $(LANGUAGES); do \
		file=$(CATALOGUES)/$$language/LC_MESSAGES/sfat.po; \
		test -e $$file && verb="update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date" || verb=init; \
		mkdir -p $$(dirname $$file); \
		$(BIN)/pybabel --quiet $$verb -i .venv/sfat.pot -o $$file -l $$language -D sfat || exit 1; \
		grep -vE '^"($(NOISE)): ' $$file > .venv/sfat.po && cp .venv/sfat.po $$file || exit 1; \
	done

clean: ## remove what make made; ./data stays
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find bot handlers storage tests -name __pycache__ -prune -exec rm -rf {} +

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

# What follows is installed once, and again only when its lock or pyproject.toml has changed.

.venv/installed: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing the locked requirements"
	@$(PIP) install --require-hashes --no-deps -r requirements.txt
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

.venv/installed-bench: requirements-bench.txt .venv/installed-dev
	@echo "Installing what is measured beside it"
	@$(PIP) install --require-hashes --no-deps -r requirements-bench.txt
	@touch $@

.venv/locker: | $(BIN)/python
	@$(PIP) install "uv>=0.13.8,<0.14"
	@touch $@

# The newest python3 that is at least 3.11 and can make an environment; PYTHON=python3.12 names one.
$(BIN)/python:
	@able='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'; \
	for python in $(or $(PYTHON),$(foreach minor,19 18 17 16 15 14 13 12 11,python3.$(minor)) python3); do \
		if $$python -c "$$able" 2>/dev/null; then exec $$python -m venv .venv; fi; \
	done; \
	new='import sys; sys.version_info < (3, 11) and sys.exit(1); print("python3.%d" % sys.version_info.minor)'; \
	for python in $(or $(PYTHON),$(foreach minor,19 18 17 16 15 14 13 12 11,python3.$(minor)) python3); do \
		if name=$$($$python -c "$$new" 2>/dev/null); then \
			echo "$$name cannot make an environment; install the package $$name-venv (apt install $$name-venv)." >&2; exit 1; \
		fi; \
	done; \
	echo "Python 3.11 or newer is needed; install python3 and python3-venv, or say make PYTHON=/path/to/python3." >&2; exit 1
