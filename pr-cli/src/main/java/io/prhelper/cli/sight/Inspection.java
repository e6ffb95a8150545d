// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.scsi.Sense;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one device.
 *
 * @param facts what the kernel tells of it
 * @param state what the logical unit says, through the first path that answered; null where none did
 * @param failure why there is nothing of it, a sentence's second half; null where there is
 * @param isRefused whether that is because the device server does not do such commands
 * @param paths of a map, each one's
 */
public record Inspection(
        DeviceFacts facts,
        @Nullable UnitState state,
        @Nullable String failure,
        boolean isRefused,
        List<Inspection> paths) {

    /** Nothing came of it, for that reason. */
    public static Inspection failed(DeviceFacts facts, String failure) {
        return new Inspection(facts, null, failure, false, List.of());
    }

    /**
     * Asks one device and, where it is a map, each of its paths.
     *
     * @param opener how; a helper asks the map itself as well, else the kernel's choice of a path would be asked in its place
     */
    public static Inspection of(Host host, DeviceFacts facts, PrReader.Opener opener, boolean asksMaps) {
        List<Inspection> paths = new ArrayList<>();
        for (String path : facts.paths()) {
            paths.add(one(DeviceFacts.named(host, path), opener));
        }
        if (facts.kind() != DeviceFacts.Kind.MAP || asksMaps) {
            Inspection whole = one(facts, opener);
            return new Inspection(facts, whole.state, whole.failure, whole.isRefused, List.copyOf(paths));
        }
        for (Inspection path : paths) {
            if (path.state != null) {
                return new Inspection(facts, path.state, null, false, List.copyOf(paths));
            }
        }
        String why = paths.isEmpty()
                ? "it has no path"
                : "none of its paths answers; " + paths.getFirst().name() + ": "
                        + paths.getFirst().failure();
        return new Inspection(facts, null, why, false, List.copyOf(paths));
    }

    private static Inspection one(DeviceFacts facts, PrReader.Opener opener) {
        try (PrReader reader = opener.open(facts.node())) {
            UnitState state = UnitState.read(reader);
            Optional<String> refusal = state.refusal();
            if (refusal.isEmpty()) {
                return new Inspection(facts, state, null, false, List.of());
            }
            String why = refusal.get() + hint(facts, state);
            return new Inspection(facts, null, why, Words.isIllegalRequest(state.keys()), List.of());
        } catch (IOException failed) {
            String why = failed.getMessage();
            return failed(facts, why == null ? failed.toString() : why);
        }
    }

    /** What is the matter most times with such a node. */
    private static String hint(DeviceFacts facts, UnitState state) {
        boolean notSent = state.keys().equals(new PrOutcome.CheckCondition<>(Sense.IO_PROCESS_TERMINATED));
        return switch (facts.kind()) {
            case OTHER_BLOCK -> ": the device is no SCSI disk";
            case OTHER -> ": there is no device behind the file";
            case DISK, MAP, SCSI_GENERIC, TAPE, PARTITION, MAPPED ->
                notSent ? ": that takes CAP_SYS_RAWIO, or a helper (--socket)" : "";
        };
    }

    /** The name that it is known by: as it was given. */
    public Path name() {
        return facts.node();
    }

    /** Of a map: whether all paths that answered tell the same, and at least one did; true for what is no map. */
    public boolean pathsAgree() {
        return paths.stream().allMatch(path -> path.state == null || state == null || path.state.agreesWith(state));
    }

    /** How many paths answered. */
    public long pathsThatAnswer() {
        return paths.stream().filter(path -> path.state != null).count();
    }

    /** Whether the device answered, and nothing of what it said is missing. */
    public boolean isWhole() {
        return state != null && state.isWhole();
    }
}
