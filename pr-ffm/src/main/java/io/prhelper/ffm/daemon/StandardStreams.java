// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.FileCalls;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import java.io.IOException;

/**
 * Standard input, output and error, which a daemon lets go when it is ready.
 *
 * {@snippet :
 * StandardStreams streams = StandardStreams.prepare(); // before Privileges and Confinement
 * // ... whoever fails says so on standard error, which is still the caller's ...
 * System.out.println(0); // what the launcher waits for
 * streams.release(); // last: the pipe ends, and the caller of the command gets its prompt back
 * }
 *
 * <p>Closing {@link System#out} would not do: the JVM opens {@code /dev/null} at that moment, which a confined process may not.
 */
public final class StandardStreams {
    private static final int COUNT = 3;

    private final FileCalls files = Kernel.linux().files();
    private final CallState state = new CallState();
    private final OwnedFd nowhere;

    private StandardStreams() throws IOException {
        int fd = files.open(state, Memory.cString("/dev/null"), Flags.O_RDWR | Flags.O_CLOEXEC, 0);
        nowhere = new OwnedFd(KernelException.check("open", "/dev/null", fd));
    }

    /**
     * Opens what they are to become.
     *
     * @return what replaces them
     * @throws IOException if there is no {@code /dev/null}
     */
    public static StandardStreams prepare() throws IOException {
        return new StandardStreams();
    }

    /**
     * Makes all three {@code /dev/null}; to be called once.
     *
     * @throws IOException if the kernel refuses it
     */
    public void release() throws IOException {
        System.out.flush();
        for (int fd = 0; fd < COUNT; fd++) {
            KernelException.check("dup2", "/dev/null", files.dup2(state, nowhere.fd(), fd));
        }
        nowhere.close();
    }
}
