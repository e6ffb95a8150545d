// SPDX-License-Identifier: Apache-2.0
package io.prhelper.guard;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Threads, descriptors and processes of the tests. */
record Belongings(Set<Thread> threads, Map<Integer, String> descriptors, Set<ProcessHandle> processes) {
    /** What ends a little later is not left. */
    private static final long FAREWELL_MILLIS = 2_000;

    /** Threads that did not end when they were asked to. What they go on to open is no later test's fault. */
    private static final Set<Thread> SURVIVORS = ConcurrentHashMap.newKeySet();

    /** As it is now; with daemons, which are looked for among all processes of the system. */
    static Belongings now(boolean daemons) {
        return new Belongings(
                Threads.now(), Descriptors.now(), daemons ? Processes.withDaemons() : Processes.children());
    }

    /** What there is more than before; waits so many milliseconds for it to end. */
    static Belongings leftSince(Belongings before, boolean daemons, long patience) {
        Belongings[] left = {now(daemons).without(before)};
        Await.until(patience, () -> {
            left[0] = left[0].isEmpty() ? left[0] : now(daemons).without(before);
            return left[0].isEmpty();
        });
        return left[0];
    }

    private Belongings without(Belongings before) {
        threads.removeAll(before.threads);
        processes.removeAll(before.processes);
        descriptors.entrySet().removeAll(before.descriptors.entrySet());
        SURVIVORS.removeIf(thread -> !thread.isAlive());
        threads.removeAll(SURVIVORS);
        if (!SURVIVORS.isEmpty()) {
            descriptors.clear();
        }
        return this;
    }

    boolean isEmpty() {
        return threads.isEmpty() && descriptors.isEmpty() && processes.isEmpty();
    }

    String describe() {
        List<String> lines = Stream.of(
                        threads.stream().map(Threads::describe),
                        processes.stream().map(Processes::describe),
                        descriptors.entrySet().stream()
                                .map(one -> "descriptor " + one.getKey() + ", " + one.getValue()))
                .flatMap(one -> one)
                .toList();
        return String.join("; ", lines);
    }

    /** Ends it. A thread that waits in a call ends when its descriptor is gone; the answer says what lives on. */
    String cleanUp() {
        processes.forEach(Processes::end);
        threads.forEach(Thread::interrupt);
        // The pipes to a process are closed by the JVM when it has ended.
        descriptors.entrySet().retainAll(Descriptors.now().entrySet());
        String kept = Descriptors.park(descriptors.keySet());
        Await.until(FAREWELL_MILLIS, () -> threads.stream().noneMatch(Thread::isAlive));
        Set<Thread> alive = threads.stream().filter(Thread::isAlive).collect(Collectors.toSet());
        SURVIVORS.addAll(alive);
        return kept
                + (alive.isEmpty()
                        ? ""
                        : alive.stream()
                                .map(Thread::getName)
                                .collect(Collectors.joining(", ", "; no interrupt ends ", "")));
    }
}
