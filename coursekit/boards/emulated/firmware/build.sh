#!/bin/bash
# Builds MicroPython for the Raspberry Pi Pico (port rp2, board RPI_PICO) from Debian's packages.
#
#   build.sh FOLDER     gives FOLDER/firmware.uf2, firmware.elf and build.log
#
# Runs on Debian 12 or newer with python3, as root if the compiler has still to be installed. Of the
# machine's packages it changes nothing else: sources come through an apt of its own.
#
#   MPY_CROSS=path      take this mpy-cross (else one is built: half a minute)
#   PYTHON=path         take this Python (else python3)
#   DEBIAN_MIRROR=url   fetch from there (else from where the machine's own packages come from)
#   KEEP=1              leave the sources and objects in FOLDER/work
#
# Progress is lines such as `  12 s  compile 40 %`; what goes wrong is one line, `error: ...`.
# Two builds with the same compiler and mpy-cross give the same bytes, in whatever folder.
set -euo pipefail

version=1.26.1
suite=forky # Debian 13 has 1.25.0
packages=(gcc-arm-none-eabi libnewlib-arm-none-eabi cmake ninja-build gcc libc6-dev make dpkg-dev)
install=(apt-get install -y -q --no-install-recommends "${packages[@]}")

[ $# = 1 ] || {
    echo "error: usage: build.sh FOLDER" >&2
    exit 2
}
neopixel=$(dirname "$(realpath "$0")")/../../virtual/overlay/neopixel.py
out=$(realpath -m "$1")
work=$out/work
log=$out/build.log
python=${PYTHON:-python3}
jobs=$(nproc 2>/dev/null || echo 2)
doing="start"
said=

step() {
    doing=$1
    printf '%4d s  %s\n' "$SECONDS" "$*"
}

fail() {
    said=yes
    printf 'error: %s\n' "$*" >&2
    exit 1
}

finish() {
    local status=$?
    [ "$status" = 0 ] || [ -n "$said" ] || printf 'error: "%s" failed: see %s\n' "$doing" "$log" >&2
    [ -n "${KEEP:-}" ] || rm -rf "$work"
}

mkdir -p "$out"
rm -rf "$work" "$out"/firmware.{uf2,elf}
mkdir "$work"
: >"$log"
trap finish EXIT
trap 'said=yes; exit 130' INT
trap 'said=yes; exit 143' TERM
cd "$work"

# --- The compiler ---------------------------------------------------------------------------------
step "compiler"
for tool in apt-get dpkg-deb; do
    command -v $tool >/dev/null || fail "there is no $tool: the firmware is built on Debian 12 or newer," \
        "in a container or a virtual machine if need be. Anywhere: coursekit firmware download"
done
command -v "$python" >/dev/null || fail "there is no $python: install Python 3 (package python3)"

