// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.JsonForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What inspect, watch, who and doctor say of a real disk, a real map and a real fencing; {@link GuestSight} plays it. */
final class LabSightIT {
    @TempDir
    private static Path share;

    @BeforeAll
    static void play() throws IOException {
        Files.writeString(share.resolve("initiators"), LabRun.initiators().toString());
        // Not the loopback fabric: a preemption that aborts is played.
        LabRun.runClass(share, GuestSight.class, "--multipath", "--iscsi");
    }

    private static String said(String name) throws IOException {
        return Files.readString(share.resolve(name));
    }

    @Test
    void theMapIsInspectedPathByPath() throws IOException {
        assertThat(new JsonForm("inspect-1").faults(said("before"))).isEmpty();
        assertThat(said("before")).contains("\"pathsAgree\":true", "\"holder\":true", "\"agrees\":true");
        assertThat(said("before-text"))
                .contains(
                        "multipath map 25",
                        "  paths          2 of 2 answer and agree",
                        "3 registrations",
                        "write exclusive, registrants only; held with key 0x000000003c7a0000",
                        "0x000000003c7a0001 (as fence_scsi makes them, node 1 of its cluster)");
        assertThat(said("after-text")).contains("1 registration,").doesNotContain("0x000000003c7a0000");
        assertThat(said("before-all")).contains("multipath map", "disk ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sg_persist", "sg_persist-sid"})
    void allThatSgPersistShowsIsInspectedToo(String program) throws IOException {
        List<String> shown = new ArrayList<>();
        for (String action : List.of("-k", "-r", "-s", "-c")) {
            shown.addAll(Files.readAllLines(share.resolve(program + action)));
        }
        assertThat(new JsonForm("inspect-1").faults(said("disk"))).isEmpty();
        assertThat(SgPersist.asWeSayIt(shown))
                .hasSizeGreaterThan(25)
                .allSatisfy(ours -> assertThat(said("disk")).containsPattern(ours));
    }

    @Test
    void aPathThatIsAwayCostsItsOwnLine() throws IOException {
        assertThat(new JsonForm("inspect-1").faults(said("away"))).isEmpty();
        assertThat(said("away")).contains("\"state\":\"offline\"", "\"failure\":\"", "\"pathsAgree\":true");
    }

    @Test
    void watchTellsBothFencings() throws IOException {
        JsonForm form = new JsonForm("watch-1");
        assertThat(Files.readAllLines(share.resolve("watch")))
                .allSatisfy(line -> assertThat(form.faults(line)).isEmpty())
                .anyMatch(line -> line.contains("\"change\":\"removed\",\"before\":\"0x000000003c7a0000"))
                .anyMatch(line -> line.contains("\"change\":\"reservation changed\"")
                        && line.contains("key 0x000000003c7a0001\",\"generation\""));
    }

    @Test
    void theTrailsTellWhoFencedWhom() throws IOException {
        JsonForm form = new JsonForm("audit-1");
        assertThat(Files.readAllLines(share.resolve("node2.jsonl")))
                .allSatisfy(line -> assertThat(form.faults(line)).isEmpty())
                .anyMatch(line ->
                        line.contains("\"action\":\"PREEMPT AND ABORT\"") && line.contains("\"effect\":\"fences\""));
        assertThat(new JsonForm("who-1").faults(said("who"))).isEmpty();
        assertThat(said("who-text")).contains("node1", "node2", "fenced");
        assertThat(said("who.svg")).contains("<svg ", "node1", "node2");
    }

    @Test
    void doctorLooksAtAllOfIt() throws IOException {
        assertThat(new JsonForm("doctor-1").faults(said("doctor"))).isEmpty();
    }
}
