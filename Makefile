# The commands of newscrawl's checkout. `make crawl` and `make test` need nothing but Python 3.11+ and this file.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup crawl test lint bench clean

crawl: $(VENV)/ready  ## crawl the demo board into data/newscrawl.db
	@$(BIN)/newscrawl demo --crawl

test: $(VENV)/ready  ## run the whole suite
	@$(BIN)/python -m pytest -n 2

lint: $(VENV)/ready  ## ruff, mypy, scrapy-lint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/scrapy-lint

bench: $(VENV)/ready  ## measure, beside the peers
	@$(BIN)/python -m bench

setup: $(VENV)/ready  ## make .venv with the pinned dependencies

$(VENV)/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("newscrawl needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@echo "Setting up $(VENV) (a minute or two, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt pip
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[postgresql,mariadb,frames,excel,png,web,worker]' --group dev
	@touch $@

clean:  ## remove what make has made; data/ stays
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