have_compiler() {
    local tool
    for tool in arm-none-eabi-gcc arm-none-eabi-g++ cmake ninja gcc make dpkg-source; do
        command -v "$tool" || return
    done
    # Without newlib, gcc answers with the bare name.
    case $(arm-none-eabi-gcc -print-file-name=nosys.specs) in /*) ;; *) return 1 ;; esac
}
if ! have_compiler >>"$log"; then
    [ "$(id -u)" = 0 ] || fail "the compiler for ARM is lacking, and only root may install it." \
        "Run: sudo ${install[*]}"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && "${install[@]}"; } >>"$log" 2>&1 ||
        fail "the compiler could not be installed: see $log, or try: ${install[*]}"
    have_compiler >>"$log" || fail "the compiler is installed but not found: see $log"
fi
arm-none-eabi-gcc --version >>"$log"

# --- The sources ----------------------------------------------------------------------------------
# MicroPython is a source package; the SDK and TinyUSB are binary packages that hold source.
step "package lists"
# shellcheck disable=SC2016 # for apt
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
    grep -m1 '/debian/$' || true)}
[ -n "$mirror" ] || fail "this machine's packages do not come from Debian: name a mirror with a folder" \
    "dists/$suite in the variable DEBIAN_MIRROR"
mkdir -p apt/parts apt/lists/partial apt/cache/archives/partial download
cat >apt/parts/firmware.sources <<SOURCES
Types: deb deb-src
URIs: ${mirror%/}
Suites: $suite
Components: main
Architectures: $(dpkg --print-architecture)
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
own=(-q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/apt/parts"
    -o Dir::State::lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache"
    -o Dir::State::status=/dev/null -o APT::Sandbox::User=root -o Acquire::Languages=none
    -o Acquire::Retries=3)
apt-get "${own[@]}" -o APT::Update::Error-Mode=any update >>"$log" 2>&1 ||
    fail "the package lists could not be fetched from $mirror: is there a network? See $log"

step "download"
(
    cd download
    apt-get "${own[@]}" source --download-only --only-source micropython
    apt-get "${own[@]}" download pico-sdk-source tinyusb-source
) >>"$log" 2>&1 || fail "the sources could not be fetched from $mirror: is there a network? See $log"
ls download/micropython_"$version"[+-]*.dsc >/dev/null 2>&1 ||
    fail "Debian's $suite no longer has MicroPython $version, which this recipe is written for, but" \
        "$(cd download && echo micropython_*.dsc). Use: coursekit firmware download"

step "unpack"
dpkg-source --no-check -x download/micropython_*.dsc micropython >>"$log" 2>&1
for package in download/*.deb; do dpkg-deb -x "$package" sdk; done
src=$work/micropython
rp2=$src/ports/rp2
# Where MicroPython has its submodules.
rm -rf "$src/lib/pico-sdk" "$src/lib/tinyusb"
ln -s "$work/sdk/usr/src/pico-sdk" "$src/lib/pico-sdk"
ln -s "$work/sdk/usr/src/tinyusb" "$src/lib/tinyusb"

# --- What is different from the official firmware -------------------------------------------------
# Debian leaves out mbedtls, so there is no ssl, cryptolib, hashlib.sha1 and hashlib.md5 ...
sed -i -e 's/^set(MICROPY_SSL_MBEDTLS ON)/set(MICROPY_SSL_MBEDTLS OFF)/' -e '/mbedtls_port\.c/d' \
    -e '/micropy_lib_mbedtls)/d' "$rp2/CMakeLists.txt"
sed -i 's/^\(#define MICROPY_\(SSL_MBEDTLS\|PY_SSL\|PY_CRYPTOLIB\|PY_HASHLIB_SHA1\|PY_HASHLIB_MD5\) *\)(1)/\1(0)/' \
    "$rp2/mpconfigport.h"
# ... and micropython-lib, so no dht, ds18x20 and onewire; the kit has a neopixel of its own.
touch "$src/lib/micropython-lib/README.md" # the build asks only whether it is there
mkdir frozen
cp "$neopixel" frozen/
cat >manifest.py <<'MANIFEST'
freeze("$(PORT_DIR)/modules")
include("$(MPY_DIR)/extmod/asyncio")
freeze("frozen")
MANIFEST
# 1.26.1 was written for SDK 2.1; in 2.2 a header has moved into a component of its own.
sed -i 's/^    pico_platform_compiler$/    pico_platform_common\n&/' "$rp2/CMakeLists.txt"
# Nothing of MicroPython is C++: linked as C, without the SDK's operators new and delete, it needs no
# C++ library, which takes 1.2 GB.
cat >>"$rp2/CMakeLists.txt" <<'CMAKE'
set_target_properties(firmware PROPERTIES LINKER_LANGUAGE C)
target_link_libraries(firmware m)
CMAKE
cxx=-DPICO_CXX_DISABLE_ALLOCATION_OVERRIDES=1

# --- The build ------------------------------------------------------------------------------------
# The version text holds a day: that of the package, not today. No folder's name gets into the code,
# and a git repository around the folder is not MicroPython's.
SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -l "$src/debian/changelog" -S Timestamp)
export SOURCE_DATE_EPOCH GIT_CEILING_DIRECTORIES=$work LC_ALL=C
map=-ffile-prefix-map=$work=.
export CFLAGS=$map CXXFLAGS="$map $cxx" ASMFLAGS=$map

mpy_version=$(sed -n 's/^#define MPY_VERSION *//p' "$src/py/persistentcode.h")
mpy_cross=${MPY_CROSS:-}
"${mpy_cross:-false}" --version 2>>"$log" | grep "emitting mpy v$mpy_version\." >>"$log" || mpy_cross=
if [ -z "$mpy_cross" ]; then
    step "mpy-cross"
    mpy_cross=$src/mpy-cross/build/mpy-cross
    make -s -C "$src/mpy-cross" -j"$jobs" >>"$log" 2>&1
fi

step "cmake"
export PICO_SDK_PATH=$src/lib/pico-sdk MICROPY_MPYCROSS=$mpy_cross
# PICO_NO_PICOTOOL: the SDK would fetch it from the network, to make the UF2. PICO_CLIB: Debian's SDK
# asks for picolibc, which Debian 12's compiler does not have.
cmake -G Ninja -S "$rp2" -B build -DMICROPY_BOARD=RPI_PICO -DMICROPY_FROZEN_MANIFEST="$work/manifest.py" \
    -DPICO_NO_PICOTOOL=1 -DPICO_BUILD_DOCS=0 -DPICO_CLIB=newlib \
    -DPython3_EXECUTABLE="$(command -v "$python")" >>"$log" 2>&1

step "compile"
NINJA_STATUS='[%p] ' ninja -C build -j"$jobs" firmware 2>&1 | while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    if [[ $line =~ ^\[\ *([0-9]+)%\] ]] && ((BASH_REMATCH[1] >= ${shown:-0} + 5)); then
        shown=${BASH_REMATCH[1]}
        step "compile $shown %"
    fi
done

step "uf2"
"$python" "$src/tools/uf2conv.py" -b 0x10000000 -f 0xe48bff56 -c -o firmware.uf2 build/firmware.bin >>"$log"
mv build/firmware.elf "$out/firmware.elf"
mv firmware.uf2 "$out/firmware.uf2"
step "done: $(stat -c %s "$out/firmware.uf2") bytes, sha256 $(sha256sum "$out/firmware.uf2" | cut -d' ' -f1)"
