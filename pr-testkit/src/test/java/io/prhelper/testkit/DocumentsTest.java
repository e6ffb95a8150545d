// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents show of Java stands, line by line, in a project of a user that the build compiles. */
final class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "module-info-docs/embedding.md"})
    void everyExampleIsCompiled(String document) throws IOException {
        String compiled = sources();
        List<String> examples = EXAMPLE.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map((MatchResult match) -> withoutIndents(match.group(1)))
                .toList();
        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example -> assertThat(compiled).contains(example));
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit5", "junit6"})
    void aFirstTestIsOfFifteenLines(String project) throws IOException {
        Path test = ROOT.resolve("pr-testkit/consumers/projects/" + project + "/src/test/java/FencingTest.java");
        List<String> lines = Files.readAllLines(test);
        assertThat(lines.stream().filter(line -> !line.isBlank() && !line.startsWith("//")))
                .hasSizeLessThanOrEqualTo(15);
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("pr-testkit/consumers/projects"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(DocumentsTest::read)
                    .map(DocumentsTest::withoutIndents)
                    .collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String withoutIndents(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n", "\n", "\n"));
    }
}
