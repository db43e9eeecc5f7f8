# make test is what the README and .ci/run call.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# Evaluation data beside the checkout, where somebody has it.
ifneq ($(wildcard ../shared),)
export NEWSDESK_SHARED ?= $(abspath ../shared)
endif

LINT := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUZZTIME ?= 30s

# -race needs a C compiler; .ci/setup installs one where it may.
race = $$(test "$$(go env CGO_ENABLED)" = 1 && command -v "$$(go env CC)" >/dev/null && echo -race || true)

.PHONY: help
help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 14

.PHONY: build
build: ## the program, static, as bin/newsdesk
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o bin/newsdesk ./bot

.PHONY: test
test: setup ## everything: set-up, all tests, linters
	go test $(race) -shuffle=on -timeout 20m ./...
	$(MAKE) lint

.PHONY: setup
setup:
	@.ci/setup

.PHONY: lint
lint: ## formatting, vet, linters
	$(LINT) run ./...

.PHONY: fuzz
fuzz: ## each fuzz target for FUZZTIME (30s)
	@for pkg in $$(go list ./...); do \
	  for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "$$pkg $$target"; go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg; \
	  done; \
	done

.PHONY: bench
bench: ## all benchmarks
	go test -run '^$$' -bench . -benchmem ./...
