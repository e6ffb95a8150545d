// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.event.Messages;
import io.prhelper.core.protocol.Violation;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.server.Activity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers as whoever collects them reads them. */
final class MetricsTest {
    private static final PeerCredentials PEER = new PeerCredentials(1, 2, 3);

    private final Fencings fencings = new Fencings();

    @TempDir
    private Path folder;

    private Metrics metrics() {
        return new Metrics(folder.resolve("x.prom"), "/run/a \"b\"\\\n", "1.2", fencings, new Messages("test", 0));
    }

    private static List<String> lines(Metrics metrics, String name) {
        String socket = "socket=\"/run/a \\\"b\\\"\\\\\\n\"";
        return metrics.text()
                .lines()
                .filter(line -> line.startsWith("qemu_pr_helper_" + name))
                .map(line -> line.replace(socket + ",", "").replace(socket, "").substring("qemu_pr_helper_".length()))
                .toList();
    }

    private static void count(
            Metrics metrics, Decision decision, int opcode, int action, int status, @Nullable Sense sense, long nanos) {
        metrics.observer().counted(decision, opcode, action, status, sense, nanos);
    }

    @Test
    void requestsAreCountedByActionAndStatus() {
        Metrics metrics = metrics();
        count(metrics, Decision.EXECUTED, 0x5e, 0, 0, null, 50_000);
        count(metrics, Decision.EXECUTED, 0x5e, 0, 0, null, 50_000);
        count(metrics, Decision.EXECUTED, 0x5f, 5, 0x18, null, 50_000);
        count(metrics, Decision.EXECUTED, 0x5f, 31, 0, null, 50_000);
        count(metrics, Decision.EXECUTED, 0xff, 0, 0, null, 50_000);
        count(metrics, Decision.READ_ONLY, 0x5f, 1, 2, Sense.INVALID_OPCODE, 50_000);
        count(metrics, Decision.EXECUTED, 0x5e, 31, 0x3f, null, 50_000);
        assertThat(lines(metrics, "requests_total"))
                .contains(
                        "requests_total{action=\"READ KEYS\",status=\"GOOD\"} 2",
                        "requests_total{action=\"PREEMPT AND ABORT\",status=\"GOOD\"} 0",
                        "requests_total{action=\"PREEMPT AND ABORT\",status=\"RESERVATION CONFLICT\"} 1",
                        "requests_total{action=\"RESERVE\",status=\"CHECK CONDITION\"} 1",
                        "requests_total{action=\"CLEANUP\",status=\"GOOD\"} 1",
                        "requests_total{action=\"other\",status=\"GOOD\"} 1",
                        "requests_total{action=\"other\",status=\"other\"} 1")
                .hasSize(15 + 3);
        assertThat(lines(metrics, "requests_refused_total"))
                .contains("requests_refused_total{reason=\"read_only\"} 1", "requests_refused_total{reason=\"busy\"} 0")
                .hasSize(Decision.values().length - 1);
    }

    @Test
    void durationsAreAHistogram() {
        Metrics metrics = metrics();
        for (long nanos : new long[] {100_000, 100_001, 2_000_000, 40_000_000_000L}) {
            count(metrics, Decision.EXECUTED, 0x5e, 0, 0, null, nanos);
        }
        assertThat(lines(metrics, "request_duration_seconds"))
                .contains(
                        "request_duration_seconds_bucket{action=\"READ KEYS\",le=\"0.0001\"} 1",
                        "request_duration_seconds_bucket{action=\"READ KEYS\",le=\"0.00025\"} 2",
                        "request_duration_seconds_bucket{action=\"READ KEYS\",le=\"0.001\"} 2",
                        "request_duration_seconds_bucket{action=\"READ KEYS\",le=\"0.0025\"} 3",
                        "request_duration_seconds_bucket{action=\"READ KEYS\",le=\"30\"} 3",
                        "request_duration_seconds_bucket{action=\"READ KEYS\",le=\"+Inf\"} 4",
                        "request_duration_seconds_sum{action=\"READ KEYS\"} 40.002200001",
                        "request_duration_seconds_count{action=\"READ KEYS\"} 4")
                .noneMatch(line -> line.contains("RESERVE"));
    }

