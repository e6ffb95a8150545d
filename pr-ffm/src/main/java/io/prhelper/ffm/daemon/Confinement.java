// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.confine.ProcessLimits;
import io.prhelper.ffm.confine.Sandbox;
import io.prhelper.ffm.confine.SyscallFilter;
import io.prhelper.ffm.libc.ProcessKernel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Confines the process to what serving needs. It can not be undone.
 *
 * {@snippet :
 * Confinement.raiseOpenFiles(limits.descriptors());
 * // ... listen, pid file, Privileges.drop ...
 * List<String> lacking = new Confinement()
 *         .mayRemoveIn(socketPath.getParent())
 *         .mayRemoveIn(pidFile.getParent())
 *         .apply(); // on the thread that starts the server, after the drop
 * HelperServer server = HelperServer.on(listener).start();
 * }
 *
 * <p>On all threads a system call filter refuses whatever is not on its list: executing programs, new processes, sockets other than Unix
 * stream sockets, connecting, opening files for writing, changing ids, debugging, mounting, kernel interfaces that serving has no use for, and ioctl but for
 * SG_IO. On the calling thread and those that it starts Landlock, where the kernel has it, also takes away reading: what is left are the Java
 * run-time image, the application's own class files, {@code /sys/devices} and the limits of the control group. Descriptors that are open
 * stay usable as they are, so log and trace files are opened before; {@link #mayAppendIn} lets them be opened again. Core files are off.
 */
public final class Confinement {
    private final SyscallFilter filter =
            new SyscallFilter(Math.toIntExact(ProcessHandle.current().pid()));
    private final List<Path> readable = new ArrayList<>();
    private final List<Path> removable = new ArrayList<>();
    private final List<Path> appendable = new ArrayList<>();
    private final List<Path> replaceable = new ArrayList<>();

    /** The confinement of a server for single disks. */
    public Confinement() {
        readable.add(Path.of(System.getProperty("java.home")));
        readable.add(Path.of("/sys/devices"));
        readable.add(Path.of("/sys/fs/cgroup"));
        for (String property : new String[] {"jdk.module.path", "java.class.path"}) {
            for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
                if (!entry.isEmpty()) {
                    readable.add(Path.of(entry));
                }
            }
        }
    }

    /**
     * Raises the number of descriptors that may be open, as far as the process may.
     *
     * @param wanted each client takes two while it is served
     * @return how many may be now; less than wanted where the hard limit is
     * @throws IOException if the kernel refuses even that
     */
    public static long raiseOpenFiles(long wanted) throws IOException {
        return new ProcessLimits(ProcessKernel.linux().process()).raiseOpenFiles(wanted);
    }

    /**
     * Allows what multipath maps need as well: to open devices for reading, and to connect to multipathd, which can not be told from
     * connecting to others. Nothing of the device mapper: what is to be known is in sysfs.
     *
     * @return this
     */
    public Confinement multipath() {
        filter.allowConnect();
        readable.add(Path.of("/dev"));
        return this;
    }

    /**
     * Lets serving threads read that file or what is below that directory.
     *
     * @param path file or directory
     * @return this
     */
    public Confinement mayRead(Path path) {
        readable.add(path);
        return this;
    }

    /**
     * Lets serving threads remove files below that directory, as far as permissions go: our socket and pid file at the end.
     *
     * @param directory and what is below
     * @return this
     */
    public Confinement mayRemoveIn(Path directory) {
        removable.add(directory);
        return this;
    }

    /**
     * Lets serving threads open files below that directory for appending, and make them, as far as permissions go: a log that is opened anew
     * when its name was given to an older one. Not where the kernel has no Landlock, since on its own the filter can not tell one file from
     * another. Threads that were there before keep what permissions leave to the user they are.
     *
     * @param directory and what is below
     * @return this
     */
    public Confinement mayAppendIn(Path directory) {
        appendable.add(directory);
        return this;
    }

    /**
     * Lets serving threads make files below that directory, append to them, remove them and give them the names of others in it, as far as
     * permissions go: a file that is replaced by a newer one. Where the kernel has no Landlock it is as with {@link #mayAppendIn}.
     *
     * @param directory and what is below
     * @return this
     */
    public Confinement mayReplaceIn(Path directory) {
        replaceable.add(directory);
        return this;
    }

    /**
     * Confines the process.
     *
     * @return sentences on what the kernel does not offer; empty on Linux 5.13 and later
     * @throws IOException if a part fails, or does not hold when tried: the process must not serve
     */
    public List<String> apply() throws IOException {
        return Sandbox.ofThisProcess().enter(filter, readable, removable, appendable, replaceable);
    }
}
