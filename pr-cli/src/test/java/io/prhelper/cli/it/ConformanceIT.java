// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.it.Installed.Outcome;
import io.prhelper.testkit.conformance.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
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

    private Path socket;
    private Path first;
    private Path second;

    @BeforeEach
    void files() throws IOException {
        socket = folder.resolve("s");
        first = Files.createFile(folder.resolve("first"));
        second = Files.createFile(folder.resolve("second"));
    }

    private Outcome run(String... options) {
        List<String> line = new ArrayList<>(List.of("conformance"));
        line.addAll(List.of(options));
        line.addAll(List.of(socket.toString(), first.toString(), second.toString()));
        return Installed.OURS.run(line.toArray(String[]::new));
    }

    private static long count(String text, String beginning) {
        return text.lines().filter(line -> line.startsWith(beginning)).count();
    }

    @Test
    void whatConformsPassesEveryCaseThatNeedsNoBlocks() throws Exception {
        try (Simulating simulating = Simulating.start("-k", socket.toString())) {
            assertThat(simulating.line()).isNotEmpty();
            Outcome outcome = run("--may-lose-data");
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

    @Test
    void nothingIsChangedUnlessThatIsAskedFor() throws Exception {
        try (Simulating simulating = Simulating.start("-k", socket.toString())) {
            assertThat(simulating.line()).isNotEmpty();
            Outcome outcome = run();
            assertThat(outcome.out()).contains(" # SKIP it would change reservations and data");
            assertThat(outcome.status()).isZero();
            assertThat(Installed.OURS
                            .run("inspect", "-k", socket.toString(), first.toString())
                            .out())
                    .doesNotContain("0x");
        }
    }

    @Test
    void aCaseThatFailsIsToldWithItsReason() throws Exception {
        try (Simulating simulating = Simulating.start("-p", "spdk", "-k", socket.toString())) {
            assertThat(simulating.line()).isNotEmpty();
            Outcome outcome = run("--may-lose-data");
            assertThat(count(outcome.out(), "not ok ")).isPositive();
            assertThat(count(outcome.out(), "ok ") + count(outcome.out(), "not ok "))
                    .isEqualTo(CASES);
            assertThat(count(outcome.out(), "  message: \"")).isEqualTo(count(outcome.out(), "not ok "));
            assertThat(outcome.out()).doesNotContain("Bail out!");
            assertThat(outcome.status()).isEqualTo(1);

            Path file = folder.resolve("junit.xml");
            Outcome written = run("--may-lose-data", "--junit", file.toString());
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
        Outcome outcome = run();
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().toList())
                .hasSize(8)
                .startsWith("TAP version 14", "1.." + CASES, "not ok 1 - " + Conformance.PRECONDITION.name())
                .last()
                .asString()
                .startsWith("Bail out! no other case is tried: ")
                .contains(socket.toString());
        Path file = folder.resolve("junit.xml");
        assertThat(run("-j" + file)).isEqualTo(new Outcome(1, "", ""));
        assertThat(Files.readString(file))
                .contains("<testsuite name=\"conformance\" tests=\"1\" failures=\"1\"")
                .contains("  <system-err>no other case is tried: ");
    }

    /** The real helper, in front of files that are no disks. */
    @Test
    void whereANodeIsNoDiskThatIsAllThereIs() throws IOException {
        try (Running running = Running.on(socket)) {
            assertThat(running.process().isAlive()).isTrue();
            Outcome outcome = run("--may-lose-data");
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
