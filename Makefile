# `make run` starts the studio, `make test` tests it; both install what they need first.
PYTHON ?= python3
BIN := .venv/bin
# a production to look at, not to run
PRODUCTION := PIXSTUDIO_ENV=production PIXSTUDIO_DATA=.venv/check PIXSTUDIO_PUBLIC_URL=https://studio.example.com
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq --no-compile --require-hashes --no-deps

.PHONY: run test check bench chaos faults lock messages .venv dev
.DEFAULT_GOAL := run

run: .venv
	@exec $(BIN)/python manage.py studio $(ARGS)

# The environment is made again only when the lock's content changed; a fresh checkout changes its date alone.
# Where .venv is a link, it belongs to whoever made it and is left alone.
.venv:
	@if [ ! -L .venv ] && [ "$$(cksum < requirements.lock)" != "$$(cat .venv/runtime 2>/dev/null)" ]; then \
	  $(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("PixStudio needs Python 3.11 or newer: make PYTHON=python3.12")' && \
	  echo "Installing what PixStudio needs into .venv …" && \
	  $(PYTHON) -m venv --clear .venv && \
	  $(PIP) -r requirements.lock && \
	  cksum < requirements.lock > .venv/runtime; \
	fi

dev: .venv
	@if [ ! -L .venv ] && [ "$$(cksum < requirements-dev.lock)" != "$$(cat .venv/dev 2>/dev/null)" ]; then \
	  echo "Installing what the tests need into .venv …" && \
	  $(PIP) -r requirements-dev.lock && \
	  cksum < requirements-dev.lock > .venv/dev; \
	fi

# Everything on SQLite and the embedded broker, then what is marked `servers` again on PostgreSQL and Redis.
test: dev
	@$(BIN)/python -m tests.machine
	@$(BIN)/python -m pytest -n auto --dist loadgroup -m "not long" $(ARGS)
	@$(BIN)/python -m tests.servers $(BIN)/python -m pytest -n auto --dist loadgroup -m "servers and not long" $(ARGS)

check: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m pytest -q tests/ground/test_locks.py

LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock"

lock: dev
	$(LOCK) --upgrade -o requirements.lock
	$(LOCK) --extra prod -c requirements.lock -o requirements-prod.lock
	$(LOCK) --extra prod --extra dev -c requirements-prod.lock -o requirements-dev.lock

# Gathers every translatable string into the catalogues and compiles them; names what is not translated yet.
messages: dev
	@$(BIN)/python -m jobs.locale

# What is promised about speed, measured in one run: a table with each bound beside its figure. ARGS="gallery" measures that alone.
bench: dev
	@$(BIN)/python -m tests.bench $(ARGS)

# Every row of the fault table, also the cases that take minutes: lines, disks, servers and workers that fail.
faults: dev
	@$(BIN)/python -m pytest -n auto --dist loadgroup tests/faults $(ARGS)
	@$(BIN)/python -m tests.servers $(BIN)/python -m pytest -n auto --dist loadgroup -m servers tests/faults $(ARGS)

# A campaign of killed processes, lies and lost messages against a running studio. ARGS="--renders 500 --seed 7"
chaos: dev
	@$(BIN)/python -m tests.chaos $(ARGS)
