// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.option.ServeOption;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.ServerObserver.Finished;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Entries of the journal: fields that can be searched for, and a sentence that can be read. */
final class JournalEntryTest {
    private static final Instant TIME = Instant.EPOCH;

    private final JournalEntry journal = new JournalEntry("qemu-pr-helper");

    private String entry(Finished request, PeerFacts peer, DeviceFacts device) {
        return journal.of(AuditRecord.of(TIME, request, peer, device));
    }

    @Test
    void aFencingIsToldInFull() {
        PeerFacts peer = new PeerFacts(
                null, "qemu-system-x86", "/x.scope", new VirtualMachine("web1", VirtualMachine.By.LIBVIRT));
        assertThat(entry(Requests.good(Requests.preempt()), peer, new DeviceFacts("/dev/sdb", "naa.6001405")))
                .isEqualTo("""
                        MESSAGE=PREEMPT of machine web1 on /dev/sdb: fences 0x000000000000000b: GOOD
                        MESSAGE_ID=1f2868f46c3f4382839195be4f7b1ce5
                        PRIORITY=5
                        SYSLOG_IDENTIFIER=qemu-pr-helper
                        PR_EVENT=command
                        PR_CONNECTION=7
                        PR_PEER_PID=4711
                        PR_PEER_UID=107
                        PR_PEER_GID=4294967294
                        PR_PEER_COMMAND=qemu-system-x86
                        PR_PEER_CGROUP=/x.scope
                        PR_VM_NAME=web1
                        PR_VM_BY=libvirt
                        PR_DEVICE_KIND=disk
                        PR_DEVICE_NUMBER=8:16
                        PR_DEVICE_NODE=/dev/sdb
                        PR_DEVICE_WWID=naa.6001405
                        PR_ACTION=PREEMPT
                        PR_KEY=0x000000000000000a
                        PR_SERVICE_ACTION_KEY=0x000000000000000b
                        PR_TYPE=WRITE EXCLUSIVE REGISTRANTS ONLY
                        PR_SCOPE=0
                        PR_STATUS=GOOD
                        PR_DECISION=EXECUTED
                        PR_DURATION_MICROS=1234
                        PR_EFFECT=fences
                        PR_REMOVED=0x000000000000000b""");
    }

    @Test
    void aRefusalIsAWarning() {
        assertThat(entry(
                        Requests.of(Requests.preempt(), Decision.READ_ONLY, null, null, 2, Sense.INVALID_OPCODE),
                        PeerFacts.UNKNOWN,
                        DeviceFacts.UNKNOWN))
                .startsWith("MESSAGE=PREEMPT of pid 4711 uid 107 gid -2: CHECK CONDITION 05/20/00 (READ_ONLY)\n")
                .contains("PRIORITY=4\n", "PR_EVENT=refusal\n", "PR_SENSE=05/20/00\n")
                .doesNotContain("PR_EFFECT", "PR_DEVICE", "PR_DURATION");
    }

    @Test
    void whatEndsAllOthersIsNoticed() {
        assertThat(entry(Requests.good(Requests.all().get(10)), PeerFacts.UNKNOWN, DeviceFacts.UNKNOWN))
                .startsWith("MESSAGE=CLEAR of pid 4711 uid 107 gid -2 on device 8:16: clears all others: GOOD\n")
                .contains("PRIORITY=5\n")
                .endsWith("PR_EFFECT=clears\nPR_REMOVED_ALL=1");
    }

    @Test
    void whatIsLostIsAnEntryToo() {
        assertThat(journal.lost(TIME, 3))
                .startsWith("MESSAGE=3 lines of the audit trail were lost\n")
                .endsWith("PRIORITY=4\nSYSLOG_IDENTIFIER=qemu-pr-helper\nPR_EVENT=lost\nPR_LOST=3");
    }

    /** A field ends with its line: nobody who names himself makes another of it. */
    @Test
    void everyLineIsAField() {
        String hostile = "x\nPRIORITY=0\r\u0000\u0085MESSAGE=y";
        PeerFacts peer =
                new PeerFacts(hostile, hostile, hostile, new VirtualMachine(hostile, VirtualMachine.By.KUBEVIRT));
        for (Finished request : Requests.allWithAllOutcomes()) {
            String entry = entry(request, peer, new DeviceFacts(hostile, hostile));
            assertThat(entry.split("\n", -1)).allMatch(line -> line.matches("[A-Z][A-Z_]{0,63}=[^\n\r\u0000\u0085]*"));
            assertThat(entry.split("\n", -1))
                    .filteredOn(line -> line.startsWith("PRIORITY="))
                    .hasSize(1);
        }
    }

    @Test
    void theManualTellsHowToFindThem() {
        assertThat(ServeOption.AUDIT.description()).contains("MESSAGE_ID=" + JournalEntry.MESSAGE_ID + ";");
    }
}
