// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.prhelper.simulation.iscsi.IscsiAddress;
import io.prhelper.simulation.target.TargetProfile;
import io.prhelper.testkit.comparison.Comparison;
import io.prhelper.testkit.comparison.IscsiUnit;
import io.prhelper.testkit.oracle.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A daemon of {@code pr-testkit/targets}, logged in to by three initiator ports and one that looks. */
final class RealTarget implements AutoCloseable {
    private static final Path TARGETS =
            Path.of("../pr-testkit/targets/targets").toAbsolutePath().normalize();
    private static final int NOT_AVAILABLE = 77;

    private final Process process;
    private final TargetProfile profile;
    private @Nullable IscsiUnit unit;

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
        unit = IscsiUnit.login(IscsiAddress.parse(said), Duration.ofSeconds(10));
    }

    Comparison besideItsProfile(BiPredicate<Request, Integer> sendable) {
        return Objects.requireNonNull(unit).beside(profile, sendable);
    }

    @Override
    public void close() throws IOException {
        if (unit != null) {
            unit.close();
        }
        process.outputWriter(UTF_8).close();
        process.onExit().join();
        process.inputReader(UTF_8).close();
    }
}
