// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.ScsiExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The tasks of a logical unit that were taken in and have not run: those that a fault holds up. Guarded by the lock of the unit. */
final class Tasks {
    private final List<Task> waiting = new ArrayList<>();

    /** A command that waits. */
    static final class Task {
        private final int slot;
        private final ScsiExchange exchange;
        private final Gate gate;
        private volatile boolean aborted;

        private Task(int slot, ScsiExchange exchange, Gate gate) {
            this.slot = slot;
            this.exchange = exchange;
            this.gate = gate;
        }

        boolean isAborted() {
            return aborted;
        }

        private void abort() {
            aborted = true;
            gate.wake();
        }
    }

    Task enter(int slot, ScsiExchange exchange, Gate gate) {
        Task task = new Task(slot, exchange, gate);
        waiting.add(task);
        return task;
    }

    void leave(Task task) {
        waiting.remove(task);
    }

    /** Aborts the tasks of a slot; answers whether there were any. */
    boolean abort(int slot) {
        return abort(task -> task.slot == slot);
    }

    /** Aborts the task of this exchange; answers whether there was one. */
    boolean abort(ScsiExchange exchange) {
        return abort(task -> task.exchange == exchange);
    }

    /** Aborts all tasks: a reset. */
    void abortAll() {
        abort(task -> true);
    }

    private boolean abort(Predicate<Task> which) {
        List<Task> aborted = waiting.stream().filter(which).toList();
        aborted.forEach(Task::abort);
        return waiting.removeAll(aborted);
    }
}
