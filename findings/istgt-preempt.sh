#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# istgt keeps the preempted registration's key, and loses the preemptor's.
#
# Seen with istgt 0.4~20111008 (Debian 12, 0.4~20111008-4+b1): a and b register with the keys a and b, a reserves, b preempts a's key:
#
#     READ KEYS         0000000300000008 000000000000000a
#     READ RESERVATION  0000000300000010 000000000000000b 0000000000050000
#     b: REGISTER with its key b to c: RESERVATION CONFLICT
#
# Expected: READ KEYS has b's key alone, and b may use it (SPC-5, 5.14.11.4).
# Why: when istgt_lu_disk.c removes a registration, it moves the ports behind it up by one, but not their keys: each then has the key of the
# one before, and the last key is gone. The preemptor holds the reservation with a key under which it is not registered any more.
#
# This unpacks the packages named below into a temporary folder, runs istgt on loopback, with a disk of 4 MB of its own, and talks to it in
# Python. It fails where that is not seen any more. Debian on x86_64 with Python 3, a minute. usage: istgt-preempt.sh
set -euo pipefail
packages=(istgt=0.4~20111008-4+b1 libc6 libssl3)

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

port=$((20000 + RANDOM))
truncate -s 4M "$work/disk"
touch "$work/auth"
cat >"$work/conf" <<END
[Global]
  NodeBase "iqn.2026-01.example"
  PidFile $work/pid
  AuthFile $work/auth
  MediaDirectory $work
  DiscoveryAuthMethod Auto
[UnitControl]
  AuthMethod CHAP Mutual
  AuthGroup AuthGroup10000
  Netmask 127.0.0.1
[PortalGroup1]
  Portal DA1 127.0.0.1:$port
[InitiatorGroup1]
  InitiatorName "ALL"
  Netmask 127.0.0.1
[LogicalUnit1]
  TargetName disk
  Mapping PortalGroup1 InitiatorGroup1
  AuthMethod None
  UnitType Disk
  LUN0 Storage $work/disk 4MB
END
"${loader[@]}" "$work/root/usr/sbin/istgt" -D -c "$work/conf" -p "$work/pid" </dev/null >"$work/log" 2>&1 &
daemon=$!
for _ in {1..100}; do
    if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
    sleep 0.1
done
linked "$work/root/usr/sbin/istgt" -V

python3 - $port <<'END'
import socket, struct, sys

class Session:
    """An iSCSI session (RFC 7143): login without authentication, commands with immediate data."""
    def __init__(self, port, letter):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.isid = bytes([0x80, 0, 0, 0, 0, ord(letter)]) + b"\0\0"
        self.number, self.expected = 1, 0
        self.login(0, 1, InitiatorName="iqn.2026-01.example:" + letter, TargetName="iqn.2026-01.example:disk",
                   SessionType="Normal", AuthMethod="None")
        self.login(1, 3, HeaderDigest="None", DataDigest="None", InitialR2T="Yes", ImmediateData="Yes", ErrorRecoveryLevel="0")

    def login(self, stage, following, **keys):
        text = b"".join(f"{key}={value}\0".encode() for key, value in keys.items())
        self.send(bytes([0x43, 0x80 | stage << 2 | following, 0, 0]), text, self.isid + struct.pack(">IHHII", 0, 0, 0, 1, self.expected))
        header, _ = self.receive()
        assert header[36:38] == b"\0\0", header.hex()

    def send(self, start, data, rest):
        header = (start + struct.pack(">I", len(data)) + rest).ljust(48, b"\0")
        self.socket.sendall(header + data + b"\0" * (-len(data) % 4))

    def read(self, length):
        data = b""
        while len(data) < length:
            more = self.socket.recv(length - len(data))
            assert more, "the connection ended"
            data += more
        return data

    def receive(self):
        header = self.read(48)
        length = struct.unpack(">I", header[4:8])[0] & 0xFFFFFF
        data = self.read(length + -length % 4)[:length]
        if header[0] & 0x3F != 0x31 and (header[0] & 0x3F != 0x25 or header[1] & 1):
            self.expected = struct.unpack(">I", header[24:28])[0] + 1
        return header, data

    def command(self, cdb, out=b"", room=0):
        """Status and data in; READY TO TRANSFER does not come, as all data is immediate."""
        flags = 0x81 | (0x20 if out else 0) | (0x40 if room else 0)
        self.send(bytes([1, flags, 0, 0]), out,
                  bytes(8) + struct.pack(">IIII", self.number, len(out) or room, self.number, self.expected) + cdb.ljust(16, b"\0"))
        self.number += 1
        data = b""
        while True:
            header, more = self.receive()
            if header[0] & 0x3F == 0x25:
                data += more
                if header[1] & 1:
                    return header[3], data
            elif header[0] & 0x3F == 0x21:
                return header[3], data

    def out(self, action, key, action_key, kind=0):
        return self.command(bytes([0x5F, action, kind, 0, 0, 0, 0, 0, 24]), struct.pack(">QQQ", key, action_key, 0))[0]

    def report(self, action):
        status, data = self.command(bytes([0x5E, action, 0, 0, 0, 0, 0, 1, 0]), room=256)
        assert status == 0, status
        return data.hex()

port = int(sys.argv[1])
a, b = Session(port, "a"), Session(port, "b")
a.command(bytes(6))  # POWER ON, RESET, OR BUS DEVICE RESET OCCURRED
assert a.out(0, 0, 0xA) == 0 and b.out(0, 0, 0xB) == 0, "REGISTER"
assert a.out(1, 0xA, 0, 5) == 0, "RESERVE"
assert b.out(4, 0xB, 0xA, 5) == 0, "PREEMPT"
keys, held, status = a.report(0), a.report(1), b.out(0, 0xB, 0xC)
print("READ KEYS        ", keys)
print("READ RESERVATION ", held)
print("b: REGISTER with its key: status %02xh" % status)
if keys[8:] != "00000008000000000000000a" or held[8:] != "00000010000000000000000b0000000000050000" or status != 0x18:
    sys.exit("not seen any more: the preempted key stays, the preemptor's goes")
END
