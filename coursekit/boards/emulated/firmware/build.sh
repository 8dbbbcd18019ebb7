#!/bin/bash
# Builds MicroPython 1.26.1 for the Raspberry Pi Pico (rp2 port, board RPI_PICO) from Debian's packages.
# Usage: build.sh [folder]      default: /tmp/oracle/firmware; result: firmware.uf2 and firmware.elf there.
# Needs: root for apt-get install (once), a Debian machine. Nothing of the machine's apt set-up is changed.
set -euo pipefail
out=$(realpath -m "${1:-/tmp/oracle/firmware}")
suite=forky                       # trixie has 1.25.0; forky and sid have 1.26.1
jobs=$(nproc)
step() { printf '%4d s  %s\n' "$SECONDS" "$*"; }
mkdir -p "$out"; cd "$out"

# 1. The compiler: from the machine's own suite (gcc 12 and newlib on Debian 12).
step "compiler"
command -v arm-none-eabi-gcc cmake ninja dpkg-source >/dev/null || apt-get install -y -q \
    --no-install-recommends gcc-arm-none-eabi libnewlib-arm-none-eabi libstdc++-arm-none-eabi-newlib \
    cmake ninja-build gcc make dpkg-dev >install.log 2>&1

# 2. The sources: apt with a list, a cache and a status of its own. The mirror is taken from the
#    machine's own entry. MicroPython is a source package; the SDK and TinyUSB are binary packages
#    that hold source (the mirror may lack their source packages: 404).
step "package lists"
mkdir -p apt/parts apt/lists/partial apt/cache/archives/partial download
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 '/debian/$')
cat > apt/parts/kit.sources <<E
Types: deb deb-src
URIs: ${mirror%/}
Suites: $suite
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
E
apt=(-q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$out/apt/parts"
     -o Dir::State::lists="$out/apt/lists" -o Dir::Cache="$out/apt/cache" -o Dir::State::status=/dev/null
     -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update >apt.log 2>&1
step "download"
(cd download
 apt-get "${apt[@]}" source --download-only --only-source micropython
 apt-get "${apt[@]}" download pico-sdk-source tinyusb-source) >>apt.log 2>&1

# 3. Unpack. The SDK finds TinyUSB and MicroPython finds both where their submodules would be.
step "unpack"
rm -rf micropython sdk build
dpkg-source --no-check -x download/micropython_*.dsc micropython >>apt.log 2>&1
for package in download/*.deb; do dpkg-deb -x "$package" sdk; done
src=$out/micropython; rp2=$src/ports/rp2
rmdir "$src/lib/pico-sdk" "$src/lib/tinyusb" 2>/dev/null || rm -rf "$src/lib/pico-sdk" "$src/lib/tinyusb"
ln -s "$out/sdk/usr/src/pico-sdk" "$src/lib/pico-sdk"
ln -s "$out/sdk/usr/src/tinyusb" "$src/lib/tinyusb"

# 4. Leave out what is not in the packages: mbedtls (so ssl, cryptolib, hashlib.sha1) and the frozen
#    modules of micropython-lib (onewire, ds18x20, dht, neopixel).
sed -i -e 's/^set(MICROPY_SSL_MBEDTLS ON)/set(MICROPY_SSL_MBEDTLS OFF)/' -e '/mbedtls_port\.c/d' \
    -e '/micropy_lib_mbedtls)/d' "$rp2/CMakeLists.txt"
sed -i -e 's/^\(#define MICROPY_\(SSL_MBEDTLS\|PY_SSL\|PY_CRYPTOLIB\|PY_HASHLIB_SHA1\|PY_HASHLIB_MD5\) *\)(1)/\1(0)/' "$rp2/mpconfigport.h"
touch "$src/lib/micropython-lib/README.md"     # the build asks only whether it is there
# 1.26.1 was written for SDK 2.1; 2.2 has moved a header into a component of its own.
sed -i 's/^    pico_platform_compiler$/    pico_platform_common\n&/' "$rp2/CMakeLists.txt"
printf '%s\n' 'freeze("$(PORT_DIR)/modules")' 'include("$(MPY_DIR)/extmod/asyncio")' > manifest.py

# 5. Build. PICO_NO_PICOTOOL: the SDK would fetch picotool from the network to make the UF2.
#    PICO_CLIB: Debian's SDK asks for picolibc, which Debian 12's compiler does not have.
#    SOURCE_DATE_EPOCH: the version text holds the day of the package, so that each build gives the same bytes.
export SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -l "$src/debian/changelog" -S Timestamp)
step "mpy-cross"
make -s -C "$src/mpy-cross" -j"$jobs" >build.log 2>&1
step "cmake"
export PICO_SDK_PATH=$src/lib/pico-sdk MICROPY_MPYCROSS=$src/mpy-cross/build/mpy-cross
cmake -G Ninja -S "$rp2" -B build -DMICROPY_BOARD=RPI_PICO -DPICO_NO_PICOTOOL=1 -DPICO_BUILD_DOCS=0 \
    -DPICO_CLIB=newlib \
    -DMICROPY_FROZEN_MANIFEST="$out/manifest.py" >>build.log 2>&1
step "compile"
ninja -C build -j"$jobs" firmware >>build.log 2>&1
cp build/firmware.elf .
python3 "$src/tools/uf2conv.py" -b 0x10000000 -f 0xe48bff56 -c -o firmware.uf2 build/firmware.bin >>build.log
step "done: $(stat -c '%s bytes' firmware.uf2), sha256 $(sha256sum firmware.uf2 | cut -c1-16)"
