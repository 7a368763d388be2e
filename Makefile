# The entry points a person types. `make help` lists them.
# JDK 25 is found by .mvn/find-jdk.sh; everything else that is missing is installed from Debian's packages.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MVN := ./mvnw -B -ntp -q

# What the launchers run. Built anew only when a source is newer: a running Lamina keeps its jars.
LAUNCHABLE := standalone/target/lamina-standalone-0.1.0.jar
SOURCES := $(shell find pom.xml */pom.xml */src/main -type f) $(wildcard crds/*.yaml)

# What was compiled without the gates is compiled again before anything is called tested.
GATES := @if [ -e build/quick ]; then rm -rf */target/classes */target/maven-status build/quick; fi
QUICK := @mkdir -p build && touch build/quick

.PHONY: help demo demo-down test verify agent plugin build crds format bench soak prerequisites test-prerequisites clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

demo: prerequisites $(LAUNCHABLE) ## the main job for real: build an image, run it, ask it over HTTP
	@hack/demo.sh

demo-down: ## stops what `make demo` started
	@hack/demo.sh down

test: test-prerequisites ## every test: unit, integration (overlayfs, OCI runtime) and end to end (kubectl)
	$(GATES)
	./mvnw -B -ntp -T 2 -Pe2e verify

verify: ## format check, compile, unit tests, architecture: no root needed
	$(GATES)
	$(MVN) verify

build: $(LAUNCHABLE) ## the launchers: bin/ of runtime-agent, kubectl-lamina and standalone
	@hack/kubectl-class-archive.sh

$(LAUNCHABLE): $(SOURCES)
	@echo "building Lamina: about a minute, more where Maven has libraries to fetch"
	$(QUICK)
	$(MVN) -Pquick package -DskipTests
	@touch $@
	@hack/class-archive.sh || echo "no class archive of standalone: it starts all the same, only slower" >&2

agent: ## the agent alone: runtime-agent/bin/lamina-agent
	$(QUICK)
	$(MVN) -Pquick package -DskipTests -pl runtime-agent -am
	@hack/agent-aot-cache.sh

plugin: ## kubectl lamina alone, with its class archive: kubectl-lamina/bin belongs in the PATH
	$(QUICK)
	$(MVN) -Pquick package -DskipTests -pl kubectl-lamina -am
	@hack/kubectl-class-archive.sh

crds: ## writes the CRDs, here and in the chart, from the Java records
	$(MVN) test -pl crds -Dtest=CrdsAreUpToDateTest -Dlamina.crds.update=true

format: ## formats the sources as the build checks them
	$(MVN) spotless:apply

bench: build ## the performance tables, pulls beside Debian sid's peers (BENCH=full, ROUNDS=5)
	@hack/agent-aot-cache.sh
	@hack/bench.sh

soak: test-prerequisites ## the random tests with many more seeds than `make test` has
	$(GATES)
	./mvnw -B -ntp -Pe2e verify -Dlamina.soak=true

prerequisites: ## installs what the machine lacks (Debian packages; needs root)
	@hack/prerequisites.sh

test-prerequisites:
	@hack/prerequisites.sh tests

clean: ## removes everything that was built
	$(MVN) clean
