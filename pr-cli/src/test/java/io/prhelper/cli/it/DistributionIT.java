// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as a folder that is copied to wherever it is wanted. */
class DistributionIT {
    private static final Path DIST = Path.of(System.getProperty("dist"));
    private static final Path ARCHIVE = Path.of("lib/runtime/lib/server/classes.jsa");

    @TempDir
    private Path folder;

    @Test
    void aCopyRunsAnywhere() throws Exception {
        Path copy = copyTo("another place");
        assertThat(run(copy.resolve("bin/qemu-pr-helper").toString(), "-V")).startsWith(copy + "/bin/qemu-pr-helper ");
    }

    @Test
    void theClassArchiveIsUsedAlsoInACopy() throws Exception {
        // on, and not auto: an archive that does not fit is an error.
        Path java = copyTo("copy").resolve("lib/runtime/bin/qemu-pr-helper");
        assertThat(run(java.toString(), "-Xshare:on", "-m", "io.prhelper.cli/io.prhelper.cli.Main", "-V"))
                .startsWith("qemu-pr-helper ");
    }

    @Test
    void aMissingOrBrokenClassArchiveCostsNothingButTime() throws Exception {
        Path copy = copyTo("copy");
        Files.writeString(copy.resolve(ARCHIVE), "no archive");
        assertThat(run(copy.resolve("bin/qemu-pr-helper").toString(), "-V")).hasLineCount(1);
        Files.delete(copy.resolve(ARCHIVE));
        assertThat(run(copy.resolve("bin/qemu-pr-helper").toString(), "-V")).hasLineCount(1);
    }

    @Test
    void thereIsNoToolOfTheJdkInIt() throws IOException {
        try (var tools = Files.list(DIST.resolve("lib/runtime/bin"))) {
            assertThat(tools.map(Path::getFileName)).containsExactly(Path.of("qemu-pr-helper"));
        }
    }

    private Path copyTo(String name) throws Exception {
        Path copy = folder.resolve(name);
        assertThat(run("cp", "-a", DIST.toString(), copy.toString())).isEmpty();
        return copy;
    }

    /** Runs a command that must succeed and be silent on standard error. */
    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(err).isEmpty();
        assertThat(process.waitFor()).isZero();
        return out;
    }
}
