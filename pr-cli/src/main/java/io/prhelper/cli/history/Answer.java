// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.event.Line;
import io.prhelper.cli.history.TrailReading.Span;
import io.prhelper.cli.option.RejectedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a disk: by the trails, and by the disk itself where it could be asked.
 *
 * @param devices what it is on the hosts of the trails
 * @param readings what was read
 * @param hosts of which time the trails tell, host by host
 * @param gaps of which times they tell less than there was
 */
public record Answer(
        DeviceName name,
        Set<Entry.Device> devices,
        List<TrailReading> readings,
        Map<String, Span> hosts,
        List<Gap> gaps,
        History history,
        @Nullable DiskState disk) {

    /**
     * Finds the disk in the trails, plays what they tell of it, and asks the disk.
     *
     * @param asked the disk, see {@link DeviceName}
     * @param until the time at which to stop, or null
     * @param root where /proc and /sys are
     * @throws RejectedException if nothing is known of the disk
     */
    public static Answer of(String asked, Trails trails, @Nullable Instant until, Path root) throws RejectedException {
        DeviceName name = DeviceName.of(asked, trails.devices(), path -> LocalDisk.of(path, root));
        Trails.Told told = trails.told(name.matches(), until);
        Map<String, Span> hosts = new TreeMap<>();
        List<Gap> gaps = new ArrayList<>();
        for (TrailReading reading : told.readings()) {
            reading.hosts().forEach((host, span) -> hosts.merge(host, span, Span::with));
            gaps.addAll(reading.gaps());
        }
        if (told.leftOut() > 0) {
            gaps.add(new Gap(
                    "",
                    null,
                    told.entries().getFirst().time(),
                    told.leftOut(),
                    "the newest " + Trails.MOST + " commands are told, older ones are not"));
        }
        Set<Entry.Device> devices = new LinkedHashSet<>();
        told.entries().forEach(entry -> devices.add(entry.device()));
        Path node = asked.startsWith("/") ? Path.of(asked) : LocalDisk.nodeOf(name.wwids(), root);
        // A path may be another host's: what is no device here is not asked.
        DiskState disk =
                until == null && node != null && LocalDisk.of(node, root).isPresent() ? DiskState.ask(node) : null;
        return new Answer(name, devices, told.readings(), hosts, gaps, Replay.of(told.entries()), disk);
    }

    /** Whether all that was given could be read, and all of it was understood. */
    public boolean isWhole() {
        return gaps.isEmpty()
                && readings.stream().allMatch(reading -> reading.unreadable() == 0)
                && (disk == null || disk.problem().isEmpty());
    }

    /** Why nothing at all is told of the disk; empty where something is. */
    public Optional<String> whyNothing() {
        if (!devices.isEmpty() || (disk != null && disk.problem().isEmpty())) {
            return Optional.empty();
        }
        String why = disk == null ? "" : ", and it can not be asked: " + disk.problem();
        return Optional.of("no trail tells of '" + Line.of(name.asked()) + "'" + why);
    }

    /** The last time that any trail tells of, or null where there is none. */
    @Nullable
    Instant last() {
        return latest(hosts.values());
    }

    private static @Nullable Instant latest(Collection<Span> spans) {
        return spans.stream().map(Span::last).max(Instant::compareTo).orElse(null);
    }

    /** Where the disk and the trails differ; nothing where there is only one of them. */
    List<String> differences() {
        return disk == null || devices.isEmpty() ? List.of() : Comparison.of(history, disk);
    }
}
