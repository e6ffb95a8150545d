// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.pr.ReservationType;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a logical unit knows about registrations and its reservation, by slot: a number that stands for an I_T nexus, see {@link Ports}.
 * Arrays of primitives, so that a command touches few cache lines and allocates nothing. Guarded by the lock of its unit.
 */
final class UnitState {
    /** No slot. */
    static final int NONE = -1;

    private final boolean attending;
    private final boolean listsByAge;
    private final boolean keepsKey;
    private final boolean marksMovers;
    private final boolean merging;
    private final boolean heldByKey;
    private long[] keys = new long[0];
    private boolean[] everyPort = new boolean[0];
    private long[] since = new long[0];
    private boolean[] oddlyScoped = new boolean[0];
    private long[] attentions = new long[0];
    private long newest;
    private int registrations;
    private @Nullable ReservationType type;
    private int holder = NONE;
    private long reservedWith;
    private int generation;
    private boolean persistent;
    private boolean informationLost;
    private int spc2Holder = NONE;

    UnitState(Options options) {
        listsByAge = options.has(Feature.LISTS_BY_AGE);
        heldByKey = options.has(Deviation.KEYS_IN_A_LIST);
        marksMovers = options.has(Deviation.MOVE_LEAVES_SCOPE_BEHIND);
        keepsKey = heldByKey || options.has(Deviation.RESERVATION_KEEPS_KEY);
        attending = !options.has(Deviation.NO_ATTENTIONS);
        merging = !options.has(Deviation.ATTENTIONS_NOT_MERGED);
    }

    /** Makes room for more slots; what is there stays. */
    void grow(int slots) {
        if (slots > keys.length) {
            keys = Arrays.copyOf(keys, slots);
            everyPort = Arrays.copyOf(everyPort, slots);
            since = Arrays.copyOf(since, slots);
            oddlyScoped = Arrays.copyOf(oddlyScoped, slots);
            attentions = Arrays.copyOf(attentions, slots);
        }
    }

    int slots() {
        return keys.length;
    }

    boolean isRegistered(int slot) {
        return keys[slot] != 0;
    }

    /** The key of a slot; 0 where it is not registered. */
    long key(int slot) {
        return keys[slot];
    }

    /** Whether the registration was made with ALL_TG_PT; no more than what is left of an earlier one where the slot is not registered. */
    boolean isOnEveryPort(int slot) {
        return everyPort[slot];
    }

    int registrations() {
        return registrations;
    }

    boolean hasKey(long key) {
        for (long registered : keys) {
            if (registered == key) {
                return true;
            }
        }
        return false;
    }

    void register(int slot, long key, boolean allTgPt) {
        if (keys[slot] == 0) {
            registrations++;
            since[slot] = ++newest;
            oddlyScoped[slot] = false;
        }
        keys[slot] = key;
        everyPort[slot] = allTgPt;
    }

    /**
     * Ends a registration, and with it the reservation where the slot is its holder, or the last holder of an all registrants type
     * (SPC-5, 5.14.11.3). Answers whether the reservation ended.
     */
    boolean unregister(int slot) {
        if (keys[slot] == 0) {
            return false;
        }
        keys[slot] = 0;
        registrations--;
        if (type == null) {
            return false;
        }
        return type.isAllRegistrants() ? leaveAllRegistrants(slot) : leaveHolder(slot);
    }

    private boolean leaveHolder(int slot) {
        if (slot != holder) {
            return false;
        }
        release();
        return true;
    }

    private boolean leaveAllRegistrants(int slot) {
        if (holder == NONE) {
            return false;
        }
        if (registrations == 0) {
            release();
            return true;
        }
        if (slot == holder) {
            holder = firstRegistered();
            oddlyScoped[holder] = false;
        }
        return false;
    }

    /** The slot that has been registered longest, or {@link #NONE}. */
    int firstRegistered() {
        return youngerThan(0);
    }

    /** The registered slot that is listed after this one, the first after {@link #NONE}; {@link #NONE} after the last. */
    int listedAfter(int slot) {
        if (listsByAge) {
            return youngerThan(slot == NONE ? 0 : since[slot]);
        }
        int next = slot + 1;
        while (next < keys.length && keys[next] == 0) {
            next++;
        }
        return next < keys.length ? next : NONE;
    }

