// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

/** What a case can not do without. */
public enum Need {
    /** It changes registrations, reservations or blocks. */
    DATA_LOSS("it would change reservations and data, which nobody has allowed: thatMayLoseData(), --may-lose-data"),

    /** It talks to a helper's socket. */
    SOCKET("it talks to a helper, and the subject has no socket"),

    /** It reads and writes blocks, as both initiators. */
    MEDIA(
            "it reads and writes blocks: a helper passes reservation commands only, and the subject has no other way to the disk: withMedia(), --blocks");

    private final String lack;

    Need(String lack) {
        this.lack = lack;
    }

    /** {@return why a case is skipped that has this need, where the subject does not meet it} */
    public String lack() {
        return lack;
    }
}
