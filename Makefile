# Huying. `make run` opens the console on the demo district, `make test` checks everything; both set up what they need.
PYTHON ?= python3
ARGS ?=
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: run test bench lint types fmt texts lock clean help

run: ## open the console on the demo district; ARGS='--lang en --shot out.png' are passed on
	@$(PYTHON) .dev/run.py $(ARGS)

test: ## lint, types and every test; ARGS='tests/services -k sign' chooses tests
	@$(PYTHON) .dev/check.py $(ARGS)

bench: ## the numbers, as JSON lines; ARGS='filter sort' chooses by name, ARGS='--runs 5' takes medians
	@$(PYTHON) .dev/bootstrap.py dev && QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} .venv/bin/python -m tests.bench.run $(ARGS)

lint: ## style and layout of the source
	@$(PYTHON) .dev/check.py lint

types: ## mypy --strict
	@$(PYTHON) .dev/check.py types

fmt: ## rewrite the source in the common layout
	@$(PYTHON) .dev/bootstrap.py dev && .venv/bin/ruff check --fix-only --quiet . && .venv/bin/ruff format .

texts: ## collect the visible texts into resources/i18n and compile them
	@$(PYTHON) .dev/texts.py

lock: ## resolve the lock files anew; ARGS=--upgrade takes newer versions
	@$(PYTHON) .dev/lock.py $(ARGS)

clean: ## take away everything that the other commands made
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info huying-screen.png
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@sed -n 's/^\([a-z]*\): ## \(.*\)/make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14