    /** Where a reservation was taken away, the next answer of the device says so. */
    @Test
    void whatADeviceSaysOfLossesIsCounted() {
        Metrics metrics = metrics();
        count(metrics, Decision.EXECUTED, 0x5f, 1, 2, Sense.REGISTRATIONS_PREEMPTED, 1);
        count(metrics, Decision.EXECUTED, 0x5e, 1, 2, Sense.RESERVATIONS_PREEMPTED, 1);
        count(metrics, Decision.EXECUTED, 0x5e, 1, 2, Sense.RESET_OCCURRED, 1);
        assertThat(lines(metrics, "reservations_lost_total"))
                .containsExactly(
                        "reservations_lost_total{attention=\"reservations_preempted\"} 1",
                        "reservations_lost_total{attention=\"reservations_released\"} 0",
                        "reservations_lost_total{attention=\"registrations_preempted\"} 1");
    }

    @Test
    void clientsAreCounted() {
        Metrics metrics = metrics();
        ServerObserver observer = metrics.observer();
        observer.connected(1, PEER);
        observer.refused(PEER, Limit.PER_PEER, 7);
        observer.violated(1, PEER, Violation.NO_DESCRIPTOR);
        observer.timedOut(1, PEER);
        observer.timedOut(2, PEER);
        observer.failed(1, PEER, new IOException());
        assertThat(lines(metrics, "connections_"))
                .containsExactly(
                        "connections_opened_total{} 1",
                        "connections_refused_total{limit=\"connections\"} 0",
                        "connections_refused_total{limit=\"open_files\"} 0",
                        "connections_refused_total{limit=\"per_user\"} 0",
                        "connections_refused_total{limit=\"per_peer\"} 1",
                        "connections_broken_total{reason=\"violation\"} 1",
                        "connections_broken_total{reason=\"timeout\"} 2",
                        "connections_broken_total{reason=\"failure\"} 1");
    }

    @Test
    void theFileIsThereFromTheStartToTheEndAndNothingBesideIt() throws IOException {
        Path file = folder.resolve("x.prom");
        Files.writeString(file, "of an earlier start");
        try (Metrics metrics = metrics().lines("log", () -> 5)) {
            metrics.start(() -> new Activity(3, 4, 1, 2, 1));
            assertThat(lines(metrics, "connections{")).containsExactly("connections{} 3");
            assertThat(lines(metrics, "requests_in_flight")).containsExactly("requests_in_flight{} 1");
            assertThat(lines(metrics, "threads")).containsExactly("threads{} 2", "threads_stuck{} 1");
            assertThat(lines(metrics, "lines_lost_total")).containsExactly("lines_lost_total{to=\"log\"} 5");
            assertThat(lines(metrics, "build_info").getFirst()).contains("version=\"1.2\"", "java=\"");
            assertThat(file)
                    .content()
                    .startsWith("# HELP qemu_pr_helper_build_info ")
                    .endsWith("\n");
            count(metrics, Decision.EXECUTED, 0x5e, 0, 0, null, 1);
        }
        assertThat(file).content().contains("action=\"READ KEYS\",status=\"GOOD\"} 1\n");
        assertThat(folder)
                .isDirectoryContaining(path -> path.equals(file))
                .satisfies(path -> assertThat(path.toFile().list()).hasSize(1));
    }

    @Test
    void aFolderThatIsNotThereIsAMessage() throws IOException {
        Path nowhere = folder.resolve("none/x.prom");
        try (Metrics metrics = new Metrics(nowhere, "s", "1", fencings, new Messages("test", 0))) {
            metrics.start(() -> new Activity(0, 0, 0, 2, 0));
            assertThat(metrics.folder()).doesNotExist();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aServersOwnSocketDoesNotEndItsLabel() {
        assertThat(metrics().text().lines())
                .allMatch(line -> line.startsWith("# ")
                        || line.matches("qemu_pr_helper_[a-z_]+\\{([a-z]+=\"([^\"\\\\]|\\\\.)*\",?)+} [0-9.]+"));
    }
}
