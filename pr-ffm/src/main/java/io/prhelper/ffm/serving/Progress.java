// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

/** Whether one worker gets on, as the keeper sees it from two looks. */
final class Progress {
    /** For so many looks, a millisecond apart, a thread that is in no call may have waited for a processor. */
    private static final int PATIENCE = 20;

    /** Odd while something is served. Written by the worker. */
    private volatile int turn;

    /** In a system call that a client's descriptor can hold up. Written by the worker. */
    private volatile boolean calling;

    /** Requests so far. Written by the worker, before what it then writes for all to see. */
    private long requests;

    /** Of whoever asks how long it has been in one call: the request in which it was, and since when. */
    private long calledIn;

    private long calledSince;
    private boolean called;

    /** The keeper's: the last turn that it saw, and for how many looks. */
    private int seen;

    private int looks;

    /** Begins or ends to serve. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the worker writes it
    void turn() {
        turn++;
    }

    /** One more request. */
    void request() {
        requests++;
    }

    long requests() {
        return requests;
    }

    /** Whether it is in a call that a client's descriptor can hold up. */
    boolean isCalling() {
        return calling;
    }

    /**
     * For how long it has been in one such call, as far as somebody has asked before: 0 where this is the first time. Under one lock.
     *
     * @param now {@link System#nanoTime()}
     */
    long callingFor(long now) {
        boolean is = calling;
        if (!is || !called || calledIn != requests) {
            called = is;
            calledIn = requests;
            calledSince = now;
        }
        return now - calledSince;
    }

    /** The next call can take as long as a client, or his device, likes. */
    void calls() {
        calling = true;
    }

    /** It is over. */
    void returned() {
        calling = false;
    }

    int turns() {
        return turn;
    }

    /** One look of the keeper: true if another worker is to stand in for this one. */
    boolean looksStuck() {
        int now = turn;
        if (now != seen || (now & 1) == 0) {
            seen = now;
            looks = 0;
            return false;
        }
        looks++;
        return calling || looks > PATIENCE;
    }
}
