# Three commands to begin with: `make serve`, `make demo` and `make test`. Each installs what it
# needs on a bare Debian with Swift.

SWIFT ?= swift
export SWIFT

.DEFAULT_GOAL := help
.PHONY: help setup build serve demo test bare sbom page-test smoke lint format sanitize fuzz bench \
  bench-plat bench-smoke soak damage crash siege mutate openapi docs check-docs check-api \
  check-consumer nightly release clean

help: ## Show what there is to make.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Check Swift and install the Debian packages that are missing.
	@scripts/setup

build: setup ## Build everything for release.
	@scripts/release

serve: setup ## Serve 42,001 listings and the map page on 127.0.0.1:8080; ARGS="..." for plat serve.
	@scripts/release --product plat
	@scripts/serve $(ARGS)

demo: setup ## Make 42,001 listings, index them and search them.
	@scripts/release --product plat
	@scripts/demo

test: setup ## Run all tests.
	@scripts/setup python3 libzstd1
	@scripts/test

bare: ## Try the commands of the README in a bare Debian 12, as root; takes about 30 minutes.
	@scripts/bare

sbom: setup ## List what the program is made of, in CycloneDX, in .build/plat.cdx.json.
	@scripts/setup python3
	@scripts/release --product plat
	@scripts/sbom

mutate: setup ## Plant each fault of Tests/Mutations: a test must catch it. ARGS="--sample 10", ...
	@scripts/setup python3
	@scripts/mutate $(ARGS)

page-test: setup ## Test the map page in headless Chromium.
	@scripts/release --product plat
	@scripts/test-page

smoke: setup ## Walk through the program from end to end.
	@scripts/setup python3 curl
	@scripts/smoke

lint: setup ## Check Swift, C, shell, Python and JavaScript; ARGS="c shell" checks those.
	@scripts/lint $(ARGS)

format: setup ## Bring Swift, C and Python files into the style.
	@scripts/lint --fix swift c python

sanitize: setup ## Run the tests under the thread and the address sanitizer; ARGS="address --fast".
	@scripts/sanitize $(ARGS)

fuzz: setup ## Run libFuzzer a minute on each place where bytes of strangers come in.
	@scripts/fuzz all 60

bench: setup ## Time Plat beside its peers, 42,001 and 1,000,000 listings; FULL=1, ARGS="--help".
	@scripts/bench $(if $(FULL),--full) $(ARGS)

bench-plat: setup ## Time Plat alone; ARGS="..." goes to plat-bench.
	@scripts/release --product plat-bench
	@$$(scripts/release --show-bin-path)/plat-bench $(ARGS)

bench-smoke: setup ## Time Plat over 42,001 listings; fail where a row is far slower than it should.
	@scripts/setup python3
	@scripts/release --product plat-bench
	@scripts/check-speed $(ARGS)

soak: setup ## Keep a server busy for MINUTES=30 while its index changes; memory must not grow.
	@scripts/release --product plat
	@scripts/soak $(or $(MINUTES),30)

damage: setup ## Damage snapshots and records in KINDS=1000 ways; no answer may be wrong.
	@scripts/setup python3
	@scripts/release --product plat
	@scripts/damage $(or $(KINDS),1000) $(or $(COUNT),2000)

crash: setup ## Kill builds, writes and merges ROUNDS=500 times; nothing may be lost or by half.
	@scripts/setup python3 strace
	@scripts/release --product plat
	@$(SWIFT) build --product plat
	@scripts/crash $(or $(ROUNDS),500)

siege: setup ## Measure tiles and swipes under hostile load, COUNT=1000000; ARGS="--report", ...
	@scripts/setup python3 wrk
	@scripts/release --product plat
	@scripts/siege --count $(or $(COUNT),1000000) $(ARGS)

openapi: setup ## Ask whatever /openapi.json allows, and try a client made of it.
	@$(SWIFT) build --product plat
	@scripts/check-openapi
	@scripts/check-client

# A module's symbol graph is written when its interface is: all of them each time.
docs: BUILD := .build/documentation
docs: setup ## Write the library's documentation to docs/api.
	@scripts/setup python3
	@rm -rf docs/api $(BUILD)/graphs $(BUILD)/Plat $(BUILD)/debug/Modules/Plat*.swiftmodule
	@mkdir -p $(BUILD)/graphs $(BUILD)/Plat
	@$(SWIFT) build --target Plat --scratch-path $(BUILD) \
	  -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc $(CURDIR)/$(BUILD)/graphs
	@scripts/export-symbols $(BUILD)/graphs $(BUILD)/Plat
	@docc convert Sources/Plat/Plat.docc --additional-symbol-graph-dir $(BUILD)/Plat \
	  --output-path docs/api --warnings-as-errors

check-docs: ## Check that files, symbols, commands and links that the pages name are there.
	@scripts/setup python3
	@scripts/check-docs

check-api: setup ## Compare the library's interface with the last tag, or with ARGS=COMMIT.
	@scripts/check-api $(ARGS)

check-consumer: setup ## Build a package that uses Plat and has targets JSON, Server, CSQLite.
	@scripts/check-consumer $(ARGS)

nightly: setup ## Sanitizers, all mutations, an hour of fuzzing, the soak, damage and crashes.
	@scripts/nightly $(ARGS)

release: setup ## Make a release in .build/dist, with checksums; ARGS=--draft for a trial.
	@scripts/setup python3 python3-pip
	@scripts/package $(ARGS)

clean: ## Remove what was built.
	@rm -rf .build docs/api indexes/demo indexes/demo.ndjson
