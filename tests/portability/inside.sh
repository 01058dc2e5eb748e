#!/usr/bin/env bash
# inside.sh SUITE COMMAND...: runs a command in the chroot of that Debian, in this folder, which it
# sees too. It has a mount namespace of its own, so that what is mounted for it goes when it ends.
set -euo pipefail

# shellcheck disable=SC2016  # meant for the inner shell
exec unshare --mount bash -ec '
  mkdir -p "$0$PWD"
  mount --bind "$PWD" "$0$PWD"
  mount -t proc proc "$0/proc"
  exec chroot "$0" env -C "$PWD" "$@"' "$CHROOTS/$1" "${@:2}"
