# make                      the program: build/release/posembed
# make run [ARGS="..."]     trains with the notebook's settings
# make test [TESTS="..."]   builds and runs all tests, or these groups and tests
# make static               build/static/posembed: one file that needs no shared library
# make web                  build/web/posembed.html: the program as a page for browsers (em++)
# make install [PREFIX=/usr/local] [DESTDIR=]
# make clean
#
# With any of them: CXX=clang++, config=release|debug|sanitize|static, CXXFLAGS=... for flags of
# your own, WARNINGS=-Werror, V=1 to see the commands, -jN for N jobs instead of one for each core.

config ?= release
PREFIX ?= /usr/local
WARNINGS ?=

ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc 2> /dev/null || getconf _NPROCESSORS_ONLN 2> /dev/null || echo 2)
endif

# Only what trains is compiled for speed, and the rest so that it compiles fast, or is small. Tests
# call what is measured, and are not. Debug and sanitize keep the asserts.
flags_release := -DNDEBUG -fno-math-errno -fno-trapping-math -ffp-contract=off
flags_static := $(flags_release) -DPOSEMBED_SMALL -ffunction-sections -fdata-sections
link_static := -static -s -Wl,--gc-sections,-z,noseparate-code
flags_debug := -g
flags_sanitize := -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
# Of -O3, static has what makes it fast: 50 kB less, and with layers a tenth slower.
levels_release := hot-O3 cold-O1
levels_static := hot-O2 hot-fvect-cost-model=dynamic hot-fpeel-loops cold-Os
levels_debug := hot-O0 cold-O0
levels_sanitize := hot-O1 cold-O0
ifeq ($(flags_$(config)),)
$(error config=$(config) is unknown; expected release, debug, sanitize or static)
endif
level = $(patsubst $(1)%,%,$(filter $(1)%,$(levels_$(config)) tests-O0))

flags = -std=c++17 -pthread $(flags_$(config)) -Wall -Wextra -Wpedantic -Wconversion -Wshadow \
        $(WARNINGS) -Isrc -Itests -iquote . $(CPPFLAGS)
compile = $(CXX) $(flags) $(call level,$(notdir $(@D))) $(CXXFLAGS)
link := $(CXX) -pthread $(flags_$(config)) $(CXXFLAGS) $(link_$(config)) $(LDFLAGS)

out := build/$(config)
program := $(out)/posembed
tests := $(filter-out tests/fuzz/% tests/peers/%,$(wildcard tests/*.cpp tests/*/*.cpp))
test_program := $(out)/posembed_tests
ifdef TESTS
empty :=
groups := $(subst $(empty) ,|,$(strip $(foreach name,$(TESTS),$(firstword $(subst ., ,$(name))))))
tests := $(filter-out %_test.cpp,$(tests)) \
         $(shell grep -lE '^TEST.($(groups)),' $(filter %_test.cpp,$(tests)))
test_program := $(out)/chosen_tests
endif

sources := $(wildcard src/*/*.cpp)
# What does no arithmetic in the loop of training is made small.
cool := src/models/model.cpp src/core/foreign_text.cpp src/core/statistics.cpp src/core/json.cpp
hot := $(filter-out $(cool),$(wildcard $(addsuffix /*.cpp,$(addprefix src/,core data nn models)))) \
       src/training/trainer.cpp src/experiments/bench.cpp src/lesson/journey.cpp

# Six sources make a unit, which reads the standard library's headers once, and those compiled
# beforehand (std.h.gch). 114 sources one by one took 107 s of processor time.
split = $(if $(2),$(eval units_$(1) += $(1)/$(words x $(units_$(1))))$(eval \
  of_$(lastword $(units_$(1))) := $(wordlist 1,6,$(2)))$(call split,$(1),$(wordlist 7,999,$(2))))
$(call split,hot,$(hot))
$(call split,cold,$(filter-out $(hot),$(sources)))
of_cold/main := src/main.cpp
unit_of = tests/$(subst /,-,$(patsubst tests/%.cpp,%,$(1)))
$(foreach test,$(tests),$(eval of_$(call unit_of,$(test)) := $(test)))
units_tests := $(foreach test,$(tests),$(call unit_of,$(test)))

objects = $(patsubst %,$(out)/%.o,$(1))
library := $(call objects,$(units_hot) $(units_cold))  # hot first: of equal functions the first is taken
main := $(call objects,cold/main)
units := $(library) $(main) $(if $(filter test $(test_program),$(MAKECMDGOALS)),$(call objects,$(units_tests)))

.PHONY: all run test static web install clean always
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

# Says how many units are there, of how many.
quiet := $(if $(filter 1,$(V)),,@)
say = @echo "[$$(ls $(units) 2> /dev/null | wc -l)/$(words $(units))] $(1)"

$(program): $(main) $(library)
	$(quiet)$(link) $^ -o $@

# A test runs the program that stands beside it. Other tests may be chosen than the last time. The
# library comes first: of an inline function that both have, the linker takes the first, and that of
# the tests is not optimized. The other way round the tests run three times as long.
$(test_program): $(library) $(call objects,$(units_tests)) $(out)/chosen.txt | $(program)
	$(quiet)$(link) $(filter %.o,$^) -o $@

$(out)/chosen.txt: always
	@echo '$(tests)' | cmp -s - $@ || echo '$(tests)' > $@

$(out)/%.o: $(out)/%.cpp
	$(quiet)$(compile) -include $(@D)/std.h -MMD -MP -c $< -o $@
	$(call say,$(of_$*))

$(out)/%/std.h.gch: $(out)/%/std.h
	$(quiet)$(compile) -x c++-header $< -o $@

$(out)/%/std.h: $(out)/sources.txt
	@mkdir -p $(@D)
	@grep -hE '^#include <[a-z_]+>' src/*/*.cpp src/*/*.h tests/*.h | sort -u > $@

$(patsubst %.o,%.cpp,$(library) $(main) $(call objects,$(units_tests))): $(out)/%.cpp: $(out)/sources.txt Makefile
	@mkdir -p $(@D)
	@printf '#include "%s"\n' $(of_$*) | cmp -s - $@ || printf '#include "%s"\n' $(of_$*) > $@

$(foreach kind,hot cold tests,$(eval $(filter $(out)/$(kind)/%,$(library) $(main) \
  $(call objects,$(units_tests))): $(out)/$(kind)/std.h.gch))
.SECONDARY:

# Files that change when the list of sources does, or the compiler and its flags: then all is made anew.
$(out)/sources.txt: text = $(sources)
$(out)/flags.txt: text = $(shell $(CXX) --version | head -n 1) $(flags) $(levels_$(config)) $(link)
$(out)/sources.txt $(out)/flags.txt: always
	@mkdir -p $(@D)
	@echo '$(text)' | cmp -s - $@ || { rm -f $(out)/*/*.o $(out)/*/*.gch; echo '$(text)' > $@; }
$(out)/hot/std.h.gch $(out)/cold/std.h.gch $(out)/tests/std.h.gch: $(out)/flags.txt

$(out)/%.d: ;
-include $(wildcard $(out)/*/*.d)
