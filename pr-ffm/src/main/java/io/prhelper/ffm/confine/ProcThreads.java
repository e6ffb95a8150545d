// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Memory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link ThreadTable} of {@code /proc}. */
final class ProcThreads implements ThreadTable {
    private static final String TASKS = "/proc/self/task";
    private static final String SETGROUPS = "/proc/self/setgroups";
    private static final String OWN = "/proc/thread-self";

    /** A status file has some 1500 bytes, and grows with the groups that a thread is in. */
    private static final int SIZE = 64 << 10;

    /** {@code /proc/self/task/}, a number, {@code /status}. */
    private static final int PATH_SIZE = 64;

    private final FileCalls files;
    private final CallState state = new CallState();

    ProcThreads(FileCalls files) {
        this.files = files;
    }

    @Override
    public List<ThreadStatus> read() throws IOException {
        List<ThreadStatus> threads = new ArrayList<>();
        Memory path = new Memory(PATH_SIZE);
        Memory text = new Memory(SIZE);
        ThreadStatus own = read(OWN + "/status", path, text);
        String[] names = new File(TASKS).list();
        if (own == null || names == null) {
            throw new IOException("the threads of this process can not be looked at: " + TASKS + " is missing");
        }
        threads.add(own);
        for (String name : names) {
            ThreadStatus thread = read(TASKS + "/" + name + "/status", path, text);
            if (thread != null && thread.tid() != own.tid()) {
                threads.add(thread);
            }
        }
        return threads;
    }

    @Override
    public boolean groupsAreFixed() throws IOException {
        byte[] answer = bytes(SETGROUPS, Memory.cString(SETGROUPS), new Memory(SIZE));
        return answer != null && new String(answer, StandardCharsets.US_ASCII).startsWith("deny");
    }

    /** Nothing if the thread has ended meanwhile. */
    private @Nullable ThreadStatus read(String path, Memory name, Memory text) throws IOException {
        name.buffer().put(0, (path + '\0').getBytes(StandardCharsets.US_ASCII));
        byte[] status = bytes(path, name, text);
        try {
            return status == null ? null : ThreadStatus.parse(status);
        } catch (IllegalArgumentException wrong) {
            throw new IOException(path + ": " + wrong.getMessage(), wrong);
        }
    }

    /** What is in that file; nothing if it is not there. */
    private byte @Nullable [] bytes(String path, Memory name, Memory text) throws IOException {
        int fd = files.open(state, name, Flags.O_CLOEXEC, 0);
        if (Errno.ENOENT.is(fd)) {
            return null;
        }
        KernelException.check("open", path, fd);
        int count = files.read(state, fd, text, SIZE);
        files.close(state, fd);
        if (Errno.ESRCH.is(count)) {
            return null;
        }
        byte[] bytes = new byte[KernelException.check("read", path, count)];
        text.buffer().get(0, bytes);
        return bytes;
    }
}
