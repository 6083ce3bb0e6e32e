#!/usr/bin/env bash
# Builds the SystemVerilog peer with Verilator, checks its levels against the C peer's, and times both.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: run.sh [options]

  run.sh                           1 MiB BRA write at 64x16
  run.sh --shape 50x10 --rounds 9
  run.sh --path column0 --shape 50x4 --bytes 65536

  --shape RxC         frame shape (64x16)
  --path bra|column0  (bra)
  --op write|read     (write)
  --bytes N           (1048576)
  --peripherals N     1 to 11 (1)
  --rounds N          timed rounds; 0 only checks (5)
  --expect HASH       level hash to hold against instead of the C peer's
  --plain             Verilator's and the compiler's defaults instead of the best flags
  --build DIR         (.build/verilator of the repository)
HELP
}

here=$(cd "$(dirname "$0")" && pwd)
peer=$here/../Peer
build=$here/../../.build/verilator
shape=64x16 path=bra op=write bytes=1048576 peripherals=1 rounds=5 expect= plain=0
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --plain) plain=1; shift; continue ;;
  esac
  [ $# -ge 2 ] || { usage >&2; exit 64; }
  case $1 in
    --shape) shape=$2 ;;
    --path) path=$2 ;;
    --op) op=$2 ;;
    --bytes) bytes=$2 ;;
    --peripherals) peripherals=$2 ;;
    --rounds) rounds=$2 ;;
    --expect) expect=$2 ;;
    --build) build=$2 ;;
    *) usage >&2; exit 64 ;;
  esac
  shift 2
done
rows=${shape%x*} columns=${shape#*x}
case $path in bra) column0=0 ;; column0) column0=1 ;; *) usage >&2; exit 64 ;; esac
case $op in write) reads=0 ;; read) reads=1 ;; *) usage >&2; exit 64 ;; esac

if ! command -v verilator >/dev/null; then
  echo "installing verilator" >&2
  sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq >&2
  $sudo apt-get install -y -qq verilator >&2
fi

mkdir -p "$build"
build=$(cd "$build" && pwd)
work=$build/$path-$op-$shape-$peripherals-$bytes-$plain
rm -rf "$work"
mkdir -p "$work"

# The C peer as the benchmark has it: clang -O3 where there is one.
cc=${CC:-$(command -v clang || command -v cc)}
for source in "$peer"/*.c; do
  "$cc" -std=gnu11 -O3 -I"$peer/include" -c "$source" -o "$work/$(basename "$source" .c).o"
done
ar rcs "$work/libpeer.a" "$work"/*.o

defines="-DSDW_ROWS=$rows -DSDW_COLUMNS=$columns -DSDW_PERIPHERALS=$peripherals -DSDW_COLUMN0=$column0"
defines="$defines -DSDW_READS=$reads -DSDW_BYTES=$bytes -I$peer/include -std=c++17"

# $1: extra flags of the C++ compiler and linker.
model() {
  local verilate=() optimise=()
  if [ $plain = 0 ]; then
    # No X, no assertions, one output file, and the compiler told that each file is hot.
    verilate=(-O3 --x-assign fast --x-initial fast --noassert --output-split 0)
    optimise=(-MAKEFLAGS "OPT_FAST='-O3 -march=native $1' OPT_SLOW=-O2 OPT_GLOBAL='-O3 -march=native $1'")
  fi
  verilator --cc --exe --build --Mdir "$work/model" --top-module sdw_top -Wall \
    "${verilate[@]}" ${optimise[@]+"${optimise[@]}"} \
    -GROWS="$rows" -GCOLUMNS="$columns" -GPERIPHERALS="$peripherals" -GCOLUMN0="1'b$column0" \
    -GREADS="1'b$reads" -GBYTES="$bytes" \
    -CFLAGS "$defines" -LDFLAGS "$1 $work/libpeer.a" \
    "$here/sdw_pkg.sv" "$here/sdw_position.sv" "$here/sdw_manager.sv" "$here/sdw_peripheral.sv" \
    "$here/sdw_top.sv" "$here/main.cpp" >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; }
}

if [ $plain = 1 ]; then
  model ""
else
  # Guided by a profile of the workload itself.
  model "-fprofile-generate=$work/profile -fprofile-update=single"
  "$work/model/Vsdw_top" --rounds 0 >/dev/null
  rm -rf "$work/model"
  model "-fprofile-use=$work/profile -fprofile-correction -Wno-missing-profile"
fi

"$work/model/Vsdw_top" --rounds "$rounds" ${expect:+--expect "$expect"}
