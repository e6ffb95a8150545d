// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.it.OtherInitiators.Said;
import io.prhelper.simulation.target.TargetProfile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** libiscsi's tests judge the simulated targets, over the wire: {@code iscsi-test-cu} of Debian, as it is. */
final class LibiscsiIT {
    /** All that it has about persistent reservations. */
    private static final String RESERVATIONS = "ALL.Prin*,ALL.Prout*";

    private static final int RESERVATION_TESTS = 20;

    /** What a kind of target does not pass, and why; all the rest of the twenty it passes. */
    private static final Map<String, Set<String>> FAILURES = Map.of(
            // KEYS_LENGTH_CUT: the length of READ KEYS says what fitted, not what there is.
            "lio-old", Set.of("PrinReadKeys.Truncate"),
            // NO_FULL_STATUS; RELEASE_ATTENTION_INVERTED: the four fail on tgt itself.
            "tgt",
                    Set.of(
                            "PrinServiceactionRange.Range",
                            "ProutReserve.OwnershipEA",
                            "ProutReserve.OwnershipEARO",
                            "ProutReserve.OwnershipWE",
                            "ProutReserve.OwnershipWERO"),
            // KEYS_LENGTH_CUT; REMOVALS_COUNTED; RESERVATION_KEEPS_KEY; ALL_REGISTRANTS_ADMIT_EVERYBODY.
            "spdk",
                    Set.of(
                            "PrinReadKeys.Truncate",
                            "ProutPreempt.RemoveRegistration",
                            "ProutReserve.AccessEAAR",
                            "ProutReserve.AccessWEAR",
                            "ProutReserve.OwnershipEAAR",
                            "ProutReserve.OwnershipWEAR"),
            // The same, but for the last.
            "spdk-old",
                    Set.of(
                            "PrinReadKeys.Truncate",
                            "ProutPreempt.RemoveRegistration",
                            "ProutReserve.OwnershipEAAR",
                            "ProutReserve.OwnershipWEAR"),
            // KEYS_IN_A_LIST: whoever unregisters may leave another with its key.
            "istgt",
                    Set.of(
                            "ProutClear.Simple",
                            "ProutPreempt.RemoveRegistration",
                            "ProutRegister.Simple",
                            "ProutReserve.AccessEAAR",
                            "ProutReserve.AccessWEAR",
                            "ProutReserve.OwnershipEA",
                            "ProutReserve.OwnershipEAAR",
                            "ProutReserve.OwnershipEARO",
                            "ProutReserve.OwnershipWE",
                            "ProutReserve.OwnershipWEAR",
                            "ProutReserve.OwnershipWERO",
                            "ProutReserve.Simple"));

    /** What the target does not claim to have, and the program asks for in its start or beside a test. */
    private static final Pattern NOT_THERE = Pattern.compile(
            ".*\\[SKIPPED\\] (REPORT_SUPPORTED_OPCODES is not implemented\\.|Logical unit is fully provisioned.*)");

    private static final Pattern SUMMARY = Pattern.compile("tests +([0-9]+) +([0-9]+) +([0-9]+) +([0-9]+) +([0-9]+)");
    private static final Pattern FAILED = Pattern.compile("Suite (\\S+), Test (\\S+) had failures");

    /**
     * What the program found.
     *
     * @param ran tests
     * @param failed their names
     */
    private record Findings(int ran, Set<String> failed, String text) {}

    private static Findings run(OtherInitiators others, String url, String tests) throws IOException {
        Said said = others.libiscsi("iscsi-test-cu", "--dataloss", "--normal", "--test=" + tests, url);
        Matcher summary = SUMMARY.matcher(said.text());
        assertThat(summary.find()).as(said.text()).isTrue();
        Set<String> failed = FAILED.matcher(said.text())
                .results()
                .map(result -> result.group(1) + "." + result.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(said.text().lines().filter(line -> line.contains("[SKIPPED]")))
                .as(said.text())
                .allMatch(line -> NOT_THERE.matcher(line).matches());
        assertThat(summary.group(2)).as(said.text()).isEqualTo(summary.group(1));
        assertThat(failed).as(said.text()).hasSize(Integer.parseInt(summary.group(4)));
        return new Findings(Integer.parseInt(summary.group(2)), failed, said.text());
    }

    static Stream<String> profiles() {
        return TargetProfile.all().stream().map(TargetProfile::name);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void reservationsAreAsTheProfileSays(String profile) throws IOException {
        OtherInitiators others = OtherInitiators.require();
        try (Simulating simulating = Simulating.start("-p", profile, "-l", "127.0.0.1:0")) {
            Findings findings = run(others, simulating.url(profile), RESERVATIONS);
            assertThat(findings.failed()).as(findings.text()).isEqualTo(FAILURES.getOrDefault(profile, Set.of()));
            assertThat(findings.ran()).isEqualTo(RESERVATION_TESTS);
        }
    }

    /** iSCSI itself, SPC-2 reservations over logouts and resets, and what initiators look at before they use a disk. */
    @ParameterizedTest
    @CsvSource({
        "iSCSIcmdsn, 2",
        "iSCSIdatasn, 1",
        "iSCSITMF, 2",
        "Reserve6, 7",
        "Inquiry, 7",
        "Mandatory, 1",
        "ModeSense6, 5",
        "ReadCapacity10, 1",
        "ReadCapacity16, 4",
        "TestUnitReady, 1",
    })
    void theStrictTargetPasses(String family, int tests) throws IOException {
        OtherInitiators others = OtherInitiators.require();
        try (Simulating simulating = Simulating.start("-l", "127.0.0.1:0")) {
            Findings findings = run(others, simulating.url("strict-spc5"), "ALL." + family);
            assertThat(findings.failed()).as(findings.text()).isEmpty();
            assertThat(findings.ran()).isEqualTo(tests);
        }
    }

    @Test
    void discoveryFindsEveryTargetPortAndItsUnits() throws IOException {
        OtherInitiators others = OtherInitiators.require();
        try (Simulating simulating = Simulating.start("-l", "127.0.0.1:0", "--ports", "2", "--units", "3")) {
            List<Integer> ports = simulating.tcpPorts();
            assertThat(ports).hasSize(2);
            Said said = others.libiscsi("iscsi-ls", "-s", "iscsi://127.0.0.1:" + ports.getLast());
            assertThat(said.status()).as(said.text()).isZero();
            for (int port = 1; port <= 2; port++) {
                assertThat(said.text())
                        .contains("Target:iqn.2026-01.io.prhelper:strict-spc5 Portal:127.0.0.1:" + ports.get(port - 1)
                                + "," + port);
            }
            assertThat(said.text().lines().filter(line -> line.matches("Lun:[012] +Type:DIRECT_ACCESS .*")))
                    .hasSize(6);
        }
    }
}
