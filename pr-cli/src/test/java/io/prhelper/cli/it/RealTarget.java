// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.iscsi.IscsiAddress;
import io.prhelper.simulation.iscsi.IscsiNexus;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import io.prhelper.testkit.comparison.Comparison;
import io.prhelper.testkit.oracle.Request;
import io.prhelper.testkit.oracle.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** A daemon of {@code pr-testkit/targets}, logged in to by three initiator ports and one that looks. */
final class RealTarget implements AutoCloseable {
    private static final Path TARGETS =
            Path.of("../pr-testkit/targets/targets").toAbsolutePath().normalize();
    private static final int NOT_AVAILABLE = 77;
    private static final int SENDERS = 3;

    private final Process process;
    private final List<IscsiNexus> nexuses = new ArrayList<>();
    private final TargetProfile profile;

    private RealTarget(Process process, TargetProfile profile) {
        this.process = process;
        this.profile = profile;
    }

    /**
     * Starts the target that the profile is about; where it is not there the test is skipped with what is missing, but in a build by a machine
     * (CI=true) that is a failure.
     */
    static RealTarget start(String profile) throws IOException {
        Process process = new ProcessBuilder(
                        TARGETS.toString(),
                        "run",
                        profile,
                        "--",
                        "sh",
                        "-c",
                        "echo \"$PR_TARGET\"; read -r end || true")
                .redirectErrorStream(true)
                .start();
        RealTarget target = new RealTarget(process, TargetProfile.named(profile));
        try {
            target.logIn(process.inputReader(UTF_8).readLine());
            return target;
        } catch (IOException | RuntimeException failed) {
            target.close();
            throw failed;
        }
    }

    private void logIn(String said) throws IOException {
        if (!said.startsWith("iscsi://")) {
            int status = process.onExit().join().exitValue();
            if (status == NOT_AVAILABLE && !"true".equals(System.getenv("CI"))) {
                abort(said);
            }
            assertThat(said).as("status %d", status).startsWith("iscsi://");
        }
        IscsiAddress address = IscsiAddress.parse(said);
        for (int i = 0; i <= SENDERS; i++) {
            TransportId.IscsiPort port =
                    new TransportId.IscsiPort("iqn.2026-01.example:" + (char) ('a' + i), 0x8000_0000_0001L + i);
            nexuses.add(IscsiNexus.login(port, address, Duration.ofSeconds(10)));
        }
    }

    /** The initiator port that is called A, B, C for 0, 1, 2. */
    TransportId port(int number) {
        return nexuses.get(number).initiator();
    }

    int targetPort() {
        return nexuses.getLast().targetPort();
    }

    Comparison besideItsProfile(BiPredicate<Request, Integer> sendable) {
        Topology topology = new Topology(
                nexuses.subList(0, SENDERS).stream().map(IscsiNexus::initiator).toList(), List.of(targetPort()));
        return new Comparison(
                topology,
                nexuses.subList(0, SENDERS),
                nexuses.getLast(),
                port(SENDERS),
                TargetConfiguration.of(profile),
                sendable);
    }

    @Override
    public void close() throws IOException {
        for (IscsiNexus nexus : nexuses) {
            nexus.close();
        }
        process.outputWriter(UTF_8).close();
        process.onExit().join();
        process.inputReader(UTF_8).close();
    }
}
