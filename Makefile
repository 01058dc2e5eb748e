# make                      the program: build/release/posembed
# make run [ARGS="..."]     trains with the notebook's settings
# make test [TESTS="..."]   builds and runs all tests, or these groups and tests
# make static               build/static/posembed: one file that needs no shared library
# make web                  build/web/posembed.html: the program as a page for browsers (em++)
# make install [PREFIX=/usr/local] [DESTDIR=]
# make clean
#
# With any of them: CXX=clang++, config=release|debug|sanitize|static, CXXFLAGS=... for flags of
# your own, WARNINGS=-Werror.

config ?= release
PREFIX ?= /usr/local
WARNINGS ?=

# Debug and sanitize keep the asserts.
flags_release := -O3 -DNDEBUG -fno-math-errno -fno-trapping-math -ffp-contract=off
flags_debug := -O0 -g
flags_sanitize := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
                  -fno-sanitize-recover=all
flags_static := $(flags_release) -ffunction-sections -fdata-sections
link_static := -static -s -Wl,--gc-sections
ifeq ($(flags_$(config)),)
$(error config=$(config) is unknown; expected release, debug, sanitize or static)
endif

compile := $(CXX) -std=c++17 -pthread $(flags_$(config)) -Wall -Wextra -Wpedantic -Wconversion -Wshadow \
           $(WARNINGS) $(CPPFLAGS) $(CXXFLAGS)
link := $(compile) $(link_$(config)) $(LDFLAGS)

out := build/$(config)
sources := $(wildcard src/*.cpp src/*/*.cpp)
tests := $(filter-out tests/fuzz/% tests/peers/%,$(wildcard tests/*.cpp tests/*/*.cpp))
library := $(out)/libposembed.a
program := $(out)/posembed
test_program := $(out)/posembed_tests
objects = $(patsubst %.cpp,$(out)/%.o,$(1))
library_objects := $(call objects,$(filter-out src/main.cpp,$(sources)))

.PHONY: all run test static web install clean
all: $(program)

run: $(program)
	@$(program) $(ARGS)

# Under the sanitizer too, asking for more memory than there is must fail, not abort; and what it
# finds must end in SIGABRT, of which the runner says in which test.
test: $(test_program)
	@ASAN_OPTIONS=allocator_may_return_null=1:abort_on_error=1:handle_segv=2 \
	  UBSAN_OPTIONS=abort_on_error=1 $(test_program) $(TESTS)

static:
	@$(MAKE) config=static

web: build/web/posembed.html
build/web/posembed.html: $(wildcard src/*.cpp src/*/*)
	@src/web/build.sh $(@D)

# Man page and completions are what the program's help prints.
install_text = $(program) help $(1) > $(out)/$(notdir $(2)) && \
  install -d '$(DESTDIR)$(PREFIX)/share/$(dir $(2))' && \
  install -m 644 $(out)/$(notdir $(2)) '$(DESTDIR)$(PREFIX)/share/$(2)'
install: $(program)
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install $(program) '$(DESTDIR)$(PREFIX)/bin/posembed'
	@if $(program) --version > /dev/null; then \
	  $(call install_text,--man,man/man1/posembed.1) && \
	  $(call install_text,--completion bash,bash-completion/completions/posembed.bash) && \
	  $(call install_text,--completion zsh,zsh/site-functions/_posembed) && \
	  $(call install_text,--completion fish,fish/vendor_completions.d/posembed.fish); \
	else echo 'made for another machine: no man page, no completions'; fi

clean:
	rm -rf build

$(program): $(call objects,src/main.cpp) $(library)
	@echo '$(CXX) -o $@'
	@$(link) $^ -o $@

# A test runs the program that stands beside it.
$(test_program): $(call objects,$(tests)) $(library) $(out)/tests.txt | $(program)
	@echo '$(CXX) -o $@'
	@$(link) $(filter %.o %.a,$^) -o $@

# Made anew each time, so that the object of a deleted source does not stay in it.
$(library): $(library_objects) $(out)/objects.txt
	@rm -f $@
	@$(AR) rcs $@ $(library_objects)

# Tests call what is measured, and are not: without optimisation they compile twice as fast.
$(call objects,$(tests)): compile += -O0

# The static program is to be small: only what trains is compiled for speed.
ifeq ($(config),static)
hot := $(filter-out src/models/model.cpp,$(wildcard $(addsuffix /*.cpp,$(addprefix src/,core data nn models)))) \
       src/training/trainer.cpp src/experiments/bench.cpp src/lesson/layer_journey.cpp
$(call objects,$(filter-out $(hot),$(sources))): compile += -Os
endif

$(out)/%.o: %.cpp $(out)/flags.txt
	@mkdir -p $(@D)
	@echo '$(CXX) $<'
	@$(compile) -Isrc -Itests -MMD -MP -c $< -o $@

# Files that change when the compiler, its flags or the list of sources do.
$(out)/flags.txt: text = $(shell $(CXX) --version | head -n 1) $(link)
$(out)/objects.txt: text = $(library_objects)
$(out)/tests.txt: text = $(tests)
$(out)/flags.txt $(out)/objects.txt $(out)/tests.txt: always
	@mkdir -p $(@D)
	@echo '$(text)' | cmp -s - $@ || echo '$(text)' > $@
.PHONY: always

-include $(patsubst %.o,%.d,$(call objects,$(sources) $(tests)))
