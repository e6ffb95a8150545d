// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.testkit.oracle.ModelState;
import io.prhelper.testkit.oracle.Oracle;
import io.prhelper.testkit.oracle.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What fuzzing found worth keeping, and what it began with, without a fuzzer. */
final class CorpusTest {
    /** Where Jazzer looks for the bytes of {@code JazzerFuzzTest}. */
    private static final Path CORPUS = Path.of("src/test/resources/io/prhelper/testkit/fuzz/JazzerFuzzTestInputs");

    static List<Path> files(FuzzTarget target) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(target.method()))) {
            return files.sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> theCorpusBreaksNothing() {
        return Arrays.stream(FuzzTarget.values())
                .map(target -> DynamicTest.dynamicTest(target.method(), () -> {
                    List<Path> files = files(target);
                    assertThat(files).isNotEmpty();
                    for (Path file : files) {
                        byte[] data = Files.readAllBytes(file);
                        target.run(data);
                        cutOffOrChanged(target, data);
                    }
                }));
    }

    /** Each beginning, and each byte once with its bits turned: cheap neighbours of what was worth keeping. */
    private static void cutOffOrChanged(FuzzTarget target, byte[] data) {
        for (int i = 0; i < data.length; i++) {
            target.run(Arrays.copyOf(data, i));
            byte[] changed = data.clone();
            changed[i] ^= (byte) 0xff;
            target.run(changed);
        }
    }

    @Test
    void theSequencesMeetEveryRuleOfTheOracle() throws IOException {
        Oracle oracle = new Oracle(Sequences.TOPOLOGY);
        Set<String> missing = new HashSet<>(Oracle.rules());
        for (Path file : files(FuzzTarget.SEQUENCES)) {
            ModelState state = ModelState.initial(Sequences.TOPOLOGY);
            for (Request request : Sequences.requests(ByteBuffer.wrap(Files.readAllBytes(file)))) {
                Oracle.Prediction prediction = oracle.predict(state, request);
                missing.remove(prediction.rule());
                state = prediction.after();
            }
        }
        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void randomBytesBreakNothing(FuzzTarget target) {
        Random random = new Random(target.name().hashCode());
        for (int i = 0; i < 300; i++) {
            byte[] data = new byte[random.nextInt(300)];
            random.nextBytes(data);
            target.run(data);
        }
    }

    @Test
    void eachFolderOfTheCorpusHasATarget() throws IOException {
        try (Stream<Path> folders = Files.list(CORPUS)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(FuzzTarget.values())
                            .map(FuzzTarget::method)
                            .toList());
        }
    }
}
