# Målbild. `make help` says what can be done.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes

RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
MODULES := node_modules/.package-lock.json
ASSETS := static/dist/app.css
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard portfolio/translations/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test check unit sqlite postgresql browser bench soak lock translations clean

help: ## Show what can be done
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(RUNTIME) $(ASSETS) $(CATALOGUES) ## Serve the example municipality at http://127.0.0.1:8000 (PORT=… changes it)
	@MALBILD_EXAMPLE=1 flask --app portfolio load-example --migrate --if-empty
	@echo "Målbild: http://127.0.0.1:$(PORT)"
	@MALBILD_EXAMPLE=1 MALBILD_SECURE_COOKIES=0 granian --interface wsgi --factory --host 127.0.0.1 --port $(PORT) \
		--workers 1 --blocking-threads 4 --no-ws --log-level warning portfolio:create_app

test: check unit sqlite postgresql browser ## Everything: checks, both databases, browser

check: $(DEVELOPMENT) $(ASSETS) $(CATALOGUES) ## Lint, types, contracts, sizes, translations
	ruff check .
	mypy
	lint-imports
	djlint --quiet --lint templates
	pytest tests/guards/static

unit: $(DEVELOPMENT) $(CATALOGUES) ## Tests of pure functions
	pytest -n 2 tests/unit

sqlite: $(DEVELOPMENT) $(ASSETS) $(CATALOGUES) ## Services, pages and guards on SQLite
	pytest -n 2 tests/guards/pages tests/integration

postgresql: $(DEVELOPMENT) $(ASSETS) $(CATALOGUES) ## The same on a real PostgreSQL, started here
	MALBILD_TEST_DATABASE=postgresql pytest -n 2 tests/guards/pages tests/integration

browser: $(DEVELOPMENT) $(ASSETS) $(CATALOGUES) ## Real pages in Chromium
	@command -v chromium >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null
	pytest -n 2 --maxschedchunk 2 tests/browser

bench: $(DEVELOPMENT) $(ASSETS) $(CATALOGUES) ## CPU of each page as a ratio to a floor measured in the same run
	python -m tests.bench

soak: $(DEVELOPMENT) $(ASSETS) $(CATALOGUES) ## The long runs in full
	MALBILD_SOAK=1 pytest -m soak tests/unit tests/integration
	MALBILD_SOAK=1 MALBILD_TEST_DATABASE=postgresql pytest -m soak tests/integration
	MALBILD_SOAK=1 pytest -n 2 tests/guards/pages/test_bad_input.py
	MALBILD_SOAK=1 MALBILD_TEST_DATABASE=postgresql pytest -n 2 tests/guards/pages/test_bad_input.py

lock: ## Lock the versions named in requirements*.in, with hashes
	for name in requirements requirements-dev requirements-node; do \
		uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --python-version 3.11 $$name.in -o $$name.txt; \
	done

translations: $(DEVELOPMENT) ## Gather every text into the catalogues
	pybabel --quiet extract --mapping pyproject.toml --keyword _l --no-location --omit-header --sort-output -o messages.pot .
	pybabel --quiet update --no-fuzzy-matching --no-wrap --ignore-obsolete --ignore-pot-creation-date -i messages.pot -d portfolio/translations
	rm messages.pot

clean: ## Remove what was built; the example's database stays
	rm -rf $(VENV) node_modules static/dist

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	$(PIP) -r requirements-dev.txt
	touch $@

$(MODULES): package.json package-lock.json | $(RUNTIME)
	command -v npm >/dev/null || $(PIP) -r requirements-node.txt
	npm ci --silent
	touch $@

$(ASSETS): $(wildcard static/css/*.css static/js/*.js static/*.svg) $(MODULES)
	npm run --silent build -- --log-level=warning
	touch $@

%.mo: %.po | $(RUNTIME)
	pybabel --quiet compile -i $< -o $@
