// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.scsi.Sense;
import java.util.Arrays;
import java.util.List;

/**
 * What the standard says that a logical unit remembers, by nexus of a {@link Topology}. It does not change once the {@link Oracle} has
 * handed it out.
 */
public final class ModelState implements RandomRequests.Knowledge {
    /** No nexus; the holder of an all registrants type, and of nothing. */
    public static final int NOBODY = -1;

    private static final Sense[] NOTHING = {};
    private static final Sense[] RESET = {new Sense(0x6, 0x29, 0x00)};

    final long[] keys;
    final boolean[] everyPort;
    final Sense[][] attentions;
    int type;
    int holder = NOBODY;
    int unitHolder = NOBODY;
    long generation;
    boolean persistent;
    boolean informationLost;

    private ModelState(long[] keys, boolean[] everyPort, Sense[][] attentions) {
        this.keys = keys;
        this.everyPort = everyPort;
        this.attentions = attentions;
    }

    /**
     * What a new unit remembers.
     *
     * @param topology says how many nexuses there are
     * @return nobody registered, nothing pending
     */
    public static ModelState initial(Topology topology) {
        int nexuses = topology.nexuses();
        Sense[][] attentions = new Sense[nexuses][];
        Arrays.fill(attentions, NOTHING);
        return new ModelState(new long[nexuses], new boolean[nexuses], attentions);
    }

    ModelState copy() {
        ModelState copy = new ModelState(keys.clone(), everyPort.clone(), attentions.clone());
        copy.type = type;
        copy.holder = holder;
        copy.unitHolder = unitHolder;
        copy.generation = generation;
        copy.persistent = persistent;
        copy.informationLost = informationLost;
        return copy;
    }

    /**
     * The same with PRGENERATION 0 and nothing pending: states that differ in nothing else offer the same choices.
     *
     * @return a copy
     */
    public ModelState settled() {
        ModelState settled = copy();
        settled.generation = 0;
        Arrays.fill(settled.attentions, NOTHING);
        return settled;
    }

    @Override
    public long key(int nexus) {
        return keys[nexus];
    }

    /**
     * Tells a nexus that was registered by a command with ALL_TG_PT.
     *
     * @param nexus its number, from 0
     * @return true if it is registered so; false where it is not registered
     */
    public boolean isOnEveryPort(int nexus) {
        return everyPort[nexus];
    }

    @Override
    public int type() {
        return type;
    }

    /** {@return who holds the reservation alone, or {@link #NOBODY}} */
    public int holder() {
        return holder;
    }

    /** {@return who has the unit by SPC-2 RESERVE, or {@link #NOBODY}} */
    public int unitHolder() {
        return unitHolder;
    }

    /** {@return PRGENERATION, 0 to FFFFFFFFh} */
    public long generation() {
        return generation;
    }

    /** {@return PTPL_A: whether registrations and reservation outlive a loss of power} */
    public boolean persistent() {
        return persistent;
    }

    /** {@return whether commands end with 07/44/01} */
    public boolean informationLost() {
        return informationLost;
    }

    /**
     * What a nexus has pending.
     *
     * @param nexus its number, from 0
     * @return the senses, the oldest first
     */
    public List<Sense> attentions(int nexus) {
        return List.of(attentions[nexus]);
    }

    @Override
    public boolean isAttentive(int nexus) {
        return attentions[nexus].length == 0;
    }

    boolean isHolder(int nexus) {
        return type != 0 && keys[nexus] != 0 && (holder == NOBODY || holder == nexus);
    }

    void attend(int nexus, Sense attention) {
        Sense[] pending = attentions[nexus];
        if (!Arrays.asList(pending).contains(attention)) {
            Sense[] more = Arrays.copyOf(pending, pending.length + 1);
            more[pending.length] = attention;
            attentions[nexus] = more;
        }
    }

    Sense takeAttention(int nexus) {
        Sense[] pending = attentions[nexus];
        attentions[nexus] = Arrays.copyOfRange(pending, 1, pending.length);
        return pending[0];
    }

    void resetAttentions() {
        Arrays.fill(attentions, RESET);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelState that
                && Arrays.equals(keys, that.keys)
                && Arrays.equals(everyPort, that.everyPort)
                && Arrays.deepEquals(attentions, that.attentions)
                && type == that.type
                && holder == that.holder
                && unitHolder == that.unitHolder
                && generation == that.generation
                && persistent == that.persistent
                && informationLost == that.informationLost;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(keys) + type) + holder;
    }

    /** {@code keys [a, 0, b], type 5 held by 0, generation 3}. */
    @Override
    public String toString() {
        return "keys " + Arrays.stream(keys).mapToObj(Long::toHexString).toList() + ", type " + type + " held by "
                + holder + ", generation " + generation + ", attentions " + Arrays.deepToString(attentions)
                + (persistent ? ", persistent" : "") + (informationLost ? ", information lost" : "")
                + (unitHolder == NOBODY ? "" : ", unit reserved by " + unitHolder);
    }
}