    private int youngerThan(long age) {
        int next = NONE;
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != 0 && since[slot] > age && (next == NONE || since[slot] < since[next])) {
                next = slot;
            }
        }
        return next;
    }

    /** The type of the reservation; null where nothing is reserved. */
    @Nullable
    ReservationType type() {
        return type;
    }

    /** The slot that made the reservation: its holder, or for an all registrants type the nominal one. */
    int holder() {
        return holder;
    }

    /** The key that stands for the reservation; 0 where it has no holder. */
    long holderKey() {
        if (holder == NONE) {
            return 0;
        }
        return keepsKey ? reservedWith : keys[holder];
    }

    /** The type of a reservation that is known to be held. */
    ReservationType heldType() {
        return Objects.requireNonNull(type);
    }

    /** {@link Deviation#KEYS_IN_A_LIST}: whether the reservation stands for this key. */
    boolean isReservedWith(long key) {
        return type != null && reservedWith == key;
    }

    /** Reserves with a key that need not be the slot's. */
    void reserveWith(int slot, ReservationType newType, long key) {
        reserve(slot, newType);
        reservedWith = key;
    }

    /** Ends a registration and nothing else. */
    void strike(int slot) {
        keys[slot] = 0;
        registrations--;
    }

    boolean isHolder(int slot) {
        if (heldByKey) {
            return keys[slot] != 0 && isReservedWith(keys[slot]);
        }
        return type != null && keys[slot] != 0 && (type.isAllRegistrants() || slot == holder);
    }

    void reserve(int slot, ReservationType newType) {
        hold(slot, newType);
        if (slot != NONE) {
            oddlyScoped[slot] = false;
        }
    }

    /** As {@link #reserve}, for a reservation that another slot holds until now. */
    void moveReservation(int slot, ReservationType sameType) {
        int sender = holder;
        hold(slot, sameType);
        oddlyScoped[sender] = marksMovers;
    }

    private void hold(int slot, ReservationType newType) {
        type = newType;
        holder = slot;
        reservedWith = slot == NONE ? 0 : keys[slot];
    }

    /** {@link Deviation#MOVE_LEAVES_SCOPE_BEHIND}: whether the reservation has a scope that no command can name. */
    boolean isOddlyScoped() {
        return holder != NONE && oddlyScoped[holder];
    }

    /** {@link Deviation#PREEMPT_NOMINAL_HOLDER_DANGLES}: from here on, losing its registrants does not end the reservation. */
    void forgetHolder() {
        holder = NONE;
    }

    void release() {
        type = null;
        holder = NONE;
    }

    /** PRGENERATION; an unsigned number that wraps (SPC-5, 6.16.2). */
    int generation() {
        return generation;
    }

    void count(int times) {
        generation += times;
    }

    void setGeneration(int value) {
        generation = value;
    }

    /** PTPL_A: whether registrations and reservation outlive a loss of power. */
    boolean isPersistent() {
        return persistent;
    }

    void setPersistent(boolean aptpl) {
        persistent = aptpl;
    }

    boolean isInformationLost() {
        return informationLost;
    }

    void setInformationLost(boolean lost) {
        informationLost = lost;
    }

    /** The slot that an SPC-2 RESERVE gave the unit to. */
    int spc2Holder() {
        return spc2Holder;
    }

    void setSpc2Holder(int slot) {
        spc2Holder = slot;
    }

    /** Ends the reservation and all registrations. */
    void clear() {
        Arrays.fill(keys, 0);
        registrations = 0;
        release();
    }

    /** The queue of a slot, see {@link Attention}. */
    long attentions(int slot) {
        return attentions[slot];
    }

    void setAttentions(int slot, long queue) {
        attentions[slot] = queue;
    }

    /** Establishes what a service action of another nexus brings with it. */
    void attend(int slot, Attention attention) {
        if (attending) {
            attentions[slot] = merging ? attention.addTo(attentions[slot]) : attention.append(attentions[slot]);
        }
    }

    /** Establishes it for every registrant but one. */
    void attendRegistrants(int except, Attention attention) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != 0 && slot != except) {
                attend(slot, attention);
            }
        }
    }

    /** {@link Deviation#RELEASE_ATTENTION_INVERTED}: for each registrant but one, establishes it for every slot but that registrant's. */
    void attendInverted(int except, Attention attention) {
        for (int registrant = 0; registrant < keys.length; registrant++) {
            for (int slot = 0; slot < keys.length; slot++) {
                if (keys[registrant] != 0 && registrant != except && slot != registrant) {
                    attend(slot, attention);
                }
            }
        }
    }

    /** Drops what is pending and establishes it for every slot, whatever the deviations: a reset. */
    void resetAttentions() {
        Arrays.fill(attentions, Attention.POWER_ON.addTo(Attention.EMPTY));
    }
}
