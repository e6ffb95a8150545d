// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A target, three initiators at LUN 0, and the verbs of the standard; a verb answers how its command ended. */
final class Stage {
    static final String GOOD = "GOOD";
    static final String CONFLICT = "CONFLICT";
    static final ReservationKey ZERO = ReservationKey.ZERO;
    static final ReservationKey A = new ReservationKey(0xa);
    static final ReservationKey B = new ReservationKey(0xb);
    static final ReservationKey C = new ReservationKey(0xc);
    static final ReservationKey WRONG = new ReservationKey(0xbad);

    final SimulatedTarget target;
    final LogicalUnit unit;
    final SimulatedNexus alice;
    final SimulatedNexus bob;
    final SimulatedNexus carol;
    private final ScsiExchange exchange = ScsiExchange.allocate();

    Stage() {
        this(TargetConfiguration.strictSpc5());
    }

    Stage(TargetConfiguration configuration) {
        target = SimulatedTarget.create(configuration);
        unit = target.unit(0);
        alice = target.nexus(new TransportId.FibreChannel(0x1000_0000_0000_000aL), 0);
        bob = target.nexus(new TransportId.Sas(0x5000_0000_0000_000bL), 0);
        carol = target.nexus(new TransportId.IscsiPort("iqn.2026-01.example:carol", 0x80_0000_0001L), 0);
    }

    /** Before a target of this profile. */
    static Stage of(String profile) {
        return new Stage(TargetConfiguration.of(TargetProfile.named(profile)));
    }

    /** Everybody registered, Alice with A, Bob with B, Carol with C. */
    Stage allRegistered() {
        register(alice, ZERO, A);
        register(bob, ZERO, B);
        register(carol, ZERO, C);
        return this;
    }

    /** {@link #allRegistered}, and Alice made a reservation: generation 3. */
    Stage reservedByAlice(ReservationType type) {
        allRegistered();
        reserve(alice, A, type);
        return this;
    }

    String send(ScsiPort port, PrCommand command) {
        command.putInto(exchange);
        return execute(port);
    }

    String send(ScsiPort port, byte[] cdb, byte[] dataOut) {
        exchange.put(cdb, dataOut);
        return execute(port);
    }

    private String execute(ScsiPort port) {
        port.execute(exchange);
        if (!exchange.hasEnded()) {
            throw new AssertionError("the port did not say how the command ended");
        }
        if (exchange.status() == ScsiStatus.CHECK_CONDITION.code()) {
            return Sense.parse(exchange.copySense()).toString();
        }
        return switch (exchange.status()) {
            case 0x00 -> GOOD;
            case 0x18 -> CONFLICT;
            default -> ScsiStatus.describe(exchange.status());
        };
    }

    byte[] dataIn() {
        return exchange.copyDataIn();
    }

    /** The first bytes of the room for data in, whatever the last command transferred. */
    byte[] room(int length) {
        byte[] bytes = new byte[length];
        exchange.answer().get(ScsiExchange.DATA_IN_OFFSET, bytes);
        return bytes;
    }

    String register(SimulatedNexus nexus, ReservationKey key, ReservationKey serviceActionKey) {
        return register(nexus, key, serviceActionKey, RegisterOptions.NONE);
    }

    String register(
            SimulatedNexus nexus, ReservationKey key, ReservationKey serviceActionKey, RegisterOptions options) {
        return send(nexus, new PrOutCommand.Register(key, serviceActionKey, options));
    }

    String registerAndIgnore(SimulatedNexus nexus, ReservationKey serviceActionKey) {
        return send(nexus, new PrOutCommand.RegisterAndIgnoreExistingKey(serviceActionKey));
    }

    String reserve(SimulatedNexus nexus, ReservationKey key, ReservationType type) {
        return send(nexus, new PrOutCommand.Reserve(key, type));
    }

    String release(SimulatedNexus nexus, ReservationKey key, ReservationType type) {
        return send(nexus, new PrOutCommand.Release(key, type));
    }

    String clear(SimulatedNexus nexus, ReservationKey key) {
        return send(nexus, new PrOutCommand.Clear(key));
    }

    String preempt(SimulatedNexus nexus, ReservationKey key, ReservationKey victim, ReservationType type) {
        return send(nexus, new PrOutCommand.Preempt(key, victim, type));
    }

    String preemptAndAbort(SimulatedNexus nexus, ReservationKey key, ReservationKey victim, ReservationType type) {
        return send(nexus, new PrOutCommand.PreemptAndAbort(key, victim, type));
    }

    String move(
            SimulatedNexus nexus,
            ReservationKey key,
            ReservationKey serviceActionKey,
            boolean unreg,
            SimulatedNexus to) {
        return send(
                nexus,
                new PrOutCommand.RegisterAndMove(key, serviceActionKey, unreg, false, to.targetPort(), to.initiator()));
    }

    String replaceLost(
            SimulatedNexus nexus, ReservationKey key, ReservationKey serviceActionKey, ReservationType type) {
        return send(nexus, new PrOutCommand.ReplaceLostReservation(key, serviceActionKey, ScopeAndType.of(type)));
    }

    /** PERSISTENT RESERVE OUT with one byte of the CDB or, from 16 on, of the list changed. */
    String sendChanged(SimulatedNexus nexus, PrCommand command, int index, int value) {
        byte[] both = ByteBuffer.allocate(ScsiExchange.CDB_LENGTH + command.dataOut().length)
                .put(0, command.cdb())
                .put(ScsiExchange.CDB_LENGTH, command.dataOut())
                .put(index, (byte) value)
                .array();
        byte[] list = new byte[command.dataOut().length];
        System.arraycopy(both, ScsiExchange.CDB_LENGTH, list, 0, list.length);
        exchange.put(Arrays.copyOf(both, PrCommand.CDB_LENGTH), list);
        return execute(nexus);
    }

    String testUnitReady(SimulatedNexus nexus) {
        return send(nexus, new byte[6], new byte[0]);
    }

    String read(SimulatedNexus nexus) {
        return send(nexus, new byte[] {0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0}, new byte[0]);
    }

    /** Writes block 0. */
    String write(SimulatedNexus nexus, byte filler) {
        byte[] block = new byte[512];
        Arrays.fill(block, filler);
        return send(nexus, new byte[] {0x2a, 0, 0, 0, 0, 0, 0, 0, 1, 0}, block);
    }

    /** Its initiator port with a reserved bit set. */
    static TransportId spelled(Nexus nexus) {
        byte[] bytes = nexus.initiator().encode();
        bytes[1] = 1;
        return TransportId.of(bytes);
    }

    PrInData report(SimulatedNexus nexus, PrInAction action) {
        String end = send(nexus, new PrInCommand(action, ScsiExchange.MAX_DATA_LENGTH));
        if (!end.equals(GOOD)) {
            throw new AssertionError(action + " ended " + end);
        }
        return PrInData.decode(action, dataIn());
    }

    UnitSnapshot snapshot() {
        return unit.snapshot();
    }
}
