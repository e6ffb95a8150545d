// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.examples;

import static io.prhelper.simulation.assertj.PrAssertions.assertThat;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Sense;
import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.target.Deviation;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import io.prhelper.testkit.junit.SimulatedTargetExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

// example begins
final class OldTargetTest {
    @RegisterExtension
    final SimulatedTargetExtension old = SimulatedTargetExtension.of(
            TargetConfiguration.of(TargetProfile.LIO).with(Deviation.NO_PREEMPT_AND_ABORT));

    @Test
    void aTargetWithoutPreemptAndAbortRefusesIt(SimulatedClient alice) {
        ReservationKey key = ReservationKey.parse("0xa");
        alice.execute(new PrOutCommand.RegisterAndIgnoreExistingKey(key));

        assertThat(alice.execute(new PrOutCommand.PreemptAndAbort(key, key, ReservationType.WRITE_EXCLUSIVE)))
                .isCheckCondition(Sense.INVALID_FIELD_IN_CDB);

        assertThat(old.target().unit(0)).hasRegistered(alice.nexus(), key);
    }
}
// example ends
