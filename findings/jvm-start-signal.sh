#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A JVM that gets SIGTERM early in its start can end with status 1 and an InternalError, instead of 128 + 15.
#
# Seen with OpenJDK 27.0.1 of Debian sid (openjdk-27-jre-headless 27.0.1.0.3+1-1), and with 17.0.15, 25.0.3, 26.0.2 and 28-ea+18:
#
#     Error occurred during initialization of VM
#     java.lang.InternalError: Bad level: 2
#             at jdk.internal.misc.VM.initLevel(java.base@27.0.1.0.3/VM.java:64)
#             at java.lang.System.initPhase2(java.base@27.0.1.0.3/System.java:1940)
#
# Expected: status 143 and not a word, as a few milliseconds before and after.
# Why: System.initPhase1 installs the handlers of SIGHUP, SIGINT and SIGTERM. The thread of a signal that comes now runs
# Shutdown.exit, which sets the initialization level to 5, while the main thread goes on to System.initPhase2, which sets it to 2;
# VM.initLevel refuses to go back, and the JVM calls exit(1) for a start that failed, before or after the exit(143) of the signal.
# Up to JDK 25, Shutdown.exit also says "Runtime.exit(143) logging failed: ..." then, because modules do not exist yet.
# No option avoids it but -Xrs, with which a program cannot take these signals at all.
#
# This installs the packages named below into a temporary folder and starts `java --version`, nothing else. It fails where that
# is not seen any more. Debian on x86_64, a minute. usage: jvm-start-signal.sh
set -euo pipefail
packages=(openjdk-27-jre-headless=27.0.1.0.3+1-1 libc6=2.43-7)
starts=600

work=$(mktemp -d)
# A child that is killed before it became the JVM must not clean up.
trap '[[ $BASHPID != "$$" ]] || rm -rf "$work"' EXIT
mkdir -p "$work"/{lists,archives}/partial
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' | grep -v security | head -n 1)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$work/sources"
apt=(apt-get -qq -o "Dir::Etc::SourceList=$work/sources" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$work/lists"
    -o "Dir::Cache=$work" -o Acquire::Languages=none -o APT::Sandbox::User=root)
"${apt[@]}" update
(cd "$work" && "${apt[@]}" download "${packages[@]}" && for package in *.deb; do dpkg -x "$package" root; done)

# Its settings lie below /etc; its C library is put in front of the machine's, which may be too old.
home=$(echo "$work"/root/usr/lib/jvm/java-27-openjdk-*)
find "$home/" -lname '/etc/*' -printf '%p %l\n' | while read -r link target; do ln -sfn "$work/root$target" "$link"; done
libc=$work/root/usr/lib/x86_64-linux-gnu
java=("$libc/ld-linux-x86-64.so.2" --library-path "$libc:/usr/lib/x86_64-linux-gnu:/lib/x86_64-linux-gnu" "$home/bin/java" --version)
"${java[@]}"

# How long a start takes here, in microseconds: the signals are spread over that time.
now() { echo "${EPOCHREALTIME/[.,]/}"; }
began=$(now)
for _ in {1..5}; do "${java[@]}" >"$work/out"; done
whole=$((($(now) - began) / 5))

declare -A ends=()
for ((i = 0; i < starts; i++)); do
    "${java[@]}" >"$work/out" 2>&1 &
    pid=$!
    sleep "$(printf '0.%06d' $((whole * i / starts)))"
    kill -TERM "$pid" 2>/dev/null || true
    status=0
    wait "$pid" 2>/dev/null || status=$?
    end="status $status"
    if grep -q 'Bad level' "$work/out"; then end+=" and InternalError: Bad level: 2"; fi
    ends[$end]=$((${ends[$end]:-0} + 1))
done
for end in "${!ends[@]}"; do echo "${ends[$end]} of $starts starts: $end"; done | sort -rn

seen=${ends[status 1 and InternalError: Bad level: 2]:-0}
if ((seen == 0)); then echo "not seen any more: status 1 with InternalError: Bad level: 2"; exit 1; fi
