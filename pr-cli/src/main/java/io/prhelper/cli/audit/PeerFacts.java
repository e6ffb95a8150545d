// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import org.jspecify.annotations.Nullable;

/**
 * What a client is, beyond its credentials; each null where it is not to be seen.
 *
 * @param executable path of its program
 * @param command its name (proc_pid_comm(5)), which it may have chosen
 * @param cgroup path of its control group, as systemd has it
 * @param machine the virtual machine that it is
 */
record PeerFacts(
        @Nullable String executable,
        @Nullable String command,
        @Nullable String cgroup,
        @Nullable VirtualMachine machine) {
    /** Nothing is known. */
    static final PeerFacts UNKNOWN = new PeerFacts(null, null, null, null);
}
