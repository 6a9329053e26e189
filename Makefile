# All that a target needs beyond Go it installs into bin/tools. `make help` lists the targets.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VERSION   ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
ARGS      ?=
PAGES     ?= $(shell command -v npm)
PAGES_LISTEN ?= 127.0.0.1:7071
PACKAGES  ?= ./...
TESTFLAGS ?=
BENCH     ?= .
FUZZ      ?= Fuzz
FUZZTIME  ?= 10s

GOLANGCI_VERSION := v2.15.0
GOLANGCI := bin/tools/golangci-lint-$(GOLANGCI_VERSION)
APT := apt-get -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 -o DPkg::Lock::Timeout=60

.PHONY: help
help: ## List the targets
	@awk -v on="$(if $(MAKE_TERMOUT),\033[1;36m)" -v off="$(if $(MAKE_TERMOUT),\033[0m)" \
		'BEGIN { FS = ":.*## " } /^[a-z0-9]+:.*## / { printf "  %s%-8s%s  %s\n", on, $$1, off, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## Serve on http://127.0.0.1:7070 with the store ./fingerpost-data (options: ARGS="--listen :8080")
	bin/fingerpost serve $(ARGS)

# Whoever has no Node, or cannot install what the pages are built with, gets the server alone.
.PHONY: demo
demo: ## Serve the onboarding sample, beside pages that follow it (at another address: PAGES_LISTEN=127.0.0.1:7072)
	@if [ -n '$(PAGES)' ] && ! $(MAKE) --no-print-directory web/admin/node_modules/.built; then echo "The console could not be built: $(MAKE) console says why."; fi
	@$(MAKE) --no-print-directory build
	@if [ -z '$(PAGES)' ]; then echo "The console and the pages of the demo need Node (npm), which is not here: this is the server alone."; \
	elif ! $(MAKE) --no-print-directory examples/.built; then echo "The pages of the demo could not be built: this is the server alone."; \
	else go build -o bin/demo ./tools/demo && exec bin/demo -pages $(PAGES_LISTEN) -- $(ARGS); fi; \
	exec bin/fingerpost serve --demo $(ARGS)

# Both are built again when one of their files has changed.
web/admin/node_modules/.built: $(shell find web/admin \( -name node_modules -o -name dist -o -name e2e \) -prune -o -type f -print)
	@echo "Building the console: about a minute the first time"
	@$(MAKE) --no-print-directory console
	@touch $@

examples/.built: $(shell find examples web/sdk \( -name node_modules -o -name dist \) -prune -o -type f ! -name .built -print)
	@echo "Building the pages of the demo: about a minute the first time"
	@$(MAKE) --no-print-directory examples

.PHONY: build
build: ## Build bin/fingerpost, a static binary
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/fingerpost ./cmd/fingerpost

.PHONY: test
test: ## Vet and test everything (what CI runs)
	go vet $(PACKAGES)
	@go test -json -timeout 20m $(TESTFLAGS) $(PACKAGES) | go run ./tools/testsummary

.PHONY: clients
clients: ## Install the analytics libraries and the browser that their tests run with (npm; as root, Debian's Chromium)
	cd clients && npm ci
	@test -x "$${CHROMIUM:-/usr/bin/chromium}" || { $(APT) update && $(APT) install -y --no-install-recommends chromium fonts-liberation >/dev/null; }

.PHONY: sdk
sdk: ## Install what the packages for web pages are built with, and build them (npm)
	cd web/sdk && npm ci
	cd web/sdk && npm run --silent build

.PHONY: examples
examples: sdk ## Install what the pages of examples/ are built with, and build them (npm)
	cd examples && npm ci
	cd examples && npm run --silent build
	@touch examples/.built

.PHONY: console
console: ## Install what the console is built with, and build it into web/admin/dist, which `make build` embeds (npm)
	cd web/admin && npm ci
	cd web/admin && npm run --silent build

.PHONY: web
web: sdk ## Build the packages for web pages, test them, and hold them to their sizes
	@cd web/sdk && npm run --silent size
	@FINGERPOST_E2E=1 go test -json -count=1 -skip Browser ./web/sdk | go run ./tools/testsummary

.PHONY: e2e
e2e: clients console examples ## Run the console, the analytics libraries and the web packages against the server, in Node, Chromium and Go (a choice: TESTFLAGS="-run Browser")
	@FINGERPOST_E2E=1 FINGERPOST_CONSOLE_E2E=1 go test -json -count=1 -timeout 20m $(TESTFLAGS) ./clients ./web/admin ./web/sdk | go run ./tools/testsummary

.PHONY: race
race: ## Test under the race detector (needs a C compiler)
	@CGO_ENABLED=1 go test -race -json $(TESTFLAGS) $(PACKAGES) | go run ./tools/testsummary

.PHONY: check
check: test lint race ## Test, lint and race: before you push

.PHONY: bench
bench: load ## Run the benchmarks, each with its ceiling (a choice of them: BENCH=Decide PACKAGES=./flags)
	go test -run '^$$' -bench '$(BENCH)' -benchmem $(TESTFLAGS) $(PACKAGES)

.PHONY: load
load: build ## Measure the server over sockets, beside a bare net/http server (Linux)
	@go build -o bin/ofrepbench ./tools/ofrepbench
	@bin/ofrepbench

.PHONY: ingest
ingest: build ## Measure how events are taken in, beside what bounds that (longer: ARGS="-time 2m"; Linux)
	@go build -o bin/ingestbench ./tools/ingestbench
	@bin/ingestbench $(ARGS)

.PHONY: crowd
crowd: build ## Measure what a million known people cost (fewer: ARGS="-profiles 100000"; Linux)
	@go build -o bin/ingestbench ./tools/ingestbench
	@bin/ingestbench -only population $(ARGS)

.PHONY: push
push: build ## Measure how listeners are told what changes, beside bare gorilla/websocket (fewer: ARGS="-sockets 1000"; Linux)
	@go build -o bin/pushbench ./tools/pushbench
	@ulimit -n 20000 && bin/pushbench $(ARGS)

.PHONY: fuzz
fuzz: ## Fuzz every fuzz target for FUZZTIME=10s (a choice of them: FUZZ=FuzzCompile)
	@{ grep -rEo --include='*_test.go' --exclude-dir=node_modules '^func $(FUZZ)\w*' . || { echo "no target $(FUZZ)…" >&2; exit 1; }; } | \
	sort | sed 's/:func /:/' | while IFS=: read -r file target; do \
		echo "== $$(dirname "$$file") $$target"; \
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x "$$(dirname "$$file")"; \
	done

.PHONY: lint
lint: $(GOLANGCI) ## Run golangci-lint (installed into bin/tools on first use: about two minutes)
	$(GOLANGCI) run $(PACKAGES)

$(GOLANGCI):
	GOBIN=$(CURDIR)/bin/tools go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv bin/tools/golangci-lint $@

.PHONY: clean
clean: ## Delete what was built (bin/); the store stays
	rm -rf bin
