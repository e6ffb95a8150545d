// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.disk.SimulatedHelper;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import io.prhelper.testkit.conformance.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.NodeList;

/** The command {@code conformance}: what it prints and writes, and how it ends. */
final class ConformanceIT {
    private static final int CASES = Conformance.ALL.size();

    @TempDir
    private Path folder;

    /** A helper in this process, and its two nodes as another process opens them. */
    private record Simulated(SimulatedHelper helper, List<String> operands) implements AutoCloseable {
        static Simulated of(TargetProfile profile) throws IOException {
            SimulatedHelper helper = SimulatedHelper.start(TargetConfiguration.of(profile));
            return new Simulated(
                    helper, List.of(helper.socket().toString(), node(helper.connect()), node(helper.connect())));
        }

        private static String node(SimulatedClient client) {
            return "/proc/" + ProcessHandle.current().pid() + "/fd/"
                    + client.disk().fd();
        }

        Outcome run(String... options) {
            return ConformanceIT.run(operands, options);
        }

        @Override
        public void close() {
            helper.close();
        }
    }

    private static Outcome run(List<String> operands, String... options) {
        return Installed.OURS.run(Stream.of(List.of("conformance"), List.of(options), operands)
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    /** A socket that nobody listens at, and files that are no disks. */
    private List<String> useless() throws IOException {
        return List.of(
                folder.resolve("s").toString(),
                Files.createTempFile(folder, "a", "").toString(),
                Files.createTempFile(folder, "b", "").toString());
    }

    private static long count(String text, String beginning) {
        return text.lines().filter(line -> line.startsWith(beginning)).count();
    }

    @Test
    void whatConformsPassesEveryCaseThatNeedsNoBlocks() throws Exception {
        try (Simulated simulated = Simulated.of(TargetProfile.STRICT_SPC5)) {
            Outcome outcome = simulated.run("--may-lose-data");
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out())
                    .startsWith("TAP version 14\n1.." + CASES + "\nok 1 - " + Conformance.PRECONDITION.name() + "\n");
            assertThat(count(outcome.out(), "ok ")).isEqualTo(CASES);
            assertThat(outcome.out().lines().filter(line -> line.contains(" # SKIP ")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("it reads and writes blocks"));
            assertThat(outcome.status()).isZero();
        }
    }

    /** A file in memory is no such disk: who is to read there, can not. */
    @Test
    void blocksAreReadAndWrittenByTheNodesThemselves() throws Exception {
        try (Simulated simulated = Simulated.of(TargetProfile.STRICT_SPC5)) {
            Outcome outcome = simulated.run("--may-lose-data", "--blocks");
            assertThat(outcome.out()).doesNotContain(" # SKIP ");
            assertThat(outcome.out().lines().filter(line -> line.startsWith("not ok ")))
                    .hasSameSizeAs(ReservationType.values())
                    .allMatch(line -> line.endsWith("lets others read and write as the table says"));
            assertThat(outcome.status()).isEqualTo(1);
        }
    }

    @Test
    void nothingIsChangedUnlessThatIsAskedFor() throws Exception {
        try (Simulated simulated = Simulated.of(TargetProfile.STRICT_SPC5)) {
            Outcome outcome = simulated.run();
            assertThat(outcome.out()).contains(" # SKIP it would change reservations and data");
            assertThat(outcome.status()).isZero();
            assertThat(simulated.helper().target().unit(0).snapshot().generation())
                    .isZero();
        }
    }

    @Test
    void aCaseThatFailsIsToldWithItsReason() throws Exception {
        try (Simulated simulated = Simulated.of(TargetProfile.SPDK)) {
            Outcome outcome = simulated.run("--may-lose-data");
            assertThat(count(outcome.out(), "not ok ")).isPositive();
            assertThat(count(outcome.out(), "ok ") + count(outcome.out(), "not ok "))
                    .isEqualTo(CASES);
            assertThat(count(outcome.out(), "  message: \"")).isEqualTo(count(outcome.out(), "not ok "));
            assertThat(outcome.out()).doesNotContain("Bail out!");
            assertThat(outcome.status()).isEqualTo(1);

            Path file = folder.resolve("junit.xml");
            Outcome written = simulated.run("--may-lose-data", "--junit", file.toString());
            assertThat(written).isEqualTo(new Outcome(1, "", ""));
            String xml = Files.readString(file);
            assertThat(xml)
                    .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite ")
                    .contains(" tests=\"" + CASES + "\" failures=\"" + count(outcome.out(), "not ok ") + "\"")
                    .endsWith("</testsuite>\n");
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement()
                    .getElementsByTagName("testcase");
            assertThat(cases.getLength()).isEqualTo(CASES);
            assertThat(count(xml, "    <failure ")).isEqualTo(count(outcome.out(), "not ok "));
        }
    }

    @Test
    void whereNoHelperListensThatIsAllThereIs() throws IOException {
        List<String> useless = useless();
        Outcome outcome = run(useless);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().toList())
                .hasSize(8)
                .startsWith("TAP version 14", "1.." + CASES, "not ok 1 - " + Conformance.PRECONDITION.name())
                .last()
                .asString()
                .startsWith("Bail out! no other case is tried: ")
                .contains(useless.getFirst());
        Path file = folder.resolve("junit.xml");
        assertThat(run(useless, "-j" + file)).isEqualTo(new Outcome(1, "", ""));
        assertThat(Files.readString(file))
                .contains("<testsuite name=\"conformance\" tests=\"1\" failures=\"1\"")
                .contains("  <system-err>no other case is tried: ");
    }

    /** The real helper, in front of files that are no disks. */
    @Test
    void whereANodeIsNoDiskThatIsAllThereIs() throws IOException {
        List<String> useless = useless();
        try (Running running = Running.on(Path.of(useless.getFirst()))) {
            assertThat(running.process().isAlive()).isTrue();
            Outcome outcome = run(useless, "--may-lose-data");
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out())
                    .hasLineCount(8)
                    .contains("\nBail out! no other case is tried: READ KEYS of the first initiator: expected GOOD");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | missing operand SOCKET",
                "/s /a | missing operand NODE",
                "/s /a /b /c | extra operand '/c'",
                "/s /a /b --nonsense | unrecognized option '--nonsense'",
                "--junit | option '--junit' requires an argument"
            })
    void aCommandLineThatIsWrongEndsWithTwo(String arguments, String message) {
        Outcome outcome = Installed.OURS.run(("conformance " + arguments).trim().split(" "));
        String path = Installed.OURS.path().toString();
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        2,
                        "",
                        path + ": " + message + "\nqemu-pr-helper: Try `" + path
                                + " conformance --help' for more information.\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--blocks /s /a /b | --blocks goes with --may-lose-data only",
                "-j /nowhere/f /s /a /b | --junit: can not write '/nowhere/f': No such file or directory"
            })
    void soDoesAnArgumentThatCanNotBeUsed(String arguments, String message) {
        assertThat(Installed.OURS.run(("conformance " + arguments).split(" ")))
                .isEqualTo(new Outcome(2, "", "qemu-pr-helper: " + message + "\n"));
    }
}
