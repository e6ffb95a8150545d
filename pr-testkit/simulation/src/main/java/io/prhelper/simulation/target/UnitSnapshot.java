// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a logical unit knew at one moment.
 *
 * @param lun the unit
 * @param generation PRGENERATION, 0 to FFFFFFFFh
 * @param reservation empty where nothing is reserved
 * @param registrations by initiator port, in the order in which the target came to know them, then by target port
 * @param attentions pending unit attentions, the oldest first, of each nexus that has any
 * @param persistent PTPL_A: registrations and reservation outlive a loss of power
 * @param informationLost the unit waits for REPLACE LOST RESERVATION
 * @param spc2Holder the nexus to which SPC-2 RESERVE gave the unit
 */
public record UnitSnapshot(
        int lun,
        long generation,
        Optional<Reservation> reservation,
        List<Registration> registrations,
        Map<Port, List<Sense>> attentions,
        boolean persistent,
        boolean informationLost,
        Optional<Port> spc2Holder) {
    /**
     * An I_T nexus, by the names of its two ends.
     *
     * @param initiator one initiator port
     * @param targetPort relative identifier of the target port, 1 to FFFFh
     * @param name what a test calls the initiator port, for people; empty where it has no name
     */
    public record Port(TransportId initiator, int targetPort, String name) {
        /**
         * One whose initiator port has no name.
         *
         * @param initiator one initiator port
         * @param targetPort relative identifier of the target port, 1 to FFFFh
         */
        public Port(TransportId initiator, int targetPort) {
            this(initiator, targetPort, "");
        }

        /** Whether both ends are the same, whatever the name. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Port that && initiator.equals(that.initiator) && targetPort == that.targetPort;
        }

        @Override
        public int hashCode() {
            return 31 * initiator.hashCode() + targetPort;
        }

        /** {@code bob (sas,...) through port 1}, or without a name {@code sas,... through port 1}. */
        @Override
        public String toString() {
            return (name.isEmpty() ? initiator : name + " (" + initiator + ")") + " through port " + targetPort;
        }
    }

    /**
     * The reservation.
     *
     * @param type of the reservation; its scope is the logical unit
     * @param holder who made it; empty for the all registrants types, where each registrant is a holder
     * @param key the holder's; empty likewise
     */
    public record Reservation(ReservationType type, Optional<Port> holder, Optional<ReservationKey> key) {
        /** Checks that holder and key are there, or for the all registrants types not there. */
        public Reservation {
            boolean alone = !type.isAllRegistrants();
            Checks.require(
                    holder.isPresent() == alone && key.isPresent() == alone,
                    () -> type + (alone ? " has a holder and its key, not " : " has no holder of its own, not ")
                            + holder + ", " + key);
        }

        @Override
        public String toString() {
            return type + holder.map(port -> " held by " + port).orElse(" held by all registrants");
        }
    }

    /**
     * A registration.
     *
     * @param port the registered nexus
     * @param key never zero
     * @param allTargetPorts made with ALL_TG_PT
     * @param holder holds the reservation, alone or with all registrants
     */
    public record Registration(Port port, ReservationKey key, boolean allTargetPorts, boolean holder) {
        /** Checks that there is a key. */
        public Registration {
            Checks.require(!key.isZero(), () -> "a registration has a key that is not zero: " + port);
        }

        @Override
        public String toString() {
            return port + " with " + key + (holder ? ", holder" : "");
        }
    }

    /** Checks the range and copies the collections. */
    public UnitSnapshot {
        Checks.require(
                generation >= 0 && generation <= 0xffff_ffffL,
                () -> "a generation is 0 to 4294967295, not " + generation);
        registrations = List.copyOf(registrations);
        attentions = Map.copyOf(attentions);
    }

    static UnitSnapshot of(int lun, UnitState state, Ports ports) {
        List<TransportId> initiators = ports.initiators();
        List<Port> all = new ArrayList<>();
        for (int slot = 0; slot < state.slots(); slot++) {
            all.add(ports.port(initiators.get(ports.initiatorOf(slot)), ports.relativeId(slot)));
        }
        List<Registration> registrations = new ArrayList<>();
        Map<Port, List<Sense>> attentions = new LinkedHashMap<>();
        for (int slot = 0; slot < all.size(); slot++) {
            if (state.isRegistered(slot)) {
                registrations.add(new Registration(
                        all.get(slot),
                        new ReservationKey(state.key(slot)),
                        state.isOnEveryPort(slot),
                        state.isHolder(slot)));
            }
            if (state.attentions(slot) != Attention.EMPTY) {
                attentions.put(all.get(slot), Attention.list(state.attentions(slot)));
            }
        }
        return new UnitSnapshot(
                lun,
                Integer.toUnsignedLong(state.generation()),
                reservation(state, all),
                registrations,
                attentions,
                state.isPersistent(),
                state.isInformationLost(),
                state.spc2Holder() == UnitState.NONE ? Optional.empty() : Optional.of(all.get(state.spc2Holder())));
    }

    /** Makes a unit know what this snapshot holds; nexuses that the target does not know are refused. */
    void restore(UnitState state, Ports ports) {
        registrations.forEach(one -> slot(one.port(), ports));
        reservation.flatMap(Reservation::holder).ifPresent(this::checkRegistered);
        int unitHolder = spc2Holder.map(port -> slot(port, ports)).orElse(UnitState.NONE);
        Map<Integer, Long> queues = new HashMap<>();
        attentions.forEach((port, senses) -> queues.put(slot(port, ports), Attention.queue(senses)));
        state.clear();
        registrations.forEach(
                one -> state.register(slot(one.port(), ports), one.key().value(), one.allTargetPorts()));
        reservation.ifPresent(held -> state.reserve(
                held.holder().map(port -> slot(port, ports)).orElseGet(state::firstRegistered), held.type()));
        for (int slot = 0; slot < state.slots(); slot++) {
            state.setAttentions(slot, queues.getOrDefault(slot, Attention.EMPTY));
        }
        state.setGeneration((int) generation);
        state.setPersistent(persistent);
        state.setInformationLost(informationLost);
        state.setSpc2Holder(unitHolder);
    }

    private void checkRegistered(Port holder) {
        if (keyOf(holder).isEmpty()) {
            throw new IllegalArgumentException("the holder is not registered: " + holder);
        }
    }

    private static int slot(Port port, Ports ports) {
        int initiator = ports.initiators().indexOf(port.initiator());
        int targetPort = ports.targetPort(port.targetPort());
        if (initiator < 0 || targetPort < 0) {
            throw new IllegalArgumentException("no nexus of the target: " + port);
        }
        return ports.slot(initiator, targetPort);
    }

    private static Optional<Reservation> reservation(UnitState state, List<Port> all) {
        ReservationType type = state.type();
        if (type == null) {
            return Optional.empty();
        }
        if (type.isAllRegistrants()) {
            return Optional.of(new Reservation(type, Optional.empty(), Optional.empty()));
        }
        ReservationKey key = new ReservationKey(state.holderKey());
        return Optional.of(new Reservation(type, Optional.of(all.get(state.holder())), Optional.of(key)));
    }

    /**
     * The key that a nexus is registered with.
     *
     * @param port a nexus, of this target or not
     * @return its key, or empty where it is not registered
     */
    public Optional<ReservationKey> keyOf(Port port) {
        return registrations.stream()
                .filter(registration -> registration.port().equals(port))
                .map(Registration::key)
                .findFirst();
    }

    /**
     * The unit attentions that a nexus has yet to hear of.
     *
     * @param port a nexus, of this target or not
     * @return their senses, the oldest first; empty where there is none
     */
    public List<Sense> attentionsOf(Port port) {
        return attentions.getOrDefault(port, List.of());
    }

    /** Several lines for people: generation and flags, reservation, registrations, unit attentions. */
    @Override
    public String toString() {
        String flags = (persistent ? ", APTPL" : "")
                + (informationLost ? ", information lost" : "")
                + spc2Holder.map(port -> ", RESERVE by " + port).orElse("");
        String head = "LUN " + lun + ": generation " + generation + flags + ", "
                + reservation.map(Reservation::toString).orElse("not reserved");
        return head
                + registrations.stream().map(one -> "\n  " + one).collect(Collectors.joining())
                + attentions.entrySet().stream()
                        .map(one -> "\n  attention of " + one.getKey() + ": " + one.getValue())
                        .collect(Collectors.joining());
    }
}
