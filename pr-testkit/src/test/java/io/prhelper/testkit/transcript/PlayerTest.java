// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.simulation.disk.SimulatedDisks;
import io.prhelper.simulation.target.Deviation;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list, played against our server with simulated disks. */
final class PlayerTest {
    /**
     * Where the simulated LIO is not the real one: a simulated disk makes no system call, so it takes a descriptor that a real one can
     * not be asked through, and a node of any driver; and Linux 6.1 cuts short answers, and refuses a RELEASE with a scope, otherwise than the copy of LIO that
     * the profile was read from.
     */
    private static final Set<String> NOT_SIMULATED = Set.of(
            "the descriptor is of: a-name-only",
            "the descriptor is of: null-device",
            "types and scopes that there are not",
            "READ KEYS with many allocation lengths",
            "READ RESERVATION with many allocation lengths",
            "REPORT CAPABILITIES with many allocation lengths",
            "READ FULL STATUS with many allocation lengths");

    @TempDir
    private Path folder;

    /**
     * {@code reference.txt} was recorded in the lab: qemu-pr-helper 7.2, disks of LIO in Linux 6.1. So the socket side of our server is
     * held against the reference in every build, and the simulated LIO against the real one.
     */
    @Test
    void ourServerWithASimulatedLioAnswersAsTheRecordedReferenceWithARealOne() throws IOException {
        TargetConfiguration lio = TargetConfiguration.of(TargetProfile.LIO)
                // As newer kernels do.
                .without(Deviation.LIST_LENGTH_REFUSED_AS_LIST)
                .withTargetPorts(1, 2);
        List<AllowedDeviation> deviations = AllowedDeviation.ofOurHelper().stream()
                .filter(deviation -> !NOT_SIMULATED.contains(deviation.conversation()))
                .toList();
        assertThat(Comparison.problems(recorded(), play(lio), deviations)).isEmpty();
    }

    private Transcript play(TargetConfiguration configuration) throws IOException {
        SimulatedTarget target = SimulatedTarget.create(configuration);
        SimulatedDisks disks = new SimulatedDisks();
        Path socket = folder.resolve("s");
        List<String> lines = new ArrayList<>();
        try (UnixListener listener = UnixListener.bind(socket.toString(), OptionalInt.empty());
                HelperServer server =
                        HelperServer.on(listener.fd()).device(disks).start();
                OwnedFd a = disks.open(target.nexus(Commands.PORT_A, 1, 0));
                OwnedFd b = disks.open(target.nexus(Commands.PORT_B, 2, 0));
                Player player = Player.open(socket, path(a), path(b))) {
            player.play(Conversations.WHATEVER_THE_PORTS, lines::add);
        }
        return simulated(lines);
    }

    /** A path that opens the same file again. */
    private static Path path(OwnedFd file) {
        return Path.of("/proc/self/fd", Integer.toString(file.fd()));
    }

    private static Transcript recorded() throws IOException {
        try (InputStream resource = PlayerTest.class.getResourceAsStream("reference.txt")) {
            return simulated(new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    private static Transcript simulated(List<String> lines) {
        Transcript transcript = Transcript.parse(lines);
        transcript.conversations().keySet().removeAll(NOT_SIMULATED);
        return transcript;
    }
}
