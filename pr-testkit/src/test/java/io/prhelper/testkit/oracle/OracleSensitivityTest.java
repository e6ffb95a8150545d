// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.Deviation;
import io.prhelper.simulation.target.Feature;
import io.prhelper.simulation.target.TargetConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An oracle that agrees with everything proves nothing: it must find each deviation, by itself, and tell it in few requests. */
final class OracleSensitivityTest {
    private static final int SEEDS = 20_000;
    private static final int LENGTH = 50;
    private static final Topology TOPOLOGY = new Topology(
            List.of(
                    new TransportId.Sas(0xa),
                    new TransportId.Sas(0xb),
                    new TransportId.IscsiPort("iqn.2026-01.example:c", 0x8000_0000_0001L)),
            List.of(1, 2));

    private static Optional<Difference> firstDifference(TargetConfiguration configuration) {
        Trial trial = new Trial(new Oracle(TOPOLOGY), () -> new SimulatedSubject(configuration, TOPOLOGY));
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> trial.explore(seed, LENGTH))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static void assertFound(TargetConfiguration configuration) {
        assertThat(firstDifference(configuration))
                .hasValueSatisfying(difference ->
                        assertThat(difference.requests()).as("%s", difference).hasSizeLessThanOrEqualTo(6));
    }

    @ParameterizedTest
    // Aborted tasks, empty lists and keys of more than a byte are not in the oracle's world; a reservation seldom comes
    // back.
    @EnumSource(
            value = Deviation.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "ABORT_ONLY_WITH_TAKEOVER",
                "EMPTY_LIST_IS_GOOD",
                "KEYS_CUT_WHOLE",
                "RESERVATION_WHOLE_OR_ZERO",
                "MOVE_LEAVES_SCOPE_BEHIND"
            })
    void theOracleFindsTheDeviation(Deviation deviation) {
        TargetConfiguration strict = TargetConfiguration.strictSpc5();
        assertFound(
                deviation == Deviation.UNSUPPORTED_BITS_REFUSED_AS_CDB
                        ? strict.with(deviation).without(Feature.ALL_TARGET_PORTS)
                        : strict.with(deviation));
    }

    @ParameterizedTest
    @EnumSource(
            value = Feature.class,
            mode = EnumSource.Mode.EXCLUDE,
            // What is not on in the strict profile; a unit without REPLACE LOST RESERVATION cannot lose information.
            names = {
                "LISTS_BY_AGE",
                "REQUEST_SENSE_CLEARS_ATTENTIONS",
                "COUNT_IDLE_REGISTER",
                "TASK_ABORTED_STATUS",
                "REPLACE_LOST_RESERVATION"
            })
    void theOracleMissesTheFeature(Feature feature) {
        assertFound(TargetConfiguration.strictSpc5().without(feature));
    }
}
