// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.ChildJvm;
import io.prhelper.ffm.daemon.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessLimitsTest {
    @Test
    void openFilesAreRaisedAsFarAsIsAllowedAndNeverLowered() throws Exception {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -S -n 64 && ulimit -H -n 200 && exec \"$@\"", "sh"));
        // The JVM itself would raise the limit to the hard one.
        command.addAll(ChildJvm.command(List.of("-XX:-MaxFDLimit"), Program.class));
        try (ChildJvm child = ChildJvm.start(true, command)) {
            assertThat(child.lines())
                    .containsExactly(
                            "64 of Max open files            64                   200                  files     ",
                            "100 of Max open files            100                  200                  files     ",
                            "100 of Max open files            100                  200                  files     ",
                            "200 of Max open files            200                  200                  files     ");
            assertThat(child.status()).isZero();
        }
    }

    /** Asks for some numbers. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            for (long wanted : new long[] {10, 100, 50, 100_000}) {
                long now = Confinement.raiseOpenFiles(wanted);
                Files.readAllLines(Path.of("/proc/self/limits")).stream()
                        .filter(line -> line.startsWith("Max open files"))
                        .forEach(line -> System.out.println(now + " of " + line));
            }
        }
    }
}
