# Everything a newcomer or a maintainer types. `make` alone tells.

.DEFAULT_GOAL := help
.PHONY: help run admin demo demo-remove test snapshots bench lint format messages pins clean
MAKEFLAGS += --no-print-directory

PYTHON := .venv/bin/python
WITH_PYTHON := @deploy/with-python

help: ## tell what can be made
	@echo "make TARGET, where TARGET is one of"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' Makefile

run: ## serve Dossier on http://127.0.0.1:8000/ (PORT=8001: elsewhere; DEMO=1: with a demo newsroom)
	$(WITH_PYTHON) deploy/local.py run

admin: ## make an administrator: asks for a name and a password
	$(WITH_PYTHON) deploy/local.py prepare
	@$(PYTHON) manage.py createsuperuser --email ""

demo: ## add the demo newsroom, with generated ballots and comments marked as such
	$(WITH_PYTHON) deploy/local.py prepare
	@$(PYTHON) manage.py demo add

demo-remove: ## remove all that `make demo` added
	@$(PYTHON) manage.py demo remove

test: environment-test ## run the tests on SQLite, PostgreSQL, Redis and in Chromium (ARGS: for pytest)
	$(WITH_PYTHON) deploy/local.py texts
	@$(PYTHON) -m tests.servers.suite $(ARGS)

snapshots: environment-test ## draw the pictures anew that the look is held to (then look at them)
	@RENEW_SNAPSHOTS=1 $(PYTHON) -m pytest -q tests/look/test_snapshots.py tests/look/test_page_snapshots.py -k drawn

bench: environment-test ## measure Dossier beside a bare Django view (ARGS: which part, how long)
	@$(PYTHON) -m bench $(ARGS)

lint: environment-lint ## check code, types, templates, translations, migrations, deployment settings
	$(WITH_PYTHON) deploy/local.py texts
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m djlint --lint --quiet templates
	$(PYTHON) -m djhtml --check --tabwidth 2 templates
	$(PYTHON) manage.py makemigrations --check --dry-run
	ALLOWED_HOSTS=dossier.example SECRET_KEY=$$(head -c 48 /dev/urandom | base64) \
		$(PYTHON) manage.py check --deploy --fail-level WARNING

format: environment-lint ## put code and templates into their format
	@$(PYTHON) -m ruff check --fix --quiet .
	@$(PYTHON) -m ruff format --quiet .
	@$(PYTHON) -m djhtml --tabwidth 2 templates

messages: environment-base ## gather the interface's texts into the French catalogue (needs gettext)
	@command -v xgettext >/dev/null || { echo "make messages needs gettext (on Debian: apt-get install gettext)."; exit 1; }
	@$(PYTHON) manage.py makemessages --locale fr --no-obsolete --add-location file --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
	$(WITH_PYTHON) deploy/local.py texts

PIN := $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	--custom-compile-command "make pins" $(if $(UPGRADE),--upgrade)

pins: environment-lint ## pin what pyproject.toml names (UPGRADE=1: at the newest versions it allows)
	@$(PIN) pyproject.toml --output-file requirements/base.txt
	@$(PIN) pyproject.toml --group test --constraints requirements/base.txt --output-file requirements/test.txt
	@$(PIN) pyproject.toml --group lint --constraints requirements/test.txt --output-file requirements/lint.txt

clean: ## remove what was made, but the data in var/
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results var/static
	@find . -name __pycache__ -prune -exec rm -rf {} + -o -name '*.mo' -exec rm -f {} +

environment-%:
	$(WITH_PYTHON) deploy/environment.py $*
