// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd units, judged by systemd: how much of the system a helper that was taken over could reach. */
class UnitsIT {
    private static final Path UNITS = Path.of(System.getProperty("dist"), "lib/systemd/system");
    private static final Path PAGE = Path.of("..", "module-info-docs", "service.md");

    @TempDir
    private Path folder;

    @BeforeEach
    void installTheService() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd-analyze is not installed");
        // The executable has to exist where the unit says.
        String unit = Files.readString(UNITS.resolve("qemu-pr-helper.service"));
        Files.writeString(
                folder.resolve("qemu-pr-helper.service"),
                unit.replace("/usr/bin/qemu-pr-helper", Installed.OURS.path().toString()));
        Files.copy(UNITS.resolve("qemu-pr-helper.socket"), folder.resolve("qemu-pr-helper.socket"));
    }

    @Test
    void systemdUnderstandsEveryLine() throws Exception {
        assertUnderstood();
    }

    private void assertUnderstood() throws Exception {
        assertThat(run("systemd-analyze", "verify", "--man=no", "./qemu-pr-helper.service", "./qemu-pr-helper.socket"))
                .isEmpty();
    }

    @Test
    void theServiceIsExposedByAtMostPointEight() throws Exception {
        assertThat(exposure()).isLessThanOrEqualTo(0.8);
    }

    @Test
    void asAHelperForMapsTheServiceIsExposedByAtMostOnePointOne() throws Exception {
        Path dropIns = Files.createDirectory(folder.resolve("qemu-pr-helper.service.d"));
        Files.writeString(dropIns.resolve("multipath.conf"), dropInForMaps());
        assertUnderstood();
        assertThat(exposure()).isGreaterThan(0.8).isLessThanOrEqualTo(1.1);
    }

    /** What the page has an administrator write where there are multipath maps. */
    static String dropInForMaps() throws IOException {
        String begin = "```\n# systemctl edit qemu-pr-helper.service\n";
        String page = Files.readString(PAGE);
        assertThat(page).containsOnlyOnce(begin);
        String rest = page.substring(page.indexOf(begin) + begin.length());
        return rest.substring(0, rest.indexOf("```"));
    }

    private double exposure() throws Exception {
        String report = run("systemd-analyze", "security", "--offline=true", "./qemu-pr-helper.service");
        String mark = "Overall exposure level for qemu-pr-helper.service: ";
        assertThat(report).contains(mark);
        String rest = report.substring(report.indexOf(mark) + mark.length());
        return Double.parseDouble(rest.substring(0, rest.indexOf(' ')));
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
