# The front door. Every target makes or refreshes its own .venv first (scripts/environment); nothing else has to be installed by hand.
#   make run     serve the map on http://127.0.0.1:8000 (PORT=…, HOST=…)
#   make test    lint, types and every test; browser tests use a Chromium, Chrome or Edge that is on the machine
#   make check   lint and types only
#   make bench   measure what is claimed about speed, beside what people would use instead
#   make lock    resolve requirements*.txt again (UPGRADE=1 takes newer versions)
.DEFAULT_GOAL := help
.PHONY: help run test check bench lock environment environment-dev
PY := .venv/bin/python
export PYTHONUTF8 := 1

help:
	@sed -n 's/^#   //p' Makefile

environment environment-dev:
	@scripts/environment $(if $(findstring dev,$@),dev,run)

run: environment
	@exec $(PY) -m webmap serve

check: environment-dev
	$(PY) -m ruff check .
	$(PY) -m mypy

test: check
	$(PY) -m pytest -n 2 --dist loadfile -q --cov --cov-report=
	$(PY) -m coverage report --include='geo/*' --skip-covered --fail-under=95

bench: environment-dev
	@for file in bench/*.py; do echo "== $$file"; $(PY) "$$file" || exit 1; done

COMPILE = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) pyproject.toml --group build
lock: environment-dev
	$(PY) -m pip install --quiet 'uv>=0.13,<1'
	$(COMPILE) -o requirements.txt
	$(COMPILE) --extra dev -o requirements-dev.txt
