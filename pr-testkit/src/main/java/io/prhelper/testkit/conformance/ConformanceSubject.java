// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.simulation.target.SimulatedNexus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is tested: one logical unit as two initiators see it, perhaps through a helper. The {@code with} methods answer a changed copy that
 * shares what is open; closing any of them closes it.
 */
public final class ConformanceSubject implements AutoCloseable {
    /** How long a helper may be silent where it has to say something, or keep what it has to close. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Ways ways;
    private final boolean mayLoseData;
    private final Map<String, String> knownDifferences;

    /** How to reach the unit, and what to close in the end. */
    private record Ways(
            ScsiPort first,
            ScsiPort second,
            @Nullable HelperWay helper,
            @Nullable MediaAccess firstMedia,
            @Nullable MediaAccess secondMedia,
            List<AutoCloseable> open) {
        Ways withMedia(MediaAccess changedFirst, MediaAccess changedSecond) {
            List<AutoCloseable> more = new ArrayList<>(open);
            more.addAll(List.of(changedFirst, changedSecond));
            return new Ways(first, second, helper, changedFirst, changedSecond, more);
        }

        Ways withPatience(Duration patience) {
            HelperWay changed =
                    helper == null ? null : new HelperWay(helper.socket(), helper.first(), helper.second(), patience);
            return new Ways(first, second, changed, firstMedia, secondMedia, open);
        }
    }

    /** A helper, a descriptor of the disk for each initiator, and how long the helper may be silent. */
    record HelperWay(Path socket, int first, int second, Duration patience) {}

    private ConformanceSubject(Ways ways, boolean mayLoseData, Map<String, String> knownDifferences) {
        this.ways = ways;
        this.mayLoseData = mayLoseData;
        this.knownDifferences = Map.copyOf(knownDifferences);
    }

    /**
     * A unit that is reached without a helper: of the suite, the cases of reservations.
     *
     * @param first the unit as the first initiator sees it
     * @param second the same unit as the second initiator sees it
     * @return the subject, which may not lose data
     * @throws IllegalArgumentException naming the two, if they are one initiator, or simulated nexuses of two units
     */
    public static ConformanceSubject ofPorts(ScsiPort first, ScsiPort second) {
        boolean twoUnits =
                first instanceof SimulatedNexus a && second instanceof SimulatedNexus b && a.unit() != b.unit();
        if (first.equals(second) || twoUnits) {
            throw new IllegalArgumentException("two initiators of one unit, not " + first + " and " + second);
        }
        return new ConformanceSubject(new Ways(first, second, null, null, null, List.of()), false, Map.of());
    }

    /**
     * A unit behind a helper.
     *
     * @param socket where the helper listens
     * @param first the disk as the first initiator sees it, open for reading and writing; it stays the caller's
     * @param second the same disk as the second initiator sees it; it stays the caller's
     * @return the subject, to be closed; it may not lose data
     * @throws IOException if the helper can not be reached; the message names the path
     */
    public static ConformanceSubject ofHelper(Path socket, OwnedFd first, OwnedFd second) throws IOException {
        return connect(socket, first, second, new ArrayList<>());
    }

    /**
     * A unit behind a helper, by the nodes of the two initiators.
     *
     * @param socket where the helper listens
     * @param first node of the disk as the first initiator sees it
     * @param second node of the same disk as the second initiator sees it
     * @return the subject, to be closed; it may not lose data
     * @throws IOException if the helper can not be reached or a node not be opened; the message names it
     */
    public static ConformanceSubject ofHelper(Path socket, Path first, Path second) throws IOException {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            OwnedFd firstDisk = opened(open, OwnedFd.open(first, true));
            OwnedFd secondDisk = opened(open, OwnedFd.open(second, true));
            return connect(socket, firstDisk, secondDisk, open);
        } catch (IOException | RuntimeException failed) {
            closeAll(open);
            throw failed;
        }
    }

    private static ConformanceSubject connect(Path socket, OwnedFd first, OwnedFd second, List<AutoCloseable> open)
            throws IOException {
        HelperClient firstClient = opened(open, HelperClient.connect(socket));
        HelperClient secondClient = opened(open, HelperClient.connect(socket));
        return new ConformanceSubject(
                new Ways(
                        new HelperPort(firstClient, first.fd()),
                        new HelperPort(secondClient, second.fd()),
                        new HelperWay(socket, first.fd(), second.fd(), PATIENCE),
                        null,
                        null,
                        open),
                false,
                Map.of());
    }

    private static <T extends AutoCloseable> T opened(List<AutoCloseable> open, T one) {
        open.add(one);
        return one;
    }

    /**
     * With permission to change registrations, reservations and blocks of the disk.
     *
     * @return the changed copy
     */
    public ConformanceSubject thatMayLoseData() {
        return new ConformanceSubject(ways, true, knownDifferences);
    }

    /**
     * With another time than {@link #PATIENCE} that the helper may be silent; no effect without a helper.
     *
     * @param patience from 1 ms on
     * @return the changed copy
     */
    public ConformanceSubject withPatience(Duration patience) {
        if (patience.toMillis() < 1) {
            throw new IllegalArgumentException("a patience of at least 1 ms, not " + patience);
        }
        return new ConformanceSubject(ways.withPatience(patience), mayLoseData, knownDifferences);
    }

    /**
     * With a way for both initiators to read and write blocks.
     *
     * @param first for the first initiator; closed with the subject
     * @param second for the second initiator; closed with the subject
     * @return the changed copy
     */
    public ConformanceSubject withMedia(MediaAccess first, MediaAccess second) {
        return new ConformanceSubject(ways.withMedia(first, second), mayLoseData, knownDifferences);
    }

    /**
     * With a case in which the subject is known not to conform: skipped as long as that is so, and failed when it is so no more.
     *
     * @param name of the case
     * @param reason for people
     * @return the changed copy
     */
    public ConformanceSubject withKnownDifference(String name, String reason) {
        Map<String, String> more = new HashMap<>(knownDifferences);
        more.put(name, reason);
        return new ConformanceSubject(ways, mayLoseData, more);
    }

    /** {@return reasons by the names of cases} */
    public Map<String, String> knownDifferences() {
        return knownDifferences;
    }

    /**
     * Whether a case with this need can be run.
     *
     * @param need of the case
     * @return true if the subject meets it
     */
    public boolean meets(Need need) {
        return switch (need) {
            case DATA_LOSS -> mayLoseData;
            case SOCKET -> ways.helper() != null;
            case MEDIA -> ways.firstMedia() != null;
        };
    }

    /** The unit with nobody registered, for a case that may change it. */
    Bench bench() {
        return Bench.cleared(
                new Initiator("the first initiator", ways.first(), ways.firstMedia()),
                new Initiator("the second initiator", ways.second(), ways.secondMedia()));
    }

    /** The first initiator, for a case that only reads. */
    Initiator reader() {
        return new Initiator("the first initiator", ways.first(), null);
    }

    /** The second initiator, likewise. */
    Initiator secondReader() {
        return new Initiator("the second initiator", ways.second(), null);
    }

    HelperWay helper() {
        HelperWay helper = ways.helper();
        if (helper == null) {
            throw new IllegalStateException(Need.SOCKET.lack());
        }
        return helper;
    }

    /** Closes what this object opened or was given to close. */
    @Override
    public void close() {
        closeAll(ways.open());
    }

    private static void closeAll(List<AutoCloseable> open) {
        for (AutoCloseable one : open.reversed()) {
            try {
                one.close();
            } catch (Exception ignored) {
                // Nothing was written that could be lost.
            }
        }
    }
}
