// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

/** The host itself, and what this process may look at. */
final class HostChecks {
    private static final long CAP_SYS_RAWIO = 1L << 17;

    private HostChecks() {}

    static void check(Host host, Findings findings) {
        String release = host.text("proc/sys/kernel/osrelease");
        if (release.isEmpty()) {
            findings.skipped(Check.KERNEL, "", "it does not tell its version", "/proc/sys/kernel/osrelease");
        } else {
            findings.pass(Check.KERNEL, "", "Linux " + release, "/proc/sys/kernel/osrelease");
        }
        String effective = Host.field(host.text("proc/self/status"), "CapEff");
        String user = Host.field(host.text("proc/self/status"), "Uid").replaceFirst("\\s.*", "");
        boolean raw =
                effective.matches("[0-9a-f]{1,16}") && (Long.parseUnsignedLong(effective, 16) & CAP_SYS_RAWIO) != 0;
        if (raw && user.equals("0")) {
            findings.pass(Check.PRIVILEGES, "", "this is root, with CAP_SYS_RAWIO", "/proc/self/status");
        } else {
            findings.warning(
                    Check.PRIVILEGES,
                    "",
                    "this is user " + user + (raw ? "" : " without CAP_SYS_RAWIO") + ": not all can be looked at",
                    "/proc/self/status");
        }
    }
}
