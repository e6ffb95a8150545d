// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.ProcessKernel;
import io.prhelper.ffm.struct.Rlimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How many threads the process may still make: RLIMIT_NPROC (getrlimit(2)), and the pids controller of its control group and of those
 * above it (cgroups(7)), which is what {@code TasksMax} of a unit and the limit of a container set.
 */
public final class TaskLimits {
    private static final String NO_LIMIT = "max";

    private TaskLimits() {}

    /**
     * How many more there may be, 0 or more; {@link Integer#MAX_VALUE} where nothing limits them. To be asked before the process is
     * confined. What is not there, or can not be read, is no limit.
     *
     * @param user whose threads they will be, if not the present user's; root's are limited by control groups only
     * @return threads that may be made yet
     */
    public static int room(OptionalInt user) {
        int uid = user.orElseGet(() -> ProcessKernel.linux().process().getuid(new CallState()));
        return Math.min(uid == 0 ? Integer.MAX_VALUE : ofUser(), ofControlGroups(Path.of("/")));
    }

    /** Of the user's threads only ours are known. */
    private static int ofUser() {
        Rlimit limit = new Rlimit();
        int result =
                ProcessKernel.linux().process().prlimit(new CallState(), 0, Flags.RLIMIT_NPROC, Memory.NULL, limit);
        if (result < 0 || limit.current() < 0) {
            return Integer.MAX_VALUE;
        }
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return clamp(limit.current() - threads.count());
        } catch (IOException noProc) {
            return clamp(limit.current());
        }
    }

    /** What the control groups leave, in a file system at {@code root}. */
    static int ofControlGroups(Path root) {
        int room = Integer.MAX_VALUE;
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            // Number, controllers with commas between (none in version 2), path.
            String[] fields = line.split(":", 3);
            if (fields[1].isEmpty() || List.of(fields[1].split(",")).contains("pids")) {
                room = Math.min(room, ofGroups(root.resolve("sys/fs/cgroup").resolve(fields[1]), fields[2]));
            }
        }
        return room;
    }

    private static int ofGroups(Path mounted, String group) {
        int room = Integer.MAX_VALUE;
        Path folder = mounted.resolve(group.substring(1)).normalize();
        while (folder != null && folder.startsWith(mounted)) {
            room = Math.min(room, ofGroup(folder));
            folder = folder.getParent();
        }
        return room;
    }

    private static int ofGroup(Path folder) {
        List<String> most = lines(folder.resolve("pids.max"));
        List<String> current = lines(folder.resolve("pids.current"));
        if (most.isEmpty() || current.isEmpty() || most.getFirst().equals(NO_LIMIT)) {
            return Integer.MAX_VALUE;
        }
        return clamp(Long.parseLong(most.getFirst()) - Long.parseLong(current.getFirst()));
    }

    private static int clamp(long room) {
        return Math.clamp(room, 0, Integer.MAX_VALUE);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException notThere) {
            return List.of();
        }
    }
}
