// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import io.prhelper.ffm.Limits;
import io.prhelper.ffm.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A command line that asks to serve, as values that were checked.
 *
 * @param daemon whether to run in the background
 * @param verbosity 0 quiet, 1 errors and warnings, 2 connections, 3 requests
 * @param socket where to listen
 * @param pidFile where to write the process id
 * @param identity who to become
 * @param trace what to trace
 * @param limits how much clients may take
 * @param deviceSeconds time a device has to finish one command
 * @param policy who may do what
 * @param offerCleanup whether the greeting offers the removal of registrations
 * @param multipath whether maps are one initiator
 * @param audit where the audit trail goes, or null for nowhere
 * @param metricsFile where numbers are written, or null for nowhere
 * @param unconfined whether to do without the system call filter
 * @param ignored words of the command line that mean nothing
 */
public record Settings(
        boolean daemon,
        int verbosity,
        Socket socket,
        PidFile pidFile,
        Identity identity,
        TraceSettings trace,
        Limits limits,
        int deviceSeconds,
        Policy policy,
        boolean offerCleanup,
        Multipath multipath,
        @Nullable AuditSettings audit,
        @Nullable Path metricsFile,
        boolean unconfined,
        List<String> ignored) {

    /** Whether a map is one initiator. */
    public enum Multipath {
        /** If there is a map, or multipathd, at the start. */
        AUTO,
        ON,
        OFF
    }

    /**
     * The socket to make.
     *
     * @param path absolute path
     * @param given whether the path was named on the command line
     * @param mode permission bits, or empty for what the umask leaves
     * @param gid its group, or empty for the process's
     * @param replace whether to replace more than a stale socket
     */
    public record Socket(String path, boolean given, OptionalInt mode, OptionalInt gid, boolean replace) {}

    /**
     * The pid file.
     *
     * @param path its path
     * @param given whether the path was named on the command line
     */
    public record PidFile(Path path, boolean given) {}

    /**
     * Who to become.
     *
     * @param uid user id, or empty to keep it
     * @param gid group id, or empty to keep it
     */
    public record Identity(OptionalInt uid, OptionalInt gid) {}
}
