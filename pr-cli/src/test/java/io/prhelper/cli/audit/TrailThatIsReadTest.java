// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.history.Answer;
import io.prhelper.cli.history.TextReport;
import io.prhelper.cli.history.Trails;
import io.prhelper.ffm.ServerObserver.Finished;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the trail says in its two spellings is read as the same. */
final class TrailThatIsReadTest {
    private static final Instant TIME = Instant.parse("2026-11-30T20:33:24.123456Z");
    private static final PeerFacts PEER = new PeerFacts(
            "/usr/bin/qemu-system-x86_64", null, "/x.scope", new VirtualMachine("web1", VirtualMachine.By.LIBVIRT));

    @TempDir
    private Path folder;

    private static AuditRecord record(int number, Finished request) {
        DeviceFacts device = new DeviceFacts("/dev/sdb", "naa.6001405");
        return AuditRecord.of(
                TIME.plusSeconds(number), request, PEER, request.kind() == null ? DeviceFacts.UNKNOWN : device);
    }

    /** As journalctl(1) prints an entry with {@code -o json}. */
    private static String printed(Instant time, String entry) {
        Map<String, List<String>> fields = entry.lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.groupingBy(
                        field -> field[0],
                        LinkedHashMap::new,
                        Collectors.mapping(field -> '"' + field[1] + '"', Collectors.toList())));
        String micros = Long.toString(time.getEpochSecond() * 1_000_000 + time.getNano() / 1000);
        return fields.entrySet().stream()
                .map(field -> '"' + field.getKey() + "\":"
                        + (field.getValue().size() == 1 ? field.getValue().getFirst() : field.getValue()))
                .collect(Collectors.joining(
                        ",", "{\"_HOSTNAME\":\"node1\",\"__REALTIME_TIMESTAMP\":\"" + micros + "\",", "}\n"));
    }

    private String told(String trail) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Trails trails = Trails.open(
                List.of("-"),
                new ByteArrayInputStream(trail.getBytes(StandardCharsets.UTF_8)),
                problem -> assertThat(problem).isNull())) {
            Answer answer = Answer.of("8:16@node1", trails, null, folder);
            assertThat(answer.isWhole()).isTrue();
            TextReport.print(answer, new PrintStream(out, true, StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everythingThatItMaySayIsReadInBothSpellings() throws Exception {
        JsonLine lines = new JsonLine("node1");
        JournalEntry journal = new JournalEntry("qemu-pr-helper");
        StringBuilder asLines = new StringBuilder();
        StringBuilder asJournal = new StringBuilder();
        int number = 0;
        for (Finished request : Requests.allWithAllOutcomes()) {
            AuditRecord record = record(number++, request);
            asLines.append(lines.of(record)).append('\n');
            asJournal.append(printed(record.time(), journal.of(record)));
        }
        String told = told(asLines.toString());
        assertThat(told).isEqualTo(told(asJournal.toString())).contains("/dev/sdb (8:16) on node1", "web1 on node1");
    }

    @Test
    void aFencingIsToldWithItsMachine() throws Exception {
        AuditRecord record = record(0, Requests.good(Requests.preempt()));
        assertThat(told(new JsonLine("node1").of(record) + "\n"))
                .contains(
                        "  2026-11-30 20:33:24.123  web1 on node1 fenced unknown, key 0x000000000000000b\n",
                        "PREEMPT with key 0x000000000000000a (pid 4711, /usr/bin/qemu-system-x86_64) through 8:16@node1");
    }
}
