// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.testkit.comparison.Comparison;
import io.prhelper.testkit.comparison.Difference;
import io.prhelper.testkit.comparison.NamedDifferences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Do the profiles of the targets that run everywhere answer what these do? */
final class RealTargetsIT {
    private static final int LENGTH = 50;

    private static List<Difference> unnamed(NamedDifferences names, List<Difference> all) {
        return all.stream()
                .filter(difference -> names.nameOf(difference).isEmpty())
                .toList();
    }

    /** So much that a machine with other things to do is done in half a minute. */
    @ParameterizedTest
    @CsvSource({"tgt, 3, 60", "istgt, 25, 30"})
    void aRealTargetIsLikeItsProfile(String profile, int oneOfScripted, int seeds) throws IOException {
        NamedDifferences names = NamedDifferences.of(profile);
        List<Difference> differences = new ArrayList<>();
        try (RealTarget target = RealTarget.start(profile)) {
            Comparison comparison = target.besideItsProfile(names::allows);
            comparison.script(oneOfScripted, 0, differences::add);
            LongStream.rangeClosed(1, seeds)
                    .forEach(seed -> comparison.explore(seed, LENGTH).ifPresent(differences::add));
            assertThat(comparison.commands()).isGreaterThan(seeds * (LENGTH - 1L));
        }
        assertThat(unnamed(names, differences)).isEmpty();
    }
}
