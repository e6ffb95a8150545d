// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.ProcessCalls;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.struct.Group;
import io.prhelper.ffm.struct.Passwd;
import java.util.OptionalInt;

/** Users and groups of this host, from wherever the C library takes them: files, directory services (nsswitch.conf(5)). */
public final class Accounts {
    private static final int FIRST_BUFFER = 4096;

    /** A group with very many members; more than that is not looked at. */
    private static final int LAST_BUFFER = 16 << 20;

    private final ProcessCalls process = ProcessKernel.linux().process();
    private final CallState state = new CallState();

    /** The accounts of this host. */
    public Accounts() {}

    /**
     * The id of that user, to be read as unsigned; empty if there is none, or the data base can not be asked.
     *
     * @param name of the user
     * @return the id
     */
    public OptionalInt userId(String name) {
        Passwd entry = new Passwd();
        return isFound(name, entry, process::getpwnam_r) ? OptionalInt.of(entry.id()) : OptionalInt.empty();
    }

    /**
     * The id of that group, to be read as unsigned; empty if there is none, or the data base can not be asked.
     *
     * @param name of the group
     * @return the id
     */
    public OptionalInt groupId(String name) {
        Group entry = new Group();
        return isFound(name, entry, process::getgrnam_r) ? OptionalInt.of(entry.id()) : OptionalInt.empty();
    }

    private boolean isFound(String name, Memory entry, Search search) {
        Memory wanted = Memory.cString(name);
        Memory found = new Memory(Long.BYTES);
        int size = FIRST_BUFFER;
        int error;
        do {
            error = search.find(state, wanted, entry, new Memory(size), size, found);
            size *= 4;
        } while (error == Errno.ERANGE.code() && size <= LAST_BUFFER);
        return error == 0 && found.buffer().getLong(0) != 0;
    }

    @FunctionalInterface
    private interface Search {
        int find(CallState state, Memory name, Memory entry, Memory buffer, int length, Memory result);
    }
}
