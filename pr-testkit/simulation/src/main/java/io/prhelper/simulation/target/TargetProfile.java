// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.simulation.target.Deviation.*;
import static io.prhelper.simulation.target.Feature.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Features and deviations of a kind of target. The deviant ones were read from their sources; a release may differ, which {@link
 * TargetConfiguration#with} and {@link TargetConfiguration#without} express.
 *
 * @param name in lower case
 * @param features what it supports
 * @param deviations how it departs from the standard
 */
public record TargetProfile(String name, Set<Feature> features, Set<Deviation> deviations) {
    /** SPC-5 with every option, no deviation; tasks that others abort answer nothing (TAS 0). */
    public static final TargetProfile STRICT_SPC5 = new TargetProfile(
            "strict-spc5",
            EnumSet.complementOf(EnumSet.of(COUNT_IDLE_REGISTER, TASK_ABORTED_STATUS)),
            EnumSet.noneOf(Deviation.class));

    /**
     * Linux kernel target, {@code target_core_pr.c}. Newer kernels answer a wrong list length with 05/1A/00. Its REGISTER AND MOVE writes
     * the scope into the wrong registration, which nobody can see as long as LU_SCOPE is the only scope.
     */
    public static final TargetProfile LIO = new TargetProfile(
            "lio",
            EnumSet.of(
                    COMPATIBLE_RESERVATION_HANDLING,
                    SPECIFIED_INITIATOR_PORTS,
                    ALL_TARGET_PORTS,
                    PERSIST_THROUGH_POWER_LOSS,
                    TASK_ABORTED_STATUS),
            EnumSet.of(
                    UNREGISTERED_IS_COMMUNICATION_FAILURE,
                    RELEASE_MISMATCH_IS_CONFLICT,
                    RELEASE_KEY_CHECKED_LATE,
                    SCOPE_REFUSED_AS_LIST,
                    LIST_LENGTH_REFUSED_AS_LIST,
                    UNREGISTER_NOT_COUNTED,
                    PREEMPT_NOMINAL_HOLDER_TAKES_OVER,
                    ABORT_ONLY_WITH_TAKEOVER,
                    KEYS_LENGTH_CUT,
                    SHORT_ALLOCATION_REFUSED,
                    FULL_STATUS_LENGTH_CUT));

    /** The user space target tgt, {@code usr/spc.c}. */
    public static final TargetProfile TGT = new TargetProfile(
            "tgt",
            EnumSet.of(COMPATIBLE_RESERVATION_HANDLING, COUNT_IDLE_REGISTER),
            EnumSet.of(
                    MOVE_LOOKS_FOR_RESERVATION_FIRST,
                    RELEASE_KEY_CHECKED_LATE,
                    RESERVE_KEY_NOT_CHECKED,
                    LIST_LENGTH_REFUSED_AS_CDB,
                    HOLDER_UNREGISTER_COUNTED_TWICE,
                    RELEASE_ATTENTION_INVERTED,
                    PREEMPT_ATTENTION_AS_CLEAR,
                    PREEMPT_ZERO_UNRESERVED_IS_GOOD,
                    PREEMPT_NOMINAL_HOLDER_DANGLES,
                    NO_PREEMPT_AND_ABORT,
                    MOVE_OF_OTHERS_IS_GOOD,
                    SHORT_ALLOCATION_REFUSED,
                    NO_FULL_STATUS,
                    ALL_TG_PT_REFUSED_AS_CDB));

    /** SCST, {@code scst_pres.c}: the closest to the standard of the four. */
    public static final TargetProfile SCST = new TargetProfile(
            "scst",
            EnumSet.of(
                    COMPATIBLE_RESERVATION_HANDLING,
                    SPECIFIED_INITIATOR_PORTS,
                    ALL_TARGET_PORTS,
                    PERSIST_THROUGH_POWER_LOSS,
                    COUNT_IDLE_REGISTER),
            EnumSet.of(
                    SCOPE_CHECKED_FOR_MOVE,
                    PREEMPT_ZERO_UNRESERVED_IS_CONFLICT,
                    MOVE_ZERO_REFUSED_AS_CDB,
                    SHORT_ALLOCATION_EMPTY,
                    FULL_STATUS_HIDES_ALL_TG_PT,
                    FULL_STATUS_EXACT_FIT_DROPPED,
                    ALL_TG_PT_REFUSED_AS_LIST));

    /** SPDK, {@code lib/scsi/scsi_pr.c}: no options, no unit attentions, five service actions and REGISTER AND IGNORE EXISTING KEY. */
    public static final TargetProfile SPDK = new TargetProfile(
            "spdk",
            EnumSet.noneOf(Feature.class),
            EnumSet.of(
                    UNREGISTERED_IS_NOT_READY,
                    RELEASE_COMPARED_WITH_RESERVATION,
                    REMOVALS_COUNTED,
                    NO_ATTENTIONS,
                    PREEMPT_UNMATCHED_IS_GOOD,
                    PREEMPT_ZERO_UNRESERVED_IS_GOOD,
                    NO_PREEMPT_AND_ABORT,
                    NO_REGISTER_AND_MOVE,
                    ALL_TG_PT_REFUSED_AS_CDB,
                    UNSUPPORTED_BITS_REFUSED_AS_CDB));

    private static final List<TargetProfile> ALL = List.of(STRICT_SPC5, LIO, TGT, SCST, SPDK);

    /** Copies the collections. */
    public TargetProfile {
        features = Set.copyOf(features);
        deviations = Set.copyOf(deviations);
    }

    /** The profiles that have a constant here. */
    public static List<TargetProfile> all() {
        return ALL;
    }

    /**
     * The profile of this name in any case, {@code strict-spc5} or {@code lio}.
     *
     * @throws IllegalArgumentException naming the text and the names there are
     */
    public static TargetProfile named(String name) {
        Checks.given(name, "name");
        return ALL.stream()
                .filter(profile -> profile.name.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target profile \"" + name + "\"; there are "
                        + ALL.stream().map(TargetProfile::name).collect(Collectors.joining(", "))));
    }
}
