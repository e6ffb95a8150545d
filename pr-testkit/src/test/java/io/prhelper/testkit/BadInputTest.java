// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import io.prhelper.testkit.conformance.ConformanceSubject;
import io.prhelper.testkit.conformance.MediaAccess;
import io.prhelper.testkit.oracle.ModelState;
import io.prhelper.testkit.oracle.Operation;
import io.prhelper.testkit.oracle.Oracle;
import io.prhelper.testkit.oracle.Request;
import io.prhelper.testkit.oracle.Request.Attachment;
import io.prhelper.testkit.oracle.Topology;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the kit is handed and can not use: told where it is handed over, by its value. */
final class BadInputTest {
    private static final TransportId ALICE = new TransportId.Sas(0xa);

    private final SimulatedTarget target = SimulatedTarget.create(
            TargetConfiguration.of(TargetProfile.STRICT_SPC5).withUnits(2));
    private final SimulatedNexus nexus = target.nexus(ALICE, 0);
    private final SimulatedNexus ofAnotherTarget = SimulatedTarget.create().nexus(ALICE, 0);

    private static void refused(String value, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(value);
    }

    @Test
    void aConformanceSubjectIsTwoInitiatorsOfOneUnit() {
        ScsiPort unnamed = exchange -> {};
        refused(nexus.toString(), () -> ConformanceSubject.ofPorts(nexus, target.nexus(ALICE, 0)));
        refused(ofAnotherTarget.toString(), () -> ConformanceSubject.ofPorts(nexus, ofAnotherTarget));
        refused("not PT0S", () -> ConformanceSubject.ofPorts(nexus, unnamed).withPatience(Duration.ZERO));
        refused("not 0", () -> MediaAccess.through(nexus, 0));
        refused("not 8193", () -> MediaAccess.through(nexus, 8193));
        ConformanceSubject.ofPorts(unnamed, nexus).close();
    }

    private static Request.Out out(int nexus, int action, int scopeAndType, int lengthError) {
        return new Request.Out(nexus, action, 0, 0, scopeAndType, false, false, new Attachment.None(), lengthError);
    }

    @Test
    void aRequestIsOneThatCanBeSent() {
        refused("not -1", () -> out(-1, 0, 0, 0));
        refused("not -1", () -> out(0, -1, 0, 0));
        refused("not 32", () -> out(0, 32, 0, 0));
        refused("not -1", () -> out(0, 0, -1, 0));
        refused("not 256", () -> out(0, 0, 256, 0));
        refused("not -25", () -> out(0, 0, 0, -25));
        refused("not READ_KEYS", () -> Request.Out.basic(0, Operation.READ_KEYS, 0, 0, 0));
        refused("not -1", () -> new Request.In(-1, 0, 0));
        refused("not -1", () -> new Request.In(0, -1, 0));
        refused("not 32", () -> new Request.In(0, 32, 0));
        refused("not -1", () -> new Request.In(0, 0, -1));
        refused("not 65536", () -> new Request.In(0, 0, 0x10000));
        refused("not -1", () -> new Request.Other(-1, Operation.READ, false));
        refused("not UNKNOWN_IN", () -> new Request.Other(0, Operation.UNKNOWN_IN, false));
        refused("not LOSE_POWER", () -> new Request.Other(0, Operation.LOSE_POWER, false));
        refused("not INQUIRY", () -> new Request.Other(0, Operation.INQUIRY, true));
        refused("not UNIT_RELEASE", () -> new Request.Event(Operation.UNIT_RELEASE));
    }

    @Test
    void anOracleKnowsItsNexuses() {
        refused("[0]", () -> new Topology(List.of(ALICE), List.of(0)));
        refused("[65536]", () -> new Topology(List.of(ALICE), List.of(0x10000)));
        refused("[1, 1]", () -> new Topology(List.of(ALICE), List.of(1, 1)));
        refused("[]", () -> new Topology(List.of(), List.of(1)));
        Topology topology = new Topology(List.of(ALICE), List.of(1, 2));
        Request.In third = new Request.In(2, 0, 8);
        refused(third.toString(), () -> new Oracle(topology).predict(ModelState.initial(topology), third));
    }
}
