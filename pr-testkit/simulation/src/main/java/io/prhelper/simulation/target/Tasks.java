// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import java.util.ArrayList;
import java.util.List;

/** The tasks of a logical unit that were taken in and have not run: those that a fault holds up. Guarded by the lock of the unit. */
final class Tasks {
    private final List<Task> waiting = new ArrayList<>();

    /** A command that waits. */
    static final class Task {
        private final int slot;
        private boolean aborted;

        private Task(int slot) {
            this.slot = slot;
        }

        boolean isAborted() {
            return aborted;
        }
    }

    Task enter(int slot) {
        Task task = new Task(slot);
        waiting.add(task);
        return task;
    }

    void leave(Task task) {
        waiting.remove(task);
    }

    /** Aborts the tasks of a slot; answers whether there were any. */
    boolean abort(int slot) {
        boolean any = false;
        for (Task task : waiting) {
            if (task.slot == slot && !task.aborted) {
                task.aborted = true;
                any = true;
            }
        }
        return any;
    }

    /** Aborts all tasks: a reset. */
    void abortAll() {
        waiting.forEach(task -> task.aborted = true);
    }
}
