# What people and CI run; `make` alone lists it. GNU make 3.81 (macOS) and any POSIX sh will do.
# Each target first sets up .venv, once per change of pyproject.toml: after that nothing is
# installed or fetched. Paths are relative, so that the checkout's own may hold spaces.

.DEFAULT_GOAL := help
# Two installations into one environment at a time would break it.
.NOTPARALLEL:

# Containers often set it, and then each of the hundreds of programs that the tests start would
# compile its modules anew.
unexport PYTHONDONTWRITEBYTECODE

python := .venv/bin/python
quick_ones := not slow and not browser
quick := -q -n auto -m "$(quick_ones)"

# A copied or moved checkout brings an environment that still points at the old place.
STALE := $(shell [ -x $(python) ] && [ "$$(cat .venv/runtime 2>/dev/null)" = "$$(pwd -P)" ] || echo stale)

.PHONY: help assess test check newest lowest slow windows lint layers format types bench fuzz lock pages examples packages release-check clean stale

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

assess: .venv/runtime ## start the interview; ARGS="…" goes to `outsource-check assess`
	@.venv/bin/outsource-check assess $(ARGS)

test: .venv/dev ## run the quick tests (under 90 seconds); ARGS="…" goes to pytest
	@$(python) -m pytest $(quick) $(ARGS)

check: lint types release-check slow windows newest lowest ## everything else that must hold

newest: .venv/dev ## the quick tests with the newest libraries (those of .venv), and what they cover
	@$(python) -m pytest $(quick) --cov $(ARGS)

lowest: .venv/lowest/dev ## the quick tests with the lowest versions of libraries
	@.venv/lowest/bin/python -m pytest $(quick) $(ARGS)

# A program that a test starts is not hidden from. What asks the system for nothing is left out.
windows: .venv/dev ## the quick tests with what Windows does not have hidden from the program
	@$(python) -m pytest -p tests.windows -q -n auto -m "$(quick_ones) and not posix" $(ARGS) \
		$(addprefix --ignore tests/,form lint overlap pack plan reference report result)

slow: .venv/dev ## the tests that take long, build packages or open a browser
	@$(python) -m pytest -q -n auto -m "slow or browser" $(ARGS)

lint: .venv/dev layers ## ruff, its formatter, and the layers
	@$(python) -m ruff check
	@$(python) -m ruff format --check

layers: .venv/dev ## imports go down only
	@.venv/bin/lint-imports

format: .venv/dev ## let ruff mend and format
	@$(python) -m ruff check --fix
	@$(python) -m ruff format

types: .venv/dev ## mypy, strict, for this system and for Windows
	@$(python) -m mypy
	@$(python) -m mypy --platform win32 --cache-dir .mypy_cache/win32 src

bench: .venv/dev ## measure what the bounds on speed are about
	@$(python) benchmarks/run.py $(ARGS)

fuzz: .venv/fuzz ## look for inputs that break the readers; ARGS="600" for that many seconds
	@$(python) tests/fuzz/harness.py $(or $(ARGS),60)

lock: .venv/dev ## pin anew, with hashes, what the action installs
	@echo hatchling | .venv/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
		--upgrade --no-header --output-file .ci/requirements.txt pyproject.toml -

pages: .venv/dev ## write anew what README.md and docs/ show of the program
	@for page in docs.commands docs.fields docs.readme docs.sample docs.scoring interview.transcript \
		alignment.transcript past.transcript pack.transcript; do \
		$(python) -m tests.$$page || exit 1; done

examples: .venv/dev ## write anew what the cases in tests/examples/ expect
	@REWRITE_EXAMPLES=1 $(python) -m pytest $(quick) tests/test_examples.py

packages: .venv/dev ## build the wheel and the source archive into dist/
	@rm -rf dist
	@$(python) -m build

release-check: .venv/dev ## build the packages and try the wheel on its own
	@.ci/release-check $(ARGS)

clean: ## remove what the other targets made
	@rm -rf .venv dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/runtime: pyproject.toml $(STALE)
	@sh .ci/set-up

.venv/dev: pyproject.toml $(STALE)
	@sh .ci/set-up dev

# pip takes the newest versions into .venv when it is made. Here only what users install is old: the
# lowest version that pyproject.toml allows of each library.
.venv/lowest/dev: .venv/dev
	@rm -rf .venv/lowest
	@.venv/bin/uv venv --quiet --python $(python) .venv/lowest
	@.venv/bin/uv pip compile --quiet --python $(python) --resolution lowest-direct \
		--extra pdf --extra holidays --output-file .venv/lowest/versions pyproject.toml
	@.venv/bin/uv pip install --quiet --python .venv/lowest/bin/python \
		--constraint .venv/lowest/versions --editable ".[dev]"
	@touch $@

.venv/fuzz: pyproject.toml $(STALE)
	@sh .ci/set-up fuzz

stale:
