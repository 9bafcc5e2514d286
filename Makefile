# ofp: what can be done here. Each target is a line that you could type yourself.

SWIFT       ?= swift
BIN          = .build/debug

# What Debian calls the libraries that Package.swift links.
DEBIAN_PACKAGES = libcurl4-openssl-dev libssl-dev pkg-config

.PHONY: help deps build demo test format lint clean

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## Install the system libraries that are missing, or say which.
	@./Scripts/deps $(DEBIAN_PACKAGES)

build: deps ## Build ofp and ofp-sandbox.
	$(SWIFT) build

demo: build ## Build, start the sandbox, show every bank's savings accounts, stop.
	$(BIN)/ofp-sandbox run -- $(BIN)/ofp products --category SavingsAccount

test: deps ## Build and run every test.
	$(SWIFT) test --disable-xctest

format: ## Lay out the sources by .swift-format.
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

lint: ## Check the sources against .swift-format.
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

clean: ## Remove what was built.
	rm -rf .build
