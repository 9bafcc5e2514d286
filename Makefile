# ofp: what can be done here. Each target is a line that you could type yourself.

SWIFT       ?= swift
BIN          = .build/debug

# Starts faster than with the runtime in libraries of its own, and needs none of them where it is installed. C's assertions name
# their files: from here, so that where it was built makes no difference to the bytes. Libraries are the system's, and none that
# somebody puts beside a program.
RELEASE      = --configuration release --disable-local-rpath -Xcc -ffile-prefix-map=$(CURDIR)=. \
               $(if $(filter Linux,$(shell uname)),--static-swift-stdlib)

# What Debian calls the libraries that Package.swift links.
DEBIAN_PACKAGES = libcurl4-openssl-dev libssl-dev libnghttp2-dev libp11-kit-dev libsqlite3-dev zlib1g-dev pkg-config

# Where 'make install' puts things; DESTDIR goes before it, for packagers.
PREFIX  ?= /usr/local
DESTDIR ?=

.PHONY: help deps build demo test test-token golden soak sanitize fuzz bench smoke docs release package test-packages install uninstall format lint clean

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## Install the system libraries that are missing, or say which.
	@./Scripts/deps $(DEBIAN_PACKAGES)

build: deps ## Build ofp and ofp-sandbox.
	$(SWIFT) build

demo: build ## Build, start the sandbox, show every bank's savings accounts, stop.
	$(BIN)/ofp-sandbox run -- $(BIN)/ofp products --category SavingsAccount

test: deps ## Build and run every test, some of them with smaller counts than 'make soak'.
	@SWIFT='$(SWIFT)' ./Scripts/test

test-token: deps ## Run the tests of signing and mutual TLS once more, with keys in a token of SoftHSM.
	@SWIFT='$(SWIFT)' ./Scripts/test-token

golden: deps ## Write anew what people see (Tests/Golden); 'git diff' then shows what changes for them.
	OFP_GOLDEN=renew $(SWIFT) test --disable-xctest --filter GoldenTests

soak: export OFP_SOAK_RUNS = $(or $(RUNS),500)
soak: export OFP_SOAK_SEED = $(or $(SEED),20261123)
soak: deps ## Run five hundred times with faults at random (RUNS, SEED), then every test with full counts.
	@SWIFT='$(SWIFT)' ./Scripts/test --filter SoakTests
	@SWIFT='$(SWIFT)' ./Scripts/test --skip SoakTests

sanitize: deps ## Run every test under the thread and the address sanitizer, or under those in WITH.
	@SWIFT='$(SWIFT)' ./Scripts/sanitize $(WITH)

fuzz: deps ## Fuzz what reads foreign bytes, SECONDS (600) for each of TARGETS (all).
	@./Scripts/fuzz $(or $(SECONDS),600) $(TARGETS)

bench: deps ## Measure ofp beside other clients; ARGUMENTS="--sizes 83" measures less.
	$(SWIFT) build $(RELEASE) --product ofp
	$(SWIFT) build $(RELEASE) --product ofp-sandbox
	@./Scripts/bench $(ARGUMENTS)

smoke: ## Walk a client's way once with the installed ofp, against what the OFP_* variables name; of one bank by LFI=NAME.
	@./Scripts/smoke $(if $(LFI),--lfi '$(LFI)')

docs: deps ## Build the library's documentation, for a browser, in .build/docs.
	@SWIFT='$(SWIFT)' ./Scripts/docs

release: export OFP_COMMIT = $(shell ./Scripts/commit)
release: deps ## Build for use, with the manual pages.
	$(SWIFT) build $(RELEASE)
	@./Scripts/manuals

package: release ## Make a Debian package and a tar archive for this kind of machine, in .build/package.
	@./Scripts/package

test-packages: package ## Install them into fresh roots of Debian 12 and 13, and use them there (root).
	@./Scripts/test-packages

install: release ## Install programs, manual pages and completions under PREFIX (/usr/local).
	./Scripts/install install '$(PREFIX)' '$(DESTDIR)'

uninstall: ## Remove what 'make install' put there.
	./Scripts/install uninstall '$(PREFIX)' '$(DESTDIR)'

format: ## Lay out the sources by .swift-format.
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Examples

lint: ## Check the sources against .swift-format; .ci/run does that first, and takes warnings for errors.
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Examples

clean: ## Remove what was built.
	rm -rf .build
