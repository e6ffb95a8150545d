#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# tgt tells the wrong initiators that a persistent reservation was released, and for the wrong types.
#
# Seen with tgt 1.0.85 (Debian 12, 1:1.0.85-1+deb12u1), by the test tool of libiscsi 1.19.0; nine tests pass and four fail, each with
#
#     Test: OwnershipEA ...    [FAILED] PRIN command: failed with sense: SENSE KEY:UNIT_ATTENTION(6) ASCQ:(null)(0x2a04)
#
# Expected: all 13 pass. Where a reservation ends because its holder unregisters, unit attention 06/2A/04, RESERVATIONS RELEASED, is
# established for the registrants that are left, and only for the registrants only types; RELEASE of these and of the all registrants types
# establishes it for the other registrants (SPC-5, 5.14.11.2 and 5.14.11.3). The sender needs no telling.
# Why: usr/spc.c has the types of RELEASE the other way round, and for each registrant other than the sender it tells every initiator of the
# target but that registrant: the sender hears of what it did itself, those that never registered hear of it too, and the one that should
# does not. The test's next command ends with CHECK CONDITION.
#
# This unpacks the packages named below into a temporary folder and runs tgtd on loopback, with a disk of 4 MB of its own. It fails where
# that is not seen any more. Debian on x86_64, a minute. usage: tgt-release-attention.sh
set -euo pipefail
packages=(tgt=1:1.0.85-1+deb12u1 libiscsi-bin=1.19.0-3 libiscsi7=1.19.0-3 libcunit1 libaio1 libc6 libcap2 libgcc-s1 libgcrypt20
    libgpg-error0 libibverbs1 liblz4-1 liblzma5 libnl-3-200 libnl-route-3-200 librdmacm1 libsystemd0 libzstd1)

work=$(mktemp -d)
finish() {
    [[ -z ${daemon:-} ]] || { kill -KILL "$daemon" && wait "$daemon"; } 2>/dev/null || true
    rm -rf "$work"
}
trap '[[ $BASHPID != "$$" ]] || finish' EXIT
mkdir -p "$work"/{lists,archives}/partial
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm main" >"$work/sources"
apt=(apt-get -qq -o "Dir::Etc::SourceList=$work/sources" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$work/lists"
    -o "Dir::Cache=$work" -o Acquire::Languages=none -o APT::Sandbox::User=root)
"${apt[@]}" update
(cd "$work" && "${apt[@]}" -t bookworm download "${packages[@]}" && for package in *.deb; do dpkg -x "$package" root; done)
libc=$work/root/lib/x86_64-linux-gnu
loader=("$libc/ld-linux-x86-64.so.2" --library-path "$libc:$work/root/usr/lib/x86_64-linux-gnu")
linked() { "${loader[@]}" "$@"; }

name=iqn.2026-01.example:disk
port=$((20000 + RANDOM))
truncate -s 4M "$work/disk"
export TGT_IPC_SOCKET=$work/socket
"${loader[@]}" "$work/root/usr/sbin/tgtd" -f --iscsi portal=127.0.0.1:$port </dev/null >"$work/log" 2>&1 &
daemon=$!
admin() { linked "$work/root/usr/sbin/tgtadm" --lld iscsi "$@"; }
for _ in {1..100}; do
    if admin --mode target --op new --tid 1 --targetname $name 2>/dev/null; then break; fi
    sleep 0.1
done
admin --mode logicalunit --op new --tid 1 --lun 1 --backing-store "$work/disk"
admin --mode target --op bind --tid 1 --initiator-address ALL
linked "$work/root/usr/sbin/tgtd" --version

status=0
linked "$work/root/usr/bin/iscsi-test-cu" --dataloss --test=ALL.ProutReserve iscsi://127.0.0.1:$port/$name/1 >"$work/out" 2>&1 || status=$?
grep -E 'Test: |tests  ' "$work/out"

failed=$(grep -c 'Test: Ownership.*FAILED.*UNIT_ATTENTION(6).*0x2a04' "$work/out" || true)
if ((failed != 4)); then echo "not seen any more: four tests fail with 06/2A/04 (status $status, $failed of them)"; exit 1; fi
