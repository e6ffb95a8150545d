// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.portable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Targets in memory, iSCSI in front of them and the assertions need no Linux: in a JVM that may not call C they do all they do. */
final class AnySystemTest {
    private static final String LOG = "[class,load] ";

    private record Ended(int status, List<String> said, List<String> loaded) {}

    private static Ended play(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:stdout:tags"));
        if (deniesByOption()) {
            command.add("--illegal-native-access=deny");
        }
        String path = System.getProperty("java.class.path")
                + File.pathSeparator
                + System.getProperty("jdk.module.path", "")
                + File.pathSeparator
                + Path.of("target", "test-classes").toAbsolutePath();
        command.addAll(List.of("-cp", path, InMemoryFencing.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = new ArrayList<>();
        List<String> loaded = new ArrayList<>();
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                    if (line.startsWith(LOG)) {
                        loaded.add(line.substring(LOG.length()).split(" ", 2)[0]);
                    } else {
                        said.add(line);
                    }
                });
        return new Ended(process.waitFor(), said, loaded);
    }

    private static boolean deniesByOption() {
        return Runtime.version().feature() >= 24;
    }

    @Test
    void aFencingInMemoryLoadsNothingOfLinux() throws Exception {
        Ended ended = play();
        assertThat(ended.said()).containsExactly("fenced");
        assertThat(ended.status()).isZero();
        assertThat(ended.loaded())
                .contains("io.prhelper.simulation.target.SimulatedTarget", "io.prhelper.simulation.iscsi.IscsiNexus")
                .noneMatch(name -> name.startsWith("io.prhelper.ffm."));
    }

    /** Else the test above would say nothing. */
    @Test
    void theHalfWithDescriptorsIsRefusedThere() throws Exception {
        assumeThat(deniesByOption()).as("a JDK that denies, and not only warns").isTrue();
        Ended ended = play("helper");
        assertThat(ended.status()).isNotZero();
        assertThat(String.join("\n", ended.said())).contains("IllegalCallerException");
        assertThat(ended.loaded()).anyMatch(name -> name.startsWith("io.prhelper.ffm.libc."));
    }
}
