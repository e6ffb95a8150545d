// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.scsi.TransportId;

/** Commands by short names, and two nexuses that the well-formed conversations are about. */
final class Commands {
    /** No key. */
    static final long NONE = 0;

    /** The key of {@link Descriptor#A}. */
    static final long KEY_A = 0xaaaa;

    /** The key of {@link Descriptor#B}. */
    static final long KEY_B = 0xbbbb;

    /**
     * The initiator port of {@link Descriptor#A} in the project's lab; on other disks commands that name it are refused, which is a
     * transcript as well.
     */
    static final TransportId PORT_A = new TransportId.Sas(0x5001_4050_0000_1002L);

    /** The initiator port of {@link Descriptor#B} in the project's lab. */
    static final TransportId PORT_B = new TransportId.Sas(0x5001_4050_0000_2002L);

    /** The target port that {@link #PORT_A} goes through. */
    static final int TARGET_PORT_A = 1;

    /** The target port that {@link #PORT_B} goes through. */
    static final int TARGET_PORT_B = 2;

    private Commands() {}

    static PrCommand register(long key, long newKey) {
        return new PrOutCommand.Register(key(key), key(newKey));
    }

    static PrCommand register(long key, long newKey, RegisterOptions options) {
        return new PrOutCommand.Register(key(key), key(newKey), options);
    }

    static PrCommand registerAndIgnore(long newKey) {
        return new PrOutCommand.RegisterAndIgnoreExistingKey(key(newKey));
    }

    static PrCommand reserve(long key, ReservationType type) {
        return new PrOutCommand.Reserve(key(key), type);
    }

    static PrCommand reserve(long key, int scope, int type) {
        return new PrOutCommand.Reserve(key(key), new ScopeAndType(scope, type));
    }

    static PrCommand release(long key, ReservationType type) {
        return new PrOutCommand.Release(key(key), type);
    }

    static PrCommand release(long key, int scope, int type) {
        return new PrOutCommand.Release(key(key), new ScopeAndType(scope, type));
    }

    static PrCommand clear(long key) {
        return new PrOutCommand.Clear(key(key));
    }

    static PrCommand preempt(long key, long victim, ReservationType type) {
        return new PrOutCommand.Preempt(key(key), key(victim), type);
    }

    static PrCommand move(long key, long newKey, boolean unreg, int targetPort, TransportId destination) {
        return new PrOutCommand.RegisterAndMove(key(key), key(newKey), unreg, false, targetPort, destination);
    }

    static ReservationKey key(long value) {
        return new ReservationKey(value);
    }

    /** Of a disk that nobody has registered with, {@code A} and {@code B} registered. */
    static Conversation.Builder bothRegister(Conversation.Builder conversation) {
        return conversation.ask(Descriptor.A, register(NONE, KEY_A)).ask(Descriptor.B, register(NONE, KEY_B));
    }
}
