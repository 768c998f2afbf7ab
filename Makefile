# make demo    set up, build, and turn real school-construction records into explained warnings
# make test    set up, build, and run every test: units, the binary end to end, the documents
# make bench   compare features + score with DuckDB, ClickHouse and Polars on a reference workload
# make parity  compare features with what SQLite, DuckDB and PostgreSQL make of our SQL
# make fuzz    try made-up input on the readers and the language for FUZZ_SECONDS (600)
# make format  lay the sources out as .swift-format says
# make lint    check the layout and the house rules without changing anything

SHELL := /bin/bash
WATCHPOST := .build/release/watchpost

.PHONY: all demo test bench parity fuzz format lint build install clean

all: build

build:
	@Scripts/setup
	@Scripts/build

demo: build
	@Scripts/demo

test:
	@Scripts/setup test
	@Scripts/test

bench: build
	@Benchmarks/run
	@Benchmarks/parity
	@Benchmarks/bad-input

parity: build
	@Benchmarks/parity

fuzz:
	@Scripts/setup
	@Scripts/fuzz

format:
	swift format --in-place --recursive Package.swift Sources Tests

lint:
	@Scripts/lint

# Completions and the manual page are generated from the commands themselves.
install: build
	@Scripts/install "$(or $(PREFIX),$(HOME)/.local)"

clean:
	rm -rf .build out
