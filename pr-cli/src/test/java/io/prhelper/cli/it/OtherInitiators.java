// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of others that use iSCSI disks, as {@code lab prepare} unpacks them. */
final class OtherInitiators {
    private static final Path LAB =
            Path.of("../pr-testkit/lab/lab").toAbsolutePath().normalize();
    private static final int NOT_AVAILABLE = 77;
    private static final int PATIENCE_SECONDS = 120;

    private final Path root;

    private OtherInitiators(Path root) {
        this.root = root;
    }

    /** How a program ended. */
    record Said(int status, String text) {}

    /** Skips the test where they are missing and says so; in a build by a machine (CI=true) that is a failure. */
    static OtherInitiators require() throws IOException {
        Said said = run(new ProcessBuilder(LAB.toString(), "initiators"));
        if (said.status() == NOT_AVAILABLE && !"true".equals(System.getenv("CI"))) {
            abort(said.text().strip());
        }
        assertThat(said.status()).as(said.text()).isZero();
        return new OtherInitiators(Path.of(said.text().strip()));
    }

    /** Runs one of libiscsi's. */
    Said libiscsi(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "timeout",
                Integer.toString(PATIENCE_SECONDS),
                root.resolve("usr/bin").resolve(program).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put("LD_LIBRARY_PATH", root.resolve("usr/lib/x86_64-linux-gnu").toString());
        return run(builder);
    }

    private static Said run(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Said(process.exitValue(), text);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        } finally {
            process.destroyForcibly();
        }
    }
}
