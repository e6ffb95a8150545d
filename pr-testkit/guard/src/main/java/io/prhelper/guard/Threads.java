// SPDX-License-Identifier: Apache-2.0
package io.prhelper.guard;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.Collectors;

/** The threads that tests start: those of the group of the thread that runs them. The JVM's own are in the group above. */
final class Threads {
    /** JUnit's, which it starts for the first {@code @Timeout} and keeps. */
    private static final String WATCHER = "junit-jupiter-timeout-watcher";

    private static final ThreadGroup GROUP = Thread.currentThread().getThreadGroup();

    private Threads() {}

    static Set<Thread> now() {
        Thread[] threads = new Thread[64];
        int count = GROUP.enumerate(threads);
        while (count == threads.length) {
            threads = new Thread[2 * threads.length];
            count = GROUP.enumerate(threads);
        }
        return Arrays.stream(threads, 0, count)
                .filter(thread -> !thread.getName().equals(WATCHER) && !isIdleInThePoolOfAll(thread))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The JVM keeps these for a minute, and uses them itself where a process ends. */
    private static boolean isIdleInThePoolOfAll(Thread thread) {
        return thread instanceof ForkJoinWorkerThread worker
                && worker.getPool().equals(ForkJoinPool.commonPool())
                && ForkJoinPool.commonPool().isQuiescent();
    }

    static String describe(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(StackTraceElement::toString)
                .collect(Collectors.joining("\n    at ", "thread " + thread.getName() + "\n    at ", "\n"));
    }
}
