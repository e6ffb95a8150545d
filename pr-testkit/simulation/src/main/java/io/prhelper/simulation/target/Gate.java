// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

/** Holds commands up until a test lets them go; one gate may hold those of several faults. Once open, it stays open. */
public final class Gate {
    private boolean open;
    private boolean dropping;
    private int held;

    /** A closed gate. */
    public Gate() {}

    /** Executes the commands that are held, and lets later ones pass. */
    public synchronized void release() {
        open = true;
        notifyAll();
    }

    /** Ends the commands that are held, and later ones, with a time-out; none of them is executed. */
    public synchronized void drop() {
        dropping = true;
        release();
    }

    /** {@return how many commands are held now} */
    public synchronized int held() {
        return held;
    }

    /**
     * Returns once at least so many commands are held.
     *
     * @param commands how many, at least
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public synchronized void awaitHeld(int commands) throws InterruptedException {
        while (held < commands) {
            wait();
        }
    }

    /** Lets those look again whose task was aborted. */
    synchronized void wake() {
        notifyAll();
    }

    /**
     * Returns once the gate is open or the task is aborted, true where commands are executed. An interrupt waits too, as it does for a
     * device.
     */
    synchronized boolean pass(Tasks.Task task) {
        boolean interrupted = false;
        held++;
        notifyAll();
        while (!open && !task.isAborted()) {
            try {
                wait();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        held--;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !dropping;
    }
}
