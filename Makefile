# The commands of a newcomer; `make` alone lists them. Everything goes into .venv, except the system
# packages that scripts/system-packages names while it installs them.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
SAMPLES := samples/documents
# The first Python of a fitting version; `make PYTHON=/path/to/python3.12 …` takes another.
PYTHON ?= $(shell for one in python3 python3.13 python3.12 python3.11; do \
	$$one -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$one && break; done)
UV ?= $(firstword $(wildcard $(BIN)/uv) uv)
# What is installed here reads handwriting and more kinds of files; `pip install vanban` leaves that open.
READERS := --extra files --extra handwriting
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate pyproject.toml --group build

.PHONY: help demo test serve samples lock clean ocr

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile

demo: $(VENV)/compiled ocr ## install what is missing, read two sample documents, show what they say
	@echo "== $(SAMPLES)/ke-hoach-quet.pdf: a scanned plan with a red stamp, read by OCR"
	@$(BIN)/vanban extract --sheet $(SAMPLES)/ke-hoach-quet.pdf
	@echo "== $(SAMPLES)/cong-van-mat-dau.pdf: a letter whose text layer lost its diacritics, restored"
	@$(BIN)/vanban extract --sheet $(SAMPLES)/cong-van-mat-dau.pdf
	@echo "== Next: your own file: $(BIN)/vanban extract FILE; the review pages: make serve;"
	@echo "   all commands: docs/commands.md, or $(BIN)/vanban --help; all samples: samples/README.md"

test: $(VENV)/installed-dev $(VENV)/compiled ocr ## check style, types and imports, then run all tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/tach check
	$(BIN)/pytest -n 2

serve: $(VENV)/compiled ocr ## serve the review pages and the HTTP interface to this machine
	@$(BIN)/vanban serve

samples: $(VENV)/installed-dev ## draw the sample documents again
	$(BIN)/python -m samples.make

lock: ## write all lock files anew from pyproject.toml (needs uv: pip install uv)
	$(LOCK) $(READERS) --output-file requirements.lock >/dev/null
	$(LOCK) $(READERS) --extra dev --extra bench --extra cluster --extra postgres --constraint requirements.lock \
		--output-file requirements-dev.lock >/dev/null
	$(LOCK) $(READERS) --extra postgres --extra mcp --extra oidc --constraint requirements.lock \
		--output-file deploy/requirements.lock >/dev/null

clean: ## remove all that was installed or compiled; the store in var/ stays
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .tach
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

ocr:
	@scripts/system-packages required tesseract-ocr tesseract-ocr-vie

$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; PYTHON=... names one." >&2; exit 1; }
	@scripts/system-packages required "$(PYTHON)-venv"
	@echo "Making the virtual environment $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock pyproject.toml | $(BIN)/pip
	@echo "Installing the Python packages of requirements.lock"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@scripts/system-packages optional chromium fonts-liberation2 tesseract-ocr-eng postgresql
	@touch $@

# The decoder and the search for names are machine code made by numba and kept in __pycache__, beside
# the tables made of models and gazetteer (normalize/ready.py): 15 seconds once, then none.
$(VENV)/compiled: $(VENV)/installed $(wildcard normalize/*.py) gazetteer/matching/kernels.py
	@echo "Compiling the decoder and the search for names"
	@rm -f normalize/__pycache__/*.nbi normalize/__pycache__/*.nbc
	@echo "Ke hoach nam hoc" | $(BIN)/vanban restore >/dev/null
	@$(BIN)/python -c 'from gazetteer.load import Gazetteer; Gazetteer.load().match("quan Long Bian")'
	@touch $@
