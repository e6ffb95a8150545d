// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

/**
 * Whose command it was: a virtual machine, or whatever program, on a host.
 *
 * @param host the node name of the host whose helper wrote it; empty where no trail tells
 * @param name the virtual machine, else the program; of one that no trail tells, what is known instead
 * @param virtualMachine whether the name is a virtual machine's
 */
record Party(String host, String name, boolean virtualMachine) implements Comparable<Party> {
    /** One that registered where no trail is, or before it began. */
    static Party unknown(String what) {
        return new Party("", what, false);
    }

    /** Whether a trail tells who it is. */
    boolean isKnown() {
        return !host.isEmpty();
    }

    /** By host and name; those that nobody knows are last. */
    @Override
    public int compareTo(Party other) {
        int known = Boolean.compare(other.isKnown(), isKnown());
        int hosts = known == 0 ? host.compareTo(other.host) : known;
        return hosts == 0 ? name.compareTo(other.name) : hosts;
    }

    /** {@code web1 on node1}. */
    @Override
    public String toString() {
        return isKnown() ? name + " on " + host : name;
    }
}
