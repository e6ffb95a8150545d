// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.iscsi.PlainInitiator.READ;
import static io.prhelper.simulation.iscsi.PlainInitiator.WRITE;
import static io.prhelper.simulation.iscsi.PlainInitiator.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.Failure;
import io.prhelper.simulation.target.Fault;
import io.prhelper.simulation.target.Feature;
import io.prhelper.simulation.target.Gate;
import io.prhelper.simulation.target.Injection;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the programs of others do not reach: the order of things, faults, sessions that replace each other. */
final class IscsiServerTest {
    private static final String NAME = "iqn.2026-01.example:alice";
    private static final String BOB = "iqn.2026-01.example:bob";
    private static final long ISID = 0x8000_0000_0001L;
    private static final String TEST_UNIT_READY = "000000000000";
    private static final String WRITE_2 = "2a000000000000000200";
    private static final String READ_2 = "28000000000000000200";

    private final SimulatedTarget target = SimulatedTarget.create(
            TargetConfiguration.strictSpc5().withUnits(2).withTargetPorts(1, 7).with(Feature.TASK_ABORTED_STATUS));
    private final IscsiServer server = IscsiServer.of(target).start();
    private final Gate gate = new Gate();

    IscsiServerTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.connections()).isZero();
    }

    private SimulatedNexus nexus(String name) {
        return target.nexus(new TransportId.IscsiPort(name, ISID), 0);
    }

    private static byte[] block(int filler, int length) {
        byte[] data = new byte[length];
        Arrays.fill(data, (byte) filler);
        return data;
    }

    @Test
    void anInitiatorPortIsTheNameAndTheSession() throws IOException {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME);
                PlainInitiator bob =
                        new PlainInitiator(server.portals().getLast().address(), BOB)) {
            assertThat(bob.logIn(server.targetName(), PlainInitiator.OPERATIONAL_TO_FULL)
                            .word(Pdu.At.STATUS_CLASS))
                    .isZero();
            assertThat(alice.register(0xa)).isEqualTo("00");
            assertThat(bob.register(0xb)).isEqualTo("00");
        }
        SimulatedNexus throughPortSeven = target.nexus(new TransportId.IscsiPort(BOB, ISID), 7, 0);
        assertThat(target.unit(0))
                .hasRegistered(nexus(NAME), new ReservationKey(0xa))
                .hasRegistered(throughPortSeven, new ReservationKey(0xb))
                .hasNotRegistered(nexus(BOB));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HeaderDigest | None,CRC32C | None",
                "HeaderDigest | X,CRC32C,None | CRC32C",
                "HeaderDigest | X | Reject",
                "MaxConnections | 8 | 1",
                "MaxConnections | 0 | Reject",
                "ErrorRecoveryLevel | 2 | 0",
                "ErrorRecoveryLevel | 3 | Reject",
                "InitialR2T | No | No",
                "InitialR2T | perhaps | Reject",
                "ImmediateData | No | No",
                "MaxBurstLength | 512 | 512",
                "MaxBurstLength | 0x40000 | 16384",
                "MaxBurstLength | 0600 | 600",
                "MaxBurstLength | 511 | Reject",
                "MaxBurstLength | 99999999999 | Reject",
                "MaxBurstLength | -600 | Reject",
                "FirstBurstLength | 65536 | 8192",
                "MaxOutstandingR2T | 16 | 1",
                "DataPDUInOrder | No | Yes",
                "DataSequenceInOrder | Yes | Yes",
                "DefaultTime2Wait | 2 | 2",
                "DefaultTime2Retain | 20 | 0",
                "OFMarker | Yes | No",
                "iSCSIProtocolLevel | 2 | 1",
                "TaskReporting | FastAbort,RFC3720 | RFC3720",
                "X-com.example.spell | 1 | NotUnderstood",
                "MaxRecvDataSegmentLength | 512 | 8192",
            })
    void keysAreNegotiatedAsTheStandardSays(String key, String said, String answer) throws IOException {
        try (PlainInitiator alice = new PlainInitiator(server, NAME)) {
            Pdu response = alice.logIn(server.targetName(), PlainInitiator.OPERATIONAL_TO_FULL, key, said);
            Map<String, String> answers = LoginText.decode(response.data());
            assertThat(answers).containsEntry(key, answer).containsEntry("TargetPortalGroupTag", "1");
            assertThat(response.header().getShort(Pdu.At.TSIH)).isNotZero();
            // Digests included.
            assertThat(alice.execute(0, TEST_UNIT_READY)).isEqualTo("00");
        }
    }

    @Test
    void theSecurityStageAsksForNothingAndMayBeTheOnlyOne() throws IOException {
        try (PlainInitiator alice = new PlainInitiator(server, NAME)) {
            Pdu response = alice.logIn(server.targetName(), PlainInitiator.TO_OPERATIONAL, "AuthMethod", "CHAP,None");
            assertThat(response.flags()).isEqualTo(PlainInitiator.TO_OPERATIONAL);
            assertThat(LoginText.decode(response.data())).containsEntry("AuthMethod", "None");
            // Text in two parts.
            assertThat(alice.login(0x44, "HeaderDi".getBytes(StandardCharsets.UTF_8))
                            .data())
                    .isEmpty();
            assertThat(LoginText.decode(alice.login(0x87, "gest=CRC32C\0".getBytes(StandardCharsets.UTF_8))
                            .data()))
                    .containsEntry("HeaderDigest", "CRC32C")
                    .doesNotContainKey("TargetPortalGroupTag");
            assertThat(alice.execute(0, TEST_UNIT_READY)).isEqualTo("00");
        }
        try (PlainInitiator alice = new PlainInitiator(server, NAME)) {
            assertThat(alice.logIn(server.targetName(), PlainInitiator.SECURITY_TO_FULL)
                            .flags())
                    .isEqualTo(PlainInitiator.SECURITY_TO_FULL);
            assertThat(alice.execute(0, TEST_UNIT_READY)).isEqualTo("00");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0203, iqn.2026-01.io.prhelper:other, 87, X, 1",
        "0201, '', 81, AuthMethod, CHAP",
        "0209, '', 87, SessionType, Strange",
        "0200, '', 87, MaxRecvDataSegmentLength, 511",
        "0200, '', c7, X, 1",
        "0200, '', 86, X, 1",
        "0200, '', 84, X, 1",
        "0200, '', 8f, X, 1",
    })
    void aRefusalSaysWhy(String status, String name, String flags, String key, String value) throws IOException {
        try (PlainInitiator alice = new PlainInitiator(server, NAME)) {
            String wanted = name.isEmpty() ? server.targetName() : name;
            Pdu response = alice.logIn(wanted, Integer.parseInt(flags, 16), key, value);
            assertThat(response.word(Pdu.At.STATUS_CLASS) >>> 16).isEqualTo(Integer.parseInt(status, 16));
            assertThat(alice.isClosed()).isTrue();
        }
    }

    @Test
    void theUnitThatIsNotThereAnswersAsTheStandardSays() throws IOException {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME)) {
            assertThat(alice.execute(2, TEST_UNIT_READY)).isEqualTo("02 05/25/00");
            assertThat(alice.execute(2, "5e000000000000010000")).isEqualTo("02 05/25/00");
            alice.command(2, READ, "120000006000", 96, new byte[0]);
            assertThat(alice.answer().data()[0]).isEqualTo((byte) 0x7f);
            alice.command(2, READ, "030000001200", 18, new byte[0]);
            assertThat(Arrays.copyOfRange(alice.answer().data(), 12, 14)).containsExactly(0x25, 0x00);
            alice.command(0, READ, "a00000000000000010000000", 4096, new byte[0]);
            assertThat(ByteBuffer.wrap(alice.answer().data()).getInt(0)).isEqualTo(16);
            assertThat(alice.manage(TaskManagement.LUN_RESET, 2, 0)).isEqualTo(TaskManagement.NO_SUCH_LUN);
        }
    }

    @Test
    void unsolicitedDataComesFirstAndR2tAsksForTheRest() throws IOException {
        try (PlainInitiator alice = PlainInitiator.loggedIn(
                server, NAME, "InitialR2T", "No", "FirstBurstLength", "512", "MaxBurstLength", "512")) {
            byte[] data = block(0x5a, 1024);
            int task = alice.command(0, 0x21, WRITE_2, 1024, Arrays.copyOf(data, 100));
            alice.dataOut(task, Pdu.NO_TAG, 0, 100, false, new byte[200]);
            alice.dataOut(task, Pdu.NO_TAG, 1, 300, true, new byte[212]);
            Pdu ready = alice.answer();
            assertThat(ready.opcode()).isEqualTo(Pdu.Opcode.READY_TO_TRANSFER);
            assertThat(List.of(
                            ready.word(Pdu.At.DATA_NUMBER),
                            ready.word(Pdu.At.BUFFER_OFFSET),
                            ready.word(Pdu.At.DESIRED_LENGTH)))
                    .containsExactly(0, 512, 512);
            alice.dataOut(task, ready.word(Pdu.At.TRANSFER_TAG), 0, 512, true, Arrays.copyOf(data, 512));
            assertThat(status(alice.answer())).isEqualTo("00");

            alice.command(0, READ, READ_2, 1024, new byte[0]);
            Pdu first = alice.answer();
            Pdu second = alice.answer();
            assertThat(first.flags()).isEqualTo(0x80);
            assertThat(second.flags()).isEqualTo(0x81);
            assertThat(first.data()).startsWith(0x5a).endsWith(0);
            assertThat(second.data()).isEqualTo(Arrays.copyOf(data, 512));
            assertThat(second.word(Pdu.At.BUFFER_OFFSET)).isEqualTo(512);
        }
    }

    @ParameterizedTest
    @CsvSource({"1500, 82, 476", "1000, 84, 24", "1024, 80, 0"})
    void whatIsMissingOrTooMuchIsCounted(int expected, String flags, int residual) throws IOException {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME)) {
            alice.command(0, READ, READ_2, expected, new byte[0]);
            Pdu answer = alice.answer();
            assertThat(answer.flags()).isEqualTo(Integer.parseInt(flags, 16) | 1);
            assertThat(answer.word(Pdu.At.RESIDUAL)).isEqualTo(residual);
            assertThat(answer.data()).hasSize(Math.min(expected, 1024));
        }
    }

    @Test
    void aWriteThatIsTooLongIsRefusedByTheUnitAfterWhatItHasRoomFor() throws IOException {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME)) {
            int task = alice.command(0, WRITE, "2a000000000000002000", 16_384, new byte[0]);
            Pdu ready = alice.answer();
            assertThat(ready.word(Pdu.At.DESIRED_LENGTH)).isEqualTo(8192);
            alice.dataOut(task, ready.word(Pdu.At.TRANSFER_TAG), 0, 0, true, new byte[8192]);
            assertThat(status(alice.answer())).isEqualTo("02 05/24/00");
        }
    }

    @Test
    void theNewSessionOfTheSamePortsReplacesTheOldOneAndKeepsRegistrations() throws IOException {
        try (PlainInitiator old = PlainInitiator.loggedIn(server, NAME);
                PlainInitiator other = new PlainInitiator(server, NAME).withIsid(2)) {
            assertThat(old.register(0xa)).isEqualTo("00");
            // SPC-2 RESERVE of another unit ends with the session.
            assertThat(old.execute(1, "160000000000")).isEqualTo("00");
            other.logIn(server.targetName(), PlainInitiator.OPERATIONAL_TO_FULL);
            assertThat(other.execute(1, TEST_UNIT_READY)).isEqualTo("18");
            try (PlainInitiator fresh = PlainInitiator.loggedIn(server, NAME)) {
                assertThat(old.isClosed()).isTrue();
                assertThat(fresh.execute(0, TEST_UNIT_READY)).isEqualTo("00");
                assertThat(other.execute(1, TEST_UNIT_READY)).isEqualTo("00");
                assertThat(target.unit(0)).hasRegistered(nexus(NAME), new ReservationKey(0xa));
            }
        }
    }

    @Test
    void aHandleReinstatesItsConnectionAndNoOther() throws IOException {
        try (PlainInitiator old = new PlainInitiator(server, NAME);
                PlainInitiator fresh = new PlainInitiator(server, NAME);
                PlainInitiator wrong = new PlainInitiator(server, NAME)) {
            Pdu response = old.logIn(server.targetName(), PlainInitiator.OPERATIONAL_TO_FULL);
            int handle = response.header().getShort(Pdu.At.TSIH) & 0xffff;
            wrong.withTsih(handle + 1);
            assertThat(wrong.logIn(server.targetName(), PlainInitiator.OPERATIONAL_TO_FULL)
                                    .word(Pdu.At.STATUS_CLASS)
                            >>> 16)
                    .isEqualTo(LoginRefusedException.NO_SUCH_SESSION);
            fresh.withTsih(handle);
            Pdu again = fresh.logIn(server.targetName(), PlainInitiator.OPERATIONAL_TO_FULL);
            assertThat(again.word(Pdu.At.STATUS_CLASS)).isZero();
            assertThat(again.header().getShort(Pdu.At.TSIH) & 0xffff).isEqualTo(handle);
            assertThat(old.isClosed()).isTrue();
        }
    }

    private Injection hang() {
        return target.inject(Fault.of(new Failure.Hung(gate))
                .when(arrival -> arrival.opcode() == 0x2a)
                .nth(1));
    }

    @Test
    void aHungCommandHoldsUpNobodyAndIsAnsweredWhenItGoesOn() throws Exception {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME);
                PlainInitiator bob = PlainInitiator.loggedIn(server, BOB);
                Injection _ = hang()) {
            int task = alice.command(0, WRITE, WRITE_2, 1024, block(7, 1024));
            gate.awaitHeld(1);
            assertThat(alice.execute(0, TEST_UNIT_READY)).isEqualTo("00");
            assertThat(bob.execute(0, TEST_UNIT_READY)).isEqualTo("00");
            gate.release();
            Pdu answer = alice.answer();
            assertThat(answer.taskTag()).isEqualTo(task);
            assertThat(status(answer)).isEqualTo("00");
            assertThat(alice.execute(0, TEST_UNIT_READY)).isEqualTo("00");
        }
    }

    @Test
    void anAbortedTaskIsNeverAnswered() throws Exception {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME);
                Injection _ = hang()) {
            int task = alice.command(0, WRITE, WRITE_2, 1024, block(7, 1024));
            gate.awaitHeld(1);
            assertThat(alice.manage(TaskManagement.ABORT_TASK, 0, task + 77)).isEqualTo(TaskManagement.NO_SUCH_TASK);
            assertThat(alice.manage(TaskManagement.ABORT_TASK, 0, task)).isEqualTo(TaskManagement.COMPLETE);
            gate.release();
            alice.command(0, READ, READ_2, 1024, new byte[0]);
            assertThat(alice.answer().data()).as("nothing was written").containsOnly(0);
            assertThat(alice.manage(9, 0, 0)).isEqualTo(TaskManagement.NOT_SUPPORTED);
            assertThat(alice.manage(TaskManagement.REASSIGN, 0, 0)).isEqualTo(TaskManagement.NO_REASSIGNMENT);
        }
    }

    @Test
    void aTaskThatWaitsForItsDataIsAbortedToo() throws IOException {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME)) {
            for (int function : new int[] {
                TaskManagement.ABORT_TASK,
                TaskManagement.ABORT_TASK_SET,
                TaskManagement.CLEAR_TASK_SET,
                TaskManagement.LUN_RESET,
                TaskManagement.TARGET_WARM_RESET
            }) {
                int task = alice.command(0, WRITE, WRITE_2, 1024, new byte[0]);
                Pdu ready = alice.answer();
                assertThat(alice.manage(function, 0, task)).isEqualTo(TaskManagement.COMPLETE);
                alice.dataOut(task, ready.word(Pdu.At.TRANSFER_TAG), 0, 0, true, block(7, 1024));
            }
            assertThat(alice.execute(0, TEST_UNIT_READY)).isEqualTo("02 06/29/00");
            alice.command(0, READ, READ_2, 1024, new byte[0]);
            assertThat(alice.answer().data()).containsOnly(0);
        }
    }

    /** With TAS, as the configuration says: at once, not when the fault lets go. */
    @Test
    void theTasksOfOthersThatAreClearedSaySo() throws Exception {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME);
                PlainInitiator bob = PlainInitiator.loggedIn(server, BOB);
                Injection _ = hang()) {
            alice.command(0, WRITE, WRITE_2, 1024, block(7, 1024));
            gate.awaitHeld(1);
            assertThat(bob.manage(TaskManagement.CLEAR_TASK_SET, 0, 0)).isEqualTo(TaskManagement.COMPLETE);
            assertThat(status(alice.answer())).isEqualTo("40");
        }
    }

    @Test
    void aColdResetEndsAllSessions() throws IOException {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME);
                PlainInitiator bob = PlainInitiator.loggedIn(server, BOB)) {
            assertThat(alice.register(0xa)).isEqualTo("00");
            assertThat(alice.manage(TaskManagement.TARGET_COLD_RESET, 0, 0)).isEqualTo(TaskManagement.COMPLETE);
            assertThat(alice.isClosed()).isTrue();
            assertThat(bob.isClosed()).isTrue();
        }
        assertThat(target.unit(0)).hasNotRegistered(nexus(NAME));
    }

    @Test
    void closingEndsWhatHangs() throws Exception {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME);
                Injection _ = hang()) {
            alice.command(0, WRITE, WRITE_2, 1024, block(7, 1024));
            gate.awaitHeld(1);
            server.close();
            assertThat(gate.held()).isZero();
            assertThat(alice.isClosed()).isTrue();
        }
    }

    @Test
    void aSessionThatEndsAbortsWhatHangs() throws Exception {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME);
                Injection _ = hang()) {
            alice.command(0, WRITE, WRITE_2, 1024, block(7, 1024));
            gate.awaitHeld(1);
            try (PlainInitiator fresh = PlainInitiator.loggedIn(server, NAME)) {
                assertThat(gate.held()).isZero();
                assertThat(fresh.execute(0, TEST_UNIT_READY)).isEqualTo("00");
            }
        }
    }

    @Test
    void commandsOutsideOfTheWindowAreIgnoredAndAGapInItEndsTheConnection() throws IOException {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME)) {
            for (int number : new int[] {99, 100 + ServerConnection.WINDOW, 0x8000_0000}) {
                alice.channel.write(Pdu.of(Pdu.Opcode.SCSI_COMMAND, READ)
                        .withTaskTag(number)
                        .with(Pdu.At.COMMAND_NUMBER, number));
            }
            assertThat(alice.execute(0, TEST_UNIT_READY)).isEqualTo("00");
            alice.channel.write(Pdu.of(Pdu.Opcode.SCSI_COMMAND, READ).with(Pdu.At.COMMAND_NUMBER, 102));
            assertThat(alice.isClosed()).isTrue();
        }
    }

    @Test
    void theWindowShutsWhileCommandsWaitAndOpensAgain() throws IOException {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME)) {
            int task = 0;
            Pdu ready = Pdu.of(0, 0);
            for (int i = 0; i < ServerConnection.WINDOW; i++) {
                task = alice.command(0, WRITE, WRITE_2, 1024, new byte[0]);
                ready = alice.answer();
                assertThat(ready.word(Pdu.At.MAXIMUM_COMMAND_NUMBER)).isEqualTo(99 + ServerConnection.WINDOW);
            }
            alice.dataOut(task, ready.word(Pdu.At.TRANSFER_TAG), 0, 0, true, new byte[1024]);
            Pdu answer = alice.answer();
            assertThat(answer.word(Pdu.At.MAXIMUM_COMMAND_NUMBER)).isEqualTo(100 + ServerConnection.WINDOW);
        }
    }

    @Test
    void whatIsUnknownIsRejectedWithItsHeader() throws IOException {
        try (PlainInitiator alice = PlainInitiator.loggedIn(server, NAME)) {
            Pdu unknown = Pdu.of(0x1c, Pdu.FINAL);
            alice.send(unknown);
            Pdu reject = alice.answer();
            assertThat(reject.opcode()).isEqualTo(Pdu.Opcode.REJECT);
            assertThat(reject.unsigned(Pdu.At.RESPONSE)).isEqualTo(5);
            assertThat(reject.data()).isEqualTo(unknown.header().array());
            alice.send(Pdu.of(Pdu.Opcode.NOP_OUT | Pdu.IMMEDIATE, Pdu.FINAL, block(3, 9)));
            assertThat(alice.answer().data()).isEqualTo(block(3, 9));
            alice.send(Pdu.of(Pdu.Opcode.LOGOUT, Pdu.FINAL | 2));
            assertThat(alice.answer().unsigned(Pdu.At.RESPONSE))
                    .as("no recovery")
                    .isEqualTo(2);
            alice.send(Pdu.of(Pdu.Opcode.LOGOUT, Pdu.FINAL));
            assertThat(alice.answer().unsigned(Pdu.At.RESPONSE)).isZero();
            assertThat(alice.isClosed()).isTrue();
        }
    }

    @Test
    void aDiscoverySessionListsThePortalsPieceByPieceAndDoesNothingElse() throws IOException {
        try (PlainInitiator alice = new PlainInitiator(server, NAME)) {
            byte[] text = LoginText.encode(Map.of("InitiatorName", NAME, "SessionType", "Discovery"));
            assertThat(alice.login(PlainInitiator.OPERATIONAL_TO_FULL, text).word(Pdu.At.STATUS_CLASS))
                    .isZero();
            alice.send(Pdu.of(Pdu.Opcode.TEXT, Pdu.FINAL, LoginText.encode(Map.of("SendTargets", "All")))
                    .with(Pdu.At.TRANSFER_TAG, Pdu.NO_TAG));
            Pdu answer = alice.answer();
            assertThat(new String(answer.data(), StandardCharsets.UTF_8))
                    .isEqualTo("TargetName=iqn.2026-01.io.prhelper:strict-spc5\0TargetAddress="
                            + server.portals().getFirst() + "\0TargetAddress="
                            + server.portals().getLast() + "\0")
                    .contains(",7\0");
            alice.command(0, READ, TEST_UNIT_READY, 0, new byte[0]);
            assertThat(alice.answer().opcode()).isEqualTo(Pdu.Opcode.REJECT);
        }
    }

    @Test
    void aLongTextIsAnsweredPieceByPiece() throws IOException {
        IscsiServer many = IscsiServer.of(SimulatedTarget.create(TargetConfiguration.strictSpc5()
                        .withTargetPorts(IntStream.rangeClosed(1, 20).toArray())))
                .start();
        try (many;
                PlainInitiator alice = new PlainInitiator(many, NAME)) {
            byte[] text = LoginText.encode(
                    Map.of("InitiatorName", NAME, "SessionType", "Discovery", "MaxRecvDataSegmentLength", "512"));
            alice.login(PlainInitiator.OPERATIONAL_TO_FULL, text);
            alice.send(Pdu.of(Pdu.Opcode.TEXT, Pdu.FINAL, LoginText.encode(Map.of("SendTargets", "All")))
                    .with(Pdu.At.TRANSFER_TAG, Pdu.NO_TAG));
            Pdu first = alice.answer();
            assertThat(first.flags()).isEqualTo(0x40);
            assertThat(first.data()).hasSize(512);
            alice.send(Pdu.of(Pdu.Opcode.TEXT, Pdu.FINAL).with(Pdu.At.TRANSFER_TAG, first.word(Pdu.At.TRANSFER_TAG)));
            Pdu second = alice.answer();
            assertThat(second.flags()).isEqualTo(Pdu.FINAL);
            String all = new String(first.data(), StandardCharsets.UTF_8)
                    + new String(second.data(), StandardCharsets.UTF_8);
            assertThat(all.split("TargetAddress=", -1)).hasSize(21);
        }
    }

    @Test
    void whatCanNotBeListenedOnIsNamed() throws IOException {
        InetSocketAddress taken = server.portals().getFirst().address();
        assertThatThrownBy(() -> IscsiServer.of(target).listen(taken).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can not listen on 127.0.0.1:" + taken.getPort());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IscsiServer.of(target).listen(new InetSocketAddress(taken.getAddress(), 0xffff)))
                .withMessageContaining("65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IscsiServer.of(target).maximumConnections(0))
                .withMessageContaining("not 0");
    }
}
