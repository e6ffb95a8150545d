// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.simulation.target.Deviation.*;
import static io.prhelper.simulation.target.Evidence.inferred;
import static io.prhelper.simulation.target.Evidence.measured;
import static io.prhelper.simulation.target.Evidence.read;
import static io.prhelper.simulation.target.Feature.*;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Features and deviations of a kind of target, and what each is known by: a release that is not named there may differ, which {@link
 * TargetConfiguration#with} and {@link TargetConfiguration#without} express.
 *
 * @param name in lower case
 * @param evidence what it supports and how it departs from the standard, each once
 */
public record TargetProfile(String name, List<Evidence> evidence) {
    /** SPC-5 with every option, no deviation; tasks that others abort answer nothing (TAS 0). */
    public static final TargetProfile STRICT_SPC5 = new TargetProfile(
            "strict-spc5",
            read(
                    "SPC-5",
                    COMPATIBLE_RESERVATION_HANDLING,
                    SPECIFIED_INITIATOR_PORTS,
                    SPECIFIED_INITIATOR_PORTS_WITH_IGNORE,
                    ALL_TARGET_PORTS,
                    PERSIST_THROUGH_POWER_LOSS,
                    REPLACE_LOST_RESERVATION));

    private static final Trait[] EACH_LIO = {
        COMPATIBLE_RESERVATION_HANDLING,
        SPECIFIED_INITIATOR_PORTS,
        ALL_TARGET_PORTS,
        PERSIST_THROUGH_POWER_LOSS,
        LISTS_BY_AGE,
        REQUEST_SENSE_CLEARS_ATTENTIONS,
        OUT_CHECKED_AGAINST_RESERVATION,
        UNKNOWN_ACTION_CHECKED_LATE,
        TYPE_CHECKED_BEFORE_REGISTRATION,
        UNREGISTERED_IS_COMMUNICATION_FAILURE,
        RELEASE_MISMATCH_IS_CONFLICT,
        RELEASE_KEY_CHECKED_LATE,
        RELEASE_SCOPE_COMPARED,
        SCOPE_REFUSED_AS_LIST,
        PORT_LIST_CHECKED_LATE,
        NAME_MATCHES_NO_SESSION,
        LISTED_PORTS_COUNTED,
        ALL_TG_PT_STAYS,
        UNREGISTER_NOT_COUNTED,
        ATTENTION_TAKES_THE_OTHERS,
        PREEMPT_KEEPS_SENDER_OF_ALL_REGISTRANTS,
        PREEMPT_NOMINAL_HOLDER_TAKES_OVER,
        CLEAR_ENDS_PERSISTENCE,
        MOVE_DESTINATION_CHECKED_FIRST,
        MOVE_LEAVES_SCOPE_BEHIND,
        KEYS_CUT_WHOLE,
        RESERVATION_WHOLE_OR_ZERO,
        SHORT_CAPABILITIES_REFUSED,
        SHORT_ALLOCATION_REFUSED,
        FULL_STATUS_STOPS_EARLY,
        FULL_STATUS_HIDES_PORT_OF_ALL_TG_PT,
        UNIT_COMMANDS_EXEMPT_MAKER_ONLY,
        UNIT_RESERVE_STOPS_FREE_COMMANDS
    };

    /** Linux kernel target, {@code target_core_pr.c}, of Linux 6.1. */
    public static final TargetProfile LIO = new TargetProfile(
            "lio",
            measured("Linux 6.1.0-57-amd64 of Debian 12", EACH_LIO),
            read("target_core_pr.c", TASK_ABORTED_STATUS, ABORT_ONLY_WITH_TAKEOVER));

    /** The same before Linux 4.18, where READ KEYS announced what it had room for. */
    public static final TargetProfile LIO_OLD = new TargetProfile(
            "lio-old",
            read("target_core_pr.c, 01b944fe", LIST_LENGTH_REFUSED_AS_LIST, KEYS_LENGTH_CUT),
            inferred("what it has in common with 6.1", EACH_LIO),
            inferred("what it has in common with 6.1", TASK_ABORTED_STATUS, ABORT_ONLY_WITH_TAKEOVER));

    /** The same of Linux 7. */
    public static final TargetProfile LIO_7 = new TargetProfile(
            "lio-7",
            measured("Linux 7.2.13+deb14-amd64 of Debian sid", EACH_LIO),
            measured("Linux 7.2.13+deb14-amd64 of Debian sid", PREEMPT_TYPE_CHECKED_LATE),
            inferred("as before", TASK_ABORTED_STATUS, ABORT_ONLY_WITH_TAKEOVER));

    /** The user space target tgt, {@code usr/spc.c}. */
    public static final TargetProfile TGT = new TargetProfile(
            "tgt",
            measured(
                    "tgt 1.0.85 of Debian 12, over iSCSI",
                    CAPABILITIES_SILENT_ON_COMMANDS,
                    ATTENTIONS_NOT_MERGED,
                    ATTENTION_ENDS_REQUEST_SENSE,
                    PREEMPT_ZERO_REFUSED_AS_CDB,
                    PREEMPT_TYPE_CHECKED_LATE,
                    PREEMPT_KEEPS_SENDER,
                    TYPE_CHECKED_BEFORE_REGISTRATION,
                    SCOPE_CHECKED_BEFORE_REGISTRATION,
                    RELEASE_SCOPE_COMPARED,
                    MOVE_FINDS_NO_PORT,
                    OPTION_BITS_REFUSED_FIRST,
                    UNIT_RESERVE_BESIDE_REGISTRATIONS,
                    UNIT_RESERVE_ADMITS_PERSISTENT_RESERVE,
                    NO_RESERVE_10,
                    COUNT_IDLE_REGISTER,
                    MOVE_LOOKS_FOR_RESERVATION_FIRST,
                    RELEASE_KEY_CHECKED_LATE,
                    RESERVE_KEY_NOT_CHECKED,
                    LIST_LENGTH_REFUSED_AS_CDB,
                    HOLDER_UNREGISTER_COUNTED_TWICE,
                    RELEASE_ATTENTION_INVERTED,
                    PREEMPT_ATTENTION_AS_CLEAR,
                    PREEMPT_ZERO_UNRESERVED_IS_GOOD,
                    NO_PREEMPT_AND_ABORT,
                    MOVE_OF_OTHERS_IS_GOOD,
                    SHORT_ALLOCATION_REFUSED,
                    NO_FULL_STATUS),
            read("usr/spc.c, f0dc199b", PREEMPT_NOMINAL_HOLDER_DANGLES));

    /** SCST, {@code scst_pres.c}. */
    public static final TargetProfile SCST = new TargetProfile(
            "scst",
            measured(
                    "SCST 3.11.0-pre, aa5cc2dd, over iSCSI",
                    SESSIONS_REVERSED,
                    UNKNOWN_PORTS_REGISTERED,
                    PREEMPT_KEEPS_SENDER_UNRESERVED,
                    PREEMPT_KEEPS_SENDER_OF_ALL_REGISTRANTS,
                    EMPTY_LIST_IS_GOOD,
                    RELEASE_KEY_CHECKED_IF_RESERVED,
                    REGISTRATION_CHECKED_FIRST,
                    TYPE_CHECKED_BEFORE_REGISTRATION,
                    SCOPE_CHECKED_BEFORE_REGISTRATION,
                    UNIT_RESERVE_ADMITS_TEST_UNIT_READY,
                    KEYS_CUT_AFTER_KEY),
            read(
                    "scst_pres.c and scst_local_cmd.c, aa5cc2dd",
                    COMPATIBLE_RESERVATION_HANDLING,
                    SPECIFIED_INITIATOR_PORTS,
                    ALL_TARGET_PORTS,
                    PERSIST_THROUGH_POWER_LOSS,
                    LISTS_BY_AGE,
                    COUNT_IDLE_REGISTER,
                    SCOPE_CHECKED_FOR_MOVE,
                    PREEMPT_ZERO_UNRESERVED_IS_CONFLICT,
                    MOVE_ZERO_REFUSED_AS_CDB,
                    SHORT_ALLOCATION_EMPTY,
                    FULL_STATUS_HIDES_ALL_TG_PT,
                    FULL_STATUS_EXACT_FIT_DROPPED,
                    ALL_TG_PT_REFUSED_AS_LIST));

    private static final Trait[] EACH_SPDK = {
        LISTS_BY_AGE,
        UNREGISTERED_IS_NOT_READY,
        RELEASE_COMPARED_WITH_RESERVATION,
        RESERVATION_KEEPS_KEY,
        REMOVALS_COUNTED,
        NO_ATTENTIONS,
        PREEMPT_UNMATCHED_IS_GOOD,
        PREEMPT_ZERO_UNRESERVED_IS_GOOD,
        PREEMPT_ZERO_REFUSED_AS_CDB,
        PREEMPT_OF_SHARED_KEY_CONFLICTS,
        PREEMPT_OF_ITSELF_REMOVES_NOBODY,
        NO_PREEMPT_AND_ABORT,
        NO_REGISTER_AND_MOVE,
        CAPABILITIES_SILENT_ON_COMMANDS,
        KEYS_LENGTH_CUT,
        FULL_STATUS_LENGTH_CUT,
        FULL_STATUS_BYTES_SWAPPED,
        OPTION_BITS_REFUSED_IN_RESERVE,
        UNSUPPORTED_BITS_REFUSED_AS_CDB
    };

    /** SPDK, {@code lib/scsi/scsi_pr.c}: no options, no unit attentions, five service actions and REGISTER AND IGNORE EXISTING KEY. */
    public static final TargetProfile SPDK = new TargetProfile(
            "spdk",
            read("lib/scsi/scsi_pr.c, the newer of two versions", EACH_SPDK),
            read(
                    "lib/scsi/scsi_pr.c, the newer of two versions",
                    COMPATIBLE_RESERVATION_HANDLING,
                    ALL_REGISTRANTS_ADMIT_EVERYBODY,
                    SHORT_RESERVATION_REFUSED));

    /** The same before it knew of SPC-2 reservations. */
    public static final TargetProfile SPDK_OLD =
            new TargetProfile("spdk-old", read("lib/scsi/scsi_pr.c, 009a6833", EACH_SPDK));

    /** FreeBSD's CTL, as in TrueNAS CORE. */
    public static final TargetProfile CTL = new TargetProfile(
            "ctl",
            read(
                    "what tests of CTL expect",
                    COMPATIBLE_RESERVATION_HANDLING,
                    CAPABILITIES_ALLOW_COMMANDS,
                    FULL_STATUS_HIDES_PORTS,
                    FULL_STATUS_NUMBERS_INITIATORS));

    /** A habit of 3PAR arrays; all else of them is unknown, and as in the standard here. */
    public static final TargetProfile THREE_PAR = new TargetProfile(
            "3par",
            read("reports of users of 3PAR arrays", ONE_REGISTRATION_PER_INITIATOR),
            inferred(
                    "nothing said against it",
                    COMPATIBLE_RESERVATION_HANDLING,
                    SPECIFIED_INITIATOR_PORTS,
                    ALL_TARGET_PORTS,
                    PERSIST_THROUGH_POWER_LOSS));

    /** The user space target istgt: no unit attentions, and a preemption that leaves the victim registered and the preemptor not. */
    public static final TargetProfile ISTGT = new TargetProfile(
            "istgt",
            measured(
                    "istgt 0.4~20111008 of Debian 12, over iSCSI",
                    SPECIFIED_INITIATOR_PORTS,
                    ALL_TARGET_PORTS,
                    LISTS_BY_AGE,
                    KEYS_IN_A_LIST,
                    CAPABILITIES_SILENT_ON_COMMANDS,
                    CAPABILITIES_SILENT_ON_TYPES,
                    FULL_STATUS_BARE_NAMES,
                    NO_ATTENTIONS));

    private static final List<TargetProfile> ALL =
            List.of(STRICT_SPC5, LIO, LIO_7, LIO_OLD, TGT, SCST, SPDK, SPDK_OLD, CTL, THREE_PAR, ISTGT);

    /** Checks that no trait is there twice, and copies the list. */
    public TargetProfile {
        Checks.given(name, "name");
        evidence = List.copyOf(evidence);
        Set<Trait> seen = new HashSet<>();
        for (Evidence part : evidence) {
            for (Trait trait : part.traits()) {
                Checks.require(seen.add(trait), () -> trait + " is in the evidence twice");
            }
        }
    }

    private TargetProfile(String name, Evidence... evidence) {
        this(name, List.of(evidence));
    }

    /** {@return what it supports} */
    public Set<Feature> features() {
        return traits(Feature.class);
    }

    /** {@return how it departs from the standard} */
    public Set<Deviation> deviations() {
        return traits(Deviation.class);
    }

    private <T extends Trait> Set<T> traits(Class<T> type) {
        return evidence.stream()
                .flatMap(part -> part.traits().stream())
                .filter(type::isInstance)
                .map(type::cast)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** {@return the profiles that have a constant here, in their order} */
    public static List<TargetProfile> all() {
        return ALL;
    }

    /**
     * Finds one of {@link #all} by its name.
     *
     * @param name in any case, {@code strict-spc5} or {@code lio}
     * @return the profile
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
