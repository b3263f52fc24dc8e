# Targets set up what they need, again and again, safely. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.8
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
export UV_COMPILE_BYTECODE := 1

.PHONY: bench-retention bench-backup bench-pages bench-results bench-mail bench-audit bench-redaction bench-search bench-vault bench-walls canaries matrix soak-vault help setup setup-dev run test check format lock browser clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.runtime .venv/.assets  ## .venv, locked packages, browser assets

setup-dev: .venv/.dev .venv/.assets

run: setup  ## start the demo on http://127.0.0.1:8000
	@$(BIN)/helpdesk demo

test: setup-dev browser  ## run every test; the browser's are skipped, and say so, where there is no Chromium
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: setup-dev  ## ruff, mypy --strict, import layers, browser assets
	@$(BIN)/ruff format --check --quiet . || { echo "Run 'make format'."; exit 1; }
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m helpdesk.web.assets verify

format: setup-dev  ## put the code into its one form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

matrix: setup-dev  ## who gets what: every route x every actor x every ticket, asked for real
	@$(BIN)/python -m pytest -vv tests/authorisation

canaries: setup-dev  ## private values through every door of a running desk, then every place searched for them
	@$(BIN)/python -m tests.canaries.sweep

bench-redaction: setup-dev  ## redaction: quality and speed of ours beside presidio-analyzer
	@$(BIN)/python bench/redaction/run.py

bench-audit: setup-dev  ## the audit chain: do writers wait for it, how fast is it chained and verified
	@PYTHONPATH=. $(BIN)/python bench/audit/run.py

bench-walls: setup-dev  ## what row-level security and sealing cost: ticket creation and ticket page
	@PYTHONPATH=. $(BIN)/python bench/walls/run.py

bench-mail: setup-dev  ## mails a second from the outbox to a sink, beside bare aiosmtplib
	@$(BIN)/python bench/mail/run.py

bench-vault: setup-dev  ## the vault: sealing, opening, the rotation of 1 000 to 50 000 keys; `soak-vault` kills it
	@PYTHONPATH=. $(BIN)/python bench/vault/run.py

soak-vault: setup-dev  ## rotate under traffic and kill it KILLS times (200)
	@PYTHONPATH=. $(BIN)/python bench/vault/soak.py $(or $(KILLS),200)
bench-search: setup-dev  ## search over 1,000 to 100,000 tickets, and what the index costs the intake
	@$(BIN)/python bench/search/run.py

bench-pages: setup-dev  ## queue and ticket page over 1,000 to 1,000,000 tickets (SIZES="1000 20000"), and what pages weigh
	@PYTHONPATH=. $(BIN)/python bench/pages/run.py $(SIZES)

bench-results: setup-dev  ## the managers' page over 1,000 to 1,000,000 answers
	@PYTHONPATH=. $(BIN)/python bench/results/run.py

bench-retention: setup-dev  ## retention: TICKETS (1,000,000) closed tickets, how many a second reach each stage
	@PYTHONPATH=. $(BIN)/python bench/retention/run.py $(or $(TICKETS),1000000)

bench-backup: setup-dev  ## a backup with its trial and a restore: MB a second, memory
	@PYTHONPATH=. $(BIN)/python bench/backup/run.py

lock: .venv/.uv  ## make the locks anew from pyproject.toml
	$(COMPILE) pyproject.toml --group dev -o requirements-dev.lock
	grep -oE '^[a-zA-Z0-9._-]+==[^ ;\\]+' requirements-dev.lock > .venv/versions
	$(COMPILE) pyproject.toml -c .venv/versions -o requirements.lock

browser:  ## install Debian's Chromium (its headless shell), where this machine lets us
	@command -v chromium-headless-shell >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the browser tests ..."; \
	    apt-get update >/dev/null 2>&1; \
	    for package in chromium-headless-shell chromium; do \
	      DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $$package >/dev/null 2>&1 && break; \
	    done || echo "Chromium could not be installed; the browser tests will be skipped."; \
	  elif ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then \
	    echo "There is no Chromium here and no right to install it; the browser tests will be skipped."; fi; }

clean:  ## remove what was built, but no data
	rm -rf .venv helpdesk/static/vendor build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache

.venv/.uv:
	@echo "Making the environment ..."
	@$(PYTHON) -m venv .venv || { echo "Python $$($(PYTHON) --version) cannot make environments; on Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@printf 'uv==%s %s\n' $(UV_VERSION) "$$(cat requirements-uv.hashes | tr '\n' ' ')" > .venv/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@touch $@

.venv/.runtime: requirements.lock pyproject.toml | .venv/.uv
	@echo "Installing the locked packages ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@echo "Installing the tools for tests and checks ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.assets: helpdesk/static/assets.toml | .venv/.runtime
	@echo "Fetching fonts, icons and htmx ..."
	@npm="$$(command -v npm || true)"; \
	if [ -z "$$npm" ]; then \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-node.lock; npm="$$PWD/$(BIN)/npm"; \
	  export PATH="$$PWD/$(BIN):$$PATH"; fi; \
	$(BIN)/python -m helpdesk.web.assets fetch "$$npm"
	@touch $@
