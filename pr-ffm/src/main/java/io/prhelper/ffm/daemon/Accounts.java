// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.libc.ProcessCalls;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.struct.DirectMemory;
import io.prhelper.ffm.struct.Scratch;
import java.util.OptionalInt;

/** Users and groups of this host, from wherever the C library takes them: files, directory services (nsswitch.conf(5)). */
public final class Accounts {
    /** {@code struct passwd}, 48 bytes: pw_name 0, pw_passwd 8, pw_uid 16, pw_gid 20, pw_gecos 24, pw_dir 32, pw_shell 40. */
    private static final int PW_UID = 16;

    /** {@code struct group}, 32 bytes: gr_name 0, gr_passwd 8, gr_gid 16, (4 bytes), gr_mem 24. */
    private static final int GR_GID = 16;

    private static final int ENTRY = 48;
    private static final int FIRST_BUFFER = 4096;

    /** A group with very many members; more than that is not looked at. */
    private static final int LAST_BUFFER = 16 << 20;

    private static final ProcessCalls PROCESS = ProcessKernel.linux().process();

    private final CallState state = new CallState();

    /** The accounts of this host. */
    public Accounts() {}

    /** The id of that user, to be read as unsigned; empty if there is none, or the data base can not be asked. */
    public OptionalInt userId(String name) {
        return id(name, PW_UID, PROCESS::getpwnam_r);
    }

    /** The id of that group, to be read as unsigned; empty if there is none, or the data base can not be asked. */
    public OptionalInt groupId(String name) {
        return id(name, GR_GID, PROCESS::getgrnam_r);
    }

    private OptionalInt id(String name, int field, Search search) {
        try (Scratch scratch = new Scratch()) {
            long wanted = scratch.text(name);
            DirectMemory entry = scratch.bytes(ENTRY + Long.BYTES);
            long result = entry.address() + ENTRY;
            int size = FIRST_BUFFER;
            int error;
            do {
                long strings = scratch.bytes(size).address();
                error = search.find(state, wanted, entry.address(), strings, size, result);
                size *= 4;
            } while (error == Errno.ERANGE.code() && size <= LAST_BUFFER);
            boolean found = error == 0 && entry.buffer().getLong(ENTRY) != 0;
            return found ? OptionalInt.of(entry.buffer().getInt(field)) : OptionalInt.empty();
        }
    }

    @FunctionalInterface
    private interface Search {
        int find(CallState state, long name, long entry, long buffer, long length, long result);
    }
}
