// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.Deviation;
import io.prhelper.simulation.target.TargetConfiguration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random sequences, oracle against simulation. {@code -Dprhelper.sequences=1000000} runs that many, {@code -Dprhelper.seed=...} begins
 * with another seed.
 */
final class RandomSequencesTest {
    private static final long SEQUENCES = Long.getLong("prhelper.sequences", 100_000);
    private static final long SEED = Long.getLong("prhelper.seed", 1);
    private static final int LENGTH = 50;
    private static final int SHARES = 100;
    private static final Topology TOPOLOGY = new Topology(
            List.of(
                    new TransportId.FibreChannel(0x1000_0000_0000_000aL),
                    new TransportId.Sas(0x5000_0000_0000_000bL),
                    new TransportId.IscsiPort("iqn.2026-01.example:carol", 0x80_0000_0001L)),
            List.of(1, 7));

    private final Oracle oracle = new Oracle(TOPOLOGY);

    @Test
    void noSequenceShowsADifference() {
        // On all processors; a trial is one thread's.
        IntStream.range(0, SHARES).parallel().forEach(this::noSequenceOfAShareShowsADifference);
    }

    private void noSequenceOfAShareShowsADifference(int share) {
        Trial trial = new Trial(oracle, () -> new SimulatedSubject(TargetConfiguration.strictSpc5(), TOPOLOGY));
        for (long seed = SEED + share; seed < SEED + SEQUENCES; seed += SHARES) {
            Optional<Difference> difference = trial.explore(seed, LENGTH);
            assertThat(difference).as("seed %d", seed).isEmpty();
        }
    }

    /** To the same request that is the last of the shortest way there. */
    @Test
    void oneSeedLeadsToTheSameDifferenceAgain() {
        TargetConfiguration odd = TargetConfiguration.strictSpc5().with(Deviation.PREEMPT_ATTENTION_AS_CLEAR);
        Trial trial = new Trial(oracle, () -> new SimulatedSubject(odd, TOPOLOGY));
        long seed = SEED;
        while (trial.explore(seed, LENGTH).isEmpty()) {
            seed++;
        }
        Trial again = new Trial(new Oracle(TOPOLOGY), () -> new SimulatedSubject(odd, TOPOLOGY));
        assertThat(again.explore(seed, LENGTH)).isEqualTo(trial.explore(seed, LENGTH));
    }

    @Test
    void sequencesMeetEveryRule() {
        Set<String> missing = new HashSet<>(Oracle.rules());
        for (long seed = SEED; seed < SEED + 2000; seed++) {
            RandomRequests random = new RandomRequests(TOPOLOGY, seed);
            ModelState state = ModelState.initial(TOPOLOGY);
            for (int i = 0; i < LENGTH; i++) {
                Oracle.Prediction prediction = oracle.predict(state, random.next(state));
                missing.remove(prediction.rule());
                state = prediction.after();
            }
        }
        assertThat(missing).isEmpty();
    }
}
