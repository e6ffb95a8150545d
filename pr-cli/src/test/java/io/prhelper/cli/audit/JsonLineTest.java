// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.JsonForm;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.ServerObserver.Finished;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as whoever collects them reads them: whole, and as the schema says. */
final class JsonLineTest {
    private static final Instant TIME = Instant.parse("2026-11-30T20:33:24.100Z");
    private static final String HOSTILE = "x\"\n\\\u0000\u2028\ud800{}";

    private final JsonLine json = new JsonLine("node1");

    private String line(Finished request, PeerFacts peer, DeviceFacts device) {
        return json.of(AuditRecord.of(TIME, request, peer, device));
    }

    private String line(Finished request) {
        return line(request, PeerFacts.UNKNOWN, DeviceFacts.UNKNOWN);
    }

    @Test
    void aFencingIsToldInFull() {
        PeerFacts peer = new PeerFacts(
                "/usr/bin/qemu-system-x86_64",
                "qemu-system-x86",
                "/machine.slice/machine-qemu\\x2d1\\x2dweb1.scope",
                new VirtualMachine("web1", VirtualMachine.By.LIBVIRT));
        assertThat(line(Requests.good(Requests.preempt()), peer, new DeviceFacts("/dev/sdb", "naa.6001405")))
                .isEqualTo(
                        "{\"schema\":\"io.prhelper.audit/1\",\"time\":\"2026-11-30T20:33:24.100000Z\",\"host\":\"node1\","
                                + "\"event\":\"command\",\"connection\":7,\"peer\":{\"pid\":4711,\"uid\":107,\"gid\":4294967294,"
                                + "\"executable\":\"/usr/bin/qemu-system-x86_64\","
                                + "\"cgroup\":\"/machine.slice/machine-qemu\\\\x2d1\\\\x2dweb1.scope\","
                                + "\"vm\":{\"name\":\"web1\",\"by\":\"libvirt\"}},"
                                + "\"device\":{\"number\":\"8:16\",\"kind\":\"disk\",\"node\":\"/dev/sdb\",\"wwid\":\"naa.6001405\"},"
                                + "\"action\":\"PREEMPT\",\"key\":\"0x000000000000000a\",\"serviceActionKey\":\"0x000000000000000b\","
                                + "\"type\":\"WRITE EXCLUSIVE REGISTRANTS ONLY\",\"scope\":0,"
                                + "\"status\":\"GOOD\",\"decision\":\"EXECUTED\",\"durationMicros\":1234,"
                                + "\"effect\":\"fences\",\"removed\":[\"0x000000000000000b\"]}");
    }

    @Test
    void whatAskedForMoreSaysSo() {
        assertThat(line(Requests.good(Requests.move(true))))
                .contains("\"aptpl\":true,\"unregister\":true,"
                        + "\"to\":[\"iscsi,iqn.2026-01.org.example:b,i,0x008000000001\"],"
                        + "\"status\":\"GOOD\"")
                .contains("\"effect\":\"moves\",\"removed\":[\"0x000000000000000a\"]");
        assertThat(line(Requests.good(Requests.all().get(1))))
                .contains("\"aptpl\":true,\"allTargetPorts\":true,\"specifyInitiatorPorts\":true,"
                        + "\"to\":[\"iscsi,iqn.2026-01.org.example:b,i,0x008000000001\",\"sas,0000000000000007\"],");
    }

    @Test
    void aRefusalHasItsReasonAndNoEffect() {
        assertThat(line(Requests.of(Requests.preempt(), Decision.ACTION_DENIED, null, null, 2, Sense.INVALID_OPCODE)))
                .contains("\"event\":\"refusal\"", "\"decision\":\"ACTION_DENIED\"", "\"sense\":\"05/20/00\"")
                .doesNotContain("device", "effect", "durationMicros");
        assertThat(line(Requests.of(
                        new PrInCommand(PrInAction.READ_KEYS, 8),
                        Decision.DEVICE_NOT_LISTED,
                        DeviceKind.OTHER,
                        null,
                        2,
                        Sense.INVALID_OPCODE)))
                .contains("\"device\":{\"kind\":\"other\"},\"action\":\"READ KEYS\",\"status\":");
    }

    @Test
    void whatIsNotGoodHasNoEffect() {
        assertThat(line(Requests.of(Requests.preempt(), Decision.EXECUTED, DeviceKind.DISK, Requests.DISK, 0x18, null)))
                .contains("\"status\":\"RESERVATION CONFLICT\",\"decision\":\"EXECUTED\"")
                .doesNotContain("effect", "sense", "removed");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 31})
    void aListThatMeansNothingLeavesTheKeysOut(int serviceAction) throws IOException {
        String line = line(Requests.meaningless(serviceAction));
        assertThat(line)
                .contains(serviceAction == 5 ? "\"action\":\"PREEMPT AND ABORT\"" : "\"action\":\"service action 1Fh\"")
                .doesNotContain("key", "type", "effect");
        assertThat(new JsonForm("audit-1").faults(line)).isEmpty();
    }

    @Test
    void allLinesAreAsTheSchemaSays() throws IOException {
        JsonForm schema = new JsonForm("audit-1");
        PeerFacts known =
                new PeerFacts(HOSTILE, HOSTILE, HOSTILE, new VirtualMachine(HOSTILE, VirtualMachine.By.KUBEVIRT));
        for (Finished request : Requests.allWithAllOutcomes()) {
            for (String line : new String[] {line(request), line(request, known, new DeviceFacts(HOSTILE, HOSTILE))}) {
                assertThat(schema.faults(line)).as(line).isEmpty();
                assertThat(line).doesNotContain("\n", "\r");
            }
        }
        assertThat(schema.faults(json.lost(TIME, 12))).isEmpty();
    }

    /** The schema is no schema of everything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"key\":\"0x000000000000000a\" \"key\":\"10\"",
                "\"PREEMPT\" \"PREEMPTED\"",
                "\"GOOD\" \"CHECK CONDITION\"",
                "\"EXECUTED\" \"BUSY\"",
                "\"connection\":7, ",
                "\"connection\":7 \"connection\":7,\"more\":1",
                "\"command\" \"lost\"",
                "io.prhelper.audit/1 io.prhelper.audit/2",
                ".100000Z .100Z",
                "\"scope\":0, "
            })
    void aLineThatIsNotAsTheSchemaSaysIsFound(String change) throws IOException {
        String line = line(Requests.good(Requests.preempt()));
        int space = change.lastIndexOf("\" \"") < 0 ? change.indexOf(' ') : change.lastIndexOf("\" \"") + 1;
        String wrong = line.replace(change.substring(0, space), change.substring(space + 1));
        assertThat(wrong).isNotEqualTo(line);
        assertThat(new JsonForm("audit-1").faults(wrong)).isNotEmpty();
    }

    @Test
    void whatIsLostIsALineToo() {
        assertThat(json.lost(TIME, 12))
                .isEqualTo("{\"schema\":\"io.prhelper.audit/1\",\"time\":\"2026-11-30T20:33:24.100000Z\","
                        + "\"host\":\"node1\",\"event\":\"lost\",\"lost\":12}");
    }
}
