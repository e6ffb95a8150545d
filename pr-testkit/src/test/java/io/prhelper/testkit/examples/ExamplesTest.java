// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page shows the examples as they are run here. */
final class ExamplesTest {
    private static final Path PAGE = Path.of("..", "module-info-docs", "testing.md");
    private static final Path EXAMPLES = Path.of("src/test/java/io/prhelper/testkit/examples");
    private static final String BEGIN = "// example begins\n";
    private static final String END = "// example ends\n";

    @ParameterizedTest
    @ValueSource(strings = {"OurHelperConformanceTest", "FencingTest", "OldTargetTest", "LostReplyTest"})
    void thePageShowsTheExample(String name) throws IOException {
        String source = Files.readString(EXAMPLES.resolve(name + ".java"));
        String example = source.substring(source.indexOf(BEGIN) + BEGIN.length(), source.indexOf(END));
        assertThat(Files.readString(PAGE)).contains("```java\n" + example + "```\n");
    }
}
