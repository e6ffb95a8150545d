// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.simulation.target.Evidence;
import io.prhelper.simulation.target.TargetProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of the documentation that says what the profiles rest on. */
final class ProfileTableTest {
    private static final int FEW = 2;

    private static String row(TargetProfile profile, Evidence evidence) {
        String traits = evidence.traits().size() > FEW
                ? evidence.traits().size() + " traits"
                : evidence.traits().stream().map(trait -> "`" + trait + "`").collect(Collectors.joining(", "));
        return "| " + profile.name() + " | " + evidence.basis().name().toLowerCase(Locale.ROOT) + " | "
                + evidence.source() + " | " + traits + " |";
    }

    @Test
    void theTableHasTheEvidenceOfAllProfiles() throws IOException {
        List<String> rows = TargetProfile.all().stream()
                .flatMap(profile -> profile.evidence().stream().map(evidence -> row(profile, evidence)))
                .toList();
        List<String> page = Files.readAllLines(Path.of("../module-info-docs/testing.md"));
        int begin = page.indexOf("| profile | known | from | what |") + 2;
        assertThat(page.subList(begin, Math.min(page.size(), begin + rows.size())))
                .as("%s", String.join("\n", rows))
                .isEqualTo(rows);
    }
}
