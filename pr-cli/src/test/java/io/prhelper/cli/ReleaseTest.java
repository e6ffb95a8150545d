// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.simulation.demo.Demo;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is needed of a JDK is what release 22 has, on whichever newer one this is built. */
class ReleaseTest {
    /** The class file version of Java 22 (JVMS 4.1). */
    private static final int JAVA_22 = 66;

    @ParameterizedTest
    @ValueSource(classes = {Main.class, HelperServer.class, Wire.class, Demo.class, CommandLine.class})
    void classesAreThoseOfJava22(Class<?> type) throws IOException {
        try (InputStream bytes = Objects.requireNonNull(type.getResourceAsStream(type.getSimpleName() + ".class"));
                DataInputStream file = new DataInputStream(bytes)) {
            assertThat(file.readInt()).isEqualTo(0xcafebabe);
            // A minor version is that of a preview.
            assertThat(file.readUnsignedShort()).isZero();
            assertThat(file.readUnsignedShort()).isLessThanOrEqualTo(JAVA_22);
        }
    }
}
