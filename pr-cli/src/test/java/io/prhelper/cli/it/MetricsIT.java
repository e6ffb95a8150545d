// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of the installed helper, and what goes with them, as Prometheus' own check takes them. */
@Timeout(120)
class MetricsIT {
    private static final Path PROMTOOL =
            Path.of("../pr-testkit/monitoring/promtool").toAbsolutePath().normalize();
    private static final Path MONITORING = Path.of(System.getProperty("dist"), "share/monitoring");
    private static final int NOT_AVAILABLE = 77;

    @TempDir
    private Path folder;

    /** What a check of promtool says, after its exit status; where it is not there the test is skipped, but in a build by a machine. */
    private String checked(Path input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString(), "check"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status == NOT_AVAILABLE && !"true".equals(System.getenv("CI"))) {
            abort(said);
        }
        return status + " " + said;
    }

    @Test
    void theFileIsWrittenAndPrometheusTakesIt() throws Exception {
        Path socket = folder.resolve("s");
        Path numbers = Files.createDirectory(folder.resolve("numbers"));
        Path file = numbers.resolve("qemu-pr-helper.prom");
        Files.writeString(file, "of an earlier start");
        try (Running helper = Running.on(socket, "--metrics-file=" + file);
                OwnedFd disk = OwnedFd.inMemory("no disk")) {
            assumeThat(helper.before()).doesNotContain("no Landlock");
            Await.until("it is written", () -> Files.readString(file).startsWith("# HELP"));
            try (HelperClient client = HelperClient.connect(socket)) {
                for (int i = 0; i < 7; i++) {
                    client.execute(disk.fd(), new PrInCommand(PrInAction.READ_KEYS, 8));
                }
            }
            assertThat(helper.signal("TERM")).isZero();
            assertThat(helper.rest()).noneMatch(line -> line.contains("warning"));
        }
        assertThat(file)
                .content()
                .contains("{socket=\"" + socket + "\",action=\"READ KEYS\",status=\"CHECK CONDITION\"} 7\n");
        assertThat(numbers.toFile().list()).containsExactly("qemu-pr-helper.prom");
        // Each word of it is one of promtool's complaints.
        assertThat(checked(file, "metrics")).isEqualTo("0 ");
    }

    /** Threads that serve may do no more to files than that. */
    @Test
    void aFolderThatIsGoneIsAWarningAndNothingElse() throws Exception {
        Path socket = folder.resolve("s");
        try (Running helper = Running.on(socket, "--metrics-file=" + folder.resolve("none/x.prom"))) {
            assertThat(helper.signal("TERM")).isZero();
            assertThat(helper.rest())
                    .filteredOn(line -> line.contains("metrics"))
                    .containsExactly(
                            "qemu-pr-helper: warning: the metrics cannot be written: No such file or directory");
        }
    }

    @Test
    void theRulesAreOnes() throws Exception {
        Path rules = MONITORING.resolve("qemu-pr-helper.rules.yml");
        assertThat(checked(rules, "rules", rules.toString())).startsWith("0 ").contains("3 rules found");
    }

    /** A panel that asks for what is not written stays empty. */
    @Test
    void dashboardAndRulesAskForWhatIsWritten() throws Exception {
        Path socket = folder.resolve("s");
        Path file = folder.resolve("x.prom");
        try (Running helper = Running.on(socket, "--metrics-file=" + file);
                OwnedFd disk = OwnedFd.inMemory("no disk");
                HelperClient client = HelperClient.connect(socket)) {
            client.execute(disk.fd(), new PrInCommand(PrInAction.READ_KEYS, 8));
            assertThat(helper.signal("TERM")).isZero();
        }
        String written = Files.readString(file);
        for (String name : new String[] {"qemu-pr-helper.json", "qemu-pr-helper.rules.yml"}) {
            assertThat(asked(MONITORING.resolve(name)))
                    .isNotEmpty()
                    .allSatisfy(metric -> assertThat(written).contains("\n" + metric + "{"));
        }
    }

    private static List<String> asked(Path file) throws IOException {
        return Pattern.compile("qemu_pr_helper_[a-z_]+")
                .matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }
}
