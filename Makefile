# A short front to Meson. `make demo` is the way in; CONTRIBUTING.md explains the rest.
BUILD ?= build
PREFIX ?= /usr/local
DEMO = $(BUILD)/demo.db

.PHONY: all demo build fast test lint score bench train fuzz install clean needs needs-dev
all: build

needs:
	@sh tools/needs.sh build
needs-dev:
	@sh tools/needs.sh develop

build: needs
	@sh tools/configure.sh $(BUILD) $(PREFIX)
	@ninja -C $(BUILD) --quiet

# the same program, a quarter faster on this machine: for reading whole archives
fast: needs
	@sh tools/fast.sh $(PREFIX)

demo: build
	@rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	@sh tools/demo.sh $(BUILD)/volteface $(DEMO)

test: build
	@meson test -C $(BUILD) --no-rebuild --print-errorlogs

lint: needs-dev build
	@python3 tools/lint.py $(BUILD)

score: build
	@python3 tools/score.py $(BUILD)/volteface

bench: build
	@python3 tools/bench.py $(BUILD)/volteface

# the weights anew, from the data beside the repository: half an hour
train: build
	@sh tools/train.sh $(BUILD)

fuzz: needs-dev
	@sh tools/fuzz.sh

install: build
	@meson install -C $(BUILD) --no-rebuild

clean:
	rm -rf $(BUILD) build-fuzz build-fast
