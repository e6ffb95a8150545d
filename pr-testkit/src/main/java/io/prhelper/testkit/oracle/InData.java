// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** What PERSISTENT RESERVE IN reports of a state, whole (SPC-5, 6.16.2 to 6.16.5), by the codecs of the core. */
final class InData {
    /** TEST UNIT READY passes reservations; nothing is said of other commands (SPC-5, table of ALLOW COMMANDS). */
    private static final int ALLOW_COMMANDS = 1;

    private InData() {}

    static byte[] encode(Topology topology, ModelState state, Operation operation) {
        PrInData data = switch (operation) {
            case READ_KEYS -> keys(state);
            case READ_RESERVATION -> reservation(state);
            case REPORT_CAPABILITIES -> capabilities(state);
            case READ_FULL_STATUS -> fullStatus(topology, state);
            default -> throw new IllegalArgumentException("no PERSISTENT RESERVE IN: " + operation);
        };
        return data.encode();
    }

    private static ReadKeysData keys(ModelState state) {
        List<ReservationKey> keys = new ArrayList<>();
        for (long key : state.keys) {
            if (key != 0) {
                keys.add(new ReservationKey(key));
            }
        }
        return new ReadKeysData(state.generation, keys);
    }

    private static ReadReservationData reservation(ModelState state) {
        if (state.type == 0) {
            return new ReadReservationData(state.generation, Optional.empty());
        }
        long key = state.holder == ModelState.NOBODY ? 0 : state.keys[state.holder];
        return new ReadReservationData(
                state.generation,
                Optional.of(
                        new ReadReservationData.Reservation(new ReservationKey(key), new ScopeAndType(0, state.type))));
    }

    private static ReportCapabilitiesData capabilities(ModelState state) {
        return new ReportCapabilitiesData(
                true,
                true,
                true,
                true,
                true,
                state.persistent,
                ALLOW_COMMANDS,
                true,
                EnumSet.allOf(ReservationType.class));
    }

    private static ReadFullStatusData fullStatus(Topology topology, ModelState state) {
        List<ReadFullStatusData.Registration> registrations = new ArrayList<>();
        for (int nexus = 0; nexus < state.keys.length; nexus++) {
            if (state.keys[nexus] != 0) {
                boolean holder = state.isHolder(nexus);
                registrations.add(new ReadFullStatusData.Registration(
                        new ReservationKey(state.keys[nexus]),
                        state.everyPort[nexus],
                        holder,
                        new ScopeAndType(0, holder ? state.type : 0),
                        topology.targetPort(nexus),
                        topology.initiator(nexus)));
            }
        }
        return new ReadFullStatusData(state.generation, registrations);
    }
}
