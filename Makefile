# Two commands: `make demo` sets everything up and runs the demo; `make test` sets everything up and tests.
PYTHON ?= python3
PY := .venv/bin/python
export DJANGO_SETTINGS_MODULE ?= cms.settings.development

.PHONY: demo test lint bench soak messages fonts lock

demo: .venv/.run
	$(PY) -m cms.demo.start

test: .venv/.develop
	$(PY) -m tests.run

lint: .venv/.develop
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m djlint --lint --quiet sites cms media_assets translations
	$(PY) manage.py compile_catalogues
	$(PY) manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(60))") ALLOWED_HOSTS=portal.example \
	    DJANGO_SETTINGS_MODULE=cms.settings.production $(PY) manage.py check --deploy --fail-level WARNING

bench: .venv/.develop
	$(PY) -m tests.bench

# Random acts of editors, thousands of steps: what was published step by step equals what is published afresh.
# And how little one act makes again on a portal of 10,000 pages.
soak: export DJANGO_SETTINGS_MODULE = cms.settings.test
soak: .venv/.develop
	PUBLISHING_RUNS=$${RUNS:-60} PUBLISHING_STEPS=50 $(PY) -m pytest --quiet -s \
	    tests/publishing/test_tree_equals_a_fresh_one.py -k afresh
	APART_ROUNDS=$${ROUNDS:-40} $(PY) -m pytest --quiet -s tests/processes/test_editors_and_publisher_apart.py
	BOUNDED_PAGES=$${PAGES:-10000} $(PY) -m pytest --quiet -n0 tests/publishing/test_bounded_work.py

# Gather the words of the interface from the code into the catalogues (needs GNU gettext).
messages: .venv/.develop
	$(PY) manage.py gather_messages

# Cut the fonts from their packages again (needs npm and Debian's fonts-noto-core and fonts-noto-cjk).
fonts: .venv/.develop
	PATH="$(CURDIR)/.venv/bin:$$PATH" sh media_assets/typesetting/fonts/cut_fonts.sh

# Resolve the dependencies of pyproject.toml anew (needs uv).
lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -c requirements.txt -o requirements-dev.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python cannot make environments here. On Debian: apt-get install python3-venv"; exit 1; }

.venv/.run: requirements.txt | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.develop: requirements-dev.txt | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/.run
