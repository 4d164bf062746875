# Thin: each recipe is a line that a person could type. Targets: run, test, faults, lint, bench, build, clean.
# The base Python is resolved before .venv/bin goes on PATH; otherwise a second run would build the venv from itself.
BASE_PYTHON := $(shell command -v python3)
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test faults lint bench pictures screenshots build browser generate lock clean
.DELETE_ON_ERROR:

run: build
	chatserver serve --demo --data .data

# A file's tests stay together; the files go to two processes.
test: build browser lint
	pytest -n 2 --dist loadfile

# The fault suite at full size; `make test` runs a short form of it.
faults: build
	FULL_FAULTS=1 pytest tests/faults

lint: build
	ruff check .
	ruff format --check .
	mypy
	lint-imports --no-cache
	node_modules/.bin/tsc --noEmit -p static

bench: build
	python -m benchmarks

# The pictures of the README and of the agents' guide, made by browser tests.
pictures: build browser
	CHATSERVER_PICTURES=1 pytest tests/browser/test_story.py tests/browser/test_console_states.py

# Every state of the widget and of the console in every theme, screen and language, into .screenshots/.
screenshots: build browser
	python -m tests.browser.screenshots

build: static/dist/.built

generate: build
	chatserver generate

# Debian without python3-venv has no ensurepip: then the venv is made without pip and the outer pip fills it.
.venv/.installed: requirements.lock pyproject.toml
	$(BASE_PYTHON) -m venv --clear .venv >/dev/null 2>&1 || \
	  { $(BASE_PYTHON) -m venv --without-pip --clear .venv && $(BASE_PYTHON) -m pip --python .venv/bin/python install --quiet pip; }
	.venv/bin/python -m pip install --quiet --require-hashes --no-deps --only-binary :all: -r requirements.lock
	CHATSERVER_NO_BUNDLES=1 .venv/bin/python -m pip install --quiet --no-build-isolation --no-deps -e .
	touch $@

node_modules/.installed: package.json package-lock.json .venv/.installed
	npm ci --silent
	touch $@

static/dist/.built: node_modules/.installed static/build.mjs $(shell find static/widget static/console static/shared static/demo -type f 2>/dev/null)
	node static/build.mjs
	touch $@

browser:
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; }

# Needs uv; writes no registry host.
lock:
	uv pip compile --universal --generate-hashes --no-annotate --no-header --all-extras --group dev --python-version 3.11 pyproject.toml -o requirements.lock

clean:
	rm -rf .venv node_modules static/dist .mypy_cache .ruff_cache .pytest_cache
