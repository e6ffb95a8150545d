// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.event.Line;
import io.prhelper.cli.option.RejectedException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which disk is meant: a node or a link of this host, a node as a trail has it, a WWID in any spelling, or {@code 8:16@node1}. Numbers
 * and nodes differ by host, so all devices with its WWID are that disk, and those without one that have the number of one of them.
 *
 * @param asked as it was given
 * @param wwids in one spelling
 * @param places such as {@code 8:16@node1}
 */
record DeviceName(String asked, Set<String> wwids, Set<String> places) {
    private static final int MOST_NAMED = 20;

    /**
     * Finds it among the devices of the trails.
     *
     * @param local what a path of this host leads to
     * @throws RejectedException if it is none of them, or several: the sentence says which there are
     */
    static DeviceName of(String asked, Collection<Entry.Device> seen, Function<Path, Optional<LocalDisk>> local)
            throws RejectedException {
        Set<String> wwids = new TreeSet<>();
        Set<String> places = new TreeSet<>();
        Optional<LocalDisk> here = asked.startsWith("/") ? local.apply(path(asked)) : Optional.empty();
        if (here.isPresent()) {
            add(wwids, here.get().wwid());
            places.add(here.get().number() + "@" + here.get().host());
        }
        if (wwids.isEmpty()) {
            // What the trails say of that place, or of that name.
            String canonical = Wwid.canonical(asked);
            for (Entry.Device device : seen) {
                boolean named =
                        device.place().equals(asked) || device.node().equals(asked) || places.contains(device.place());
                if (named || (here.isEmpty() && Wwid.canonical(device.wwid()).equals(canonical))) {
                    add(wwids, device.wwid());
                    places.add(device.place());
                }
            }
        }
        if (wwids.size() > 1) {
            throw new RejectedException("'" + Line.of(asked) + "' is several disks in the trails, "
                    + list(wwids.stream()) + ": name one of them");
        }
        places.addAll(placesOf(wwids, seen));
        DeviceName name = new DeviceName(asked, wwids, places);
        if (here.isEmpty() && seen.stream().noneMatch(name.matches())) {
            throw new RejectedException(
                    "'" + Line.of(asked) + "' is neither a disk of this host nor one of the trails, "
                            + (seen.isEmpty()
                                    ? "which tell of none"
                                    : "which tell of " + list(seen.stream().map(DeviceName::shown))));
        }
        return name;
    }

    private static Path path(String asked) throws RejectedException {
        try {
            return Path.of(asked);
        } catch (IllegalArgumentException noPath) {
            throw new RejectedException("'" + Line.of(asked) + "' is no path of a device");
        }
    }

    private static void add(Set<String> wwids, String wwid) {
        if (!wwid.isEmpty()) {
            wwids.add(Wwid.canonical(wwid));
        }
    }

    /** Where that disk was seen; not where another one had the same number at another time. */
    private static Set<String> placesOf(Set<String> wwids, Collection<Entry.Device> seen) {
        Map<String, Set<String>> namesOfPlace = new TreeMap<>();
        for (Entry.Device device : seen) {
            Set<String> names = namesOfPlace.computeIfAbsent(device.place(), _ -> new HashSet<>());
            add(names, device.wwid());
        }
        return namesOfPlace.entrySet().stream()
                .filter(place -> !place.getValue().isEmpty() && wwids.containsAll(place.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static String shown(Entry.Device device) {
        return device.wwid().isEmpty() ? device.place() : device.wwid();
    }

    private static String list(Stream<String> names) {
        Set<String> all = names.collect(Collectors.toCollection(TreeSet::new));
        String first = all.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return all.size() > MOST_NAMED ? first + " and " + (all.size() - MOST_NAMED) + " more" : first;
    }

    /** Whether a device of a trail is that disk. */
    Predicate<Entry.Device> matches() {
        return device -> device.wwid().isEmpty()
                ? places.contains(device.place())
                : wwids.contains(Wwid.canonical(device.wwid()));
    }

    /** Its WWID, or as it was asked for. */
    String shown() {
        return wwids.isEmpty() ? asked : wwids.iterator().next();
    }
}
