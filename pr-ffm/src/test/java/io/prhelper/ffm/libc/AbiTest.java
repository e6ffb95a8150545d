// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables are those of the kernel's headers for each processor. */
final class AbiTest {
    private static final String INCLUDES = """
            #include <asm/byteorder.h>
            #include <asm/fcntl.h>
            #include <asm/ioctls.h>
            #include <asm/socket.h>
            #include <asm/termbits.h>
            #include <asm/unistd.h>
            #include <linux/audit.h>
            #include <linux/eventpoll.h>
            #include <linux/sockios.h>
            #ifdef __BIG_ENDIAN
            #define BIG_ENDIAN 1
            #else
            #define BIG_ENDIAN 0
            #endif
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void everyNumberIsTheOneOfTheHeaders(Abi abi) throws IOException, InterruptedException {
        Map<String, Integer> expected = new TreeMap<>();
        expected.put("BIG_ENDIAN", abi.isBigEndian() ? 1 : 0);
        for (Varying number : Varying.values()) {
            expected.put(number.name(), number.on(abi));
        }
        for (Syscall call : Syscall.values()) {
            expected.put("NR_" + call.name(), call.on(abi));
        }
        for (RawSyscall call : RawSyscall.values()) {
            expected.put("NR_" + call.name(), call.on(abi));
        }
        assertThat(CHeaders.of(abi).shown(folder, INCLUDES, statements(abi))).isEqualTo(expected);
    }

    private static String statements(Abi abi) {
        StringBuilder program = new StringBuilder("SHOW(\"BIG_ENDIAN\", BIG_ENDIAN);\n");
        for (Varying number : Varying.values()) {
            String value = switch (number) {
                // The headers choose by the size of time_t, which is 8 on all.
                case SO_RCVTIMEO -> "SO_RCVTIMEO_OLD";
                case SO_SNDTIMEO -> "SO_SNDTIMEO_OLD";
                case EPOLL_EVENT_SIZE -> "sizeof(struct epoll_event)";
                case EPOLL_EVENT_DATA -> "__builtin_offsetof(struct epoll_event, data)";
                case AUDIT_ARCH -> "AUDIT_ARCH_" + abi;
                default -> number.name();
            };
            program.append("SHOW(\"")
                    .append(number)
                    .append("\", ")
                    .append(value)
                    .append(");\n");
        }
        for (Syscall call : Syscall.values()) {
            program.append(show(call.name()));
        }
        for (RawSyscall call : RawSyscall.values()) {
            program.append(show(call.name()));
        }
        return program.toString();
    }

    private static String show(String call) {
        String number = "__NR_" + call.toLowerCase(Locale.ROOT);
        return "#ifndef " + number + "\n#define " + number + " -1\n#endif\nSHOW(\"NR_" + call + "\", " + number
                + ");\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"loongarch64", "arm", "i386", "ppc64", "x86_64", "AMD64", ""})
    void anyOtherProcessorIsRefusedByItsName(String arch) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> Abi.of(arch))
                .withMessage(
                        "this works on x86-64, aarch64, s390x, ppc64le and riscv64 only, and the processor is " + arch);
    }

    @ParameterizedTest
    @CsvSource({"amd64, X86_64", "aarch64, AARCH64", "s390x, S390X", "ppc64le, PPC64LE", "riscv64, RISCV64"})
    void eachIsKnownByWhatTheJvmCallsIt(String arch, Abi abi) {
        assertThat(Abi.of(arch)).isEqualTo(abi);
    }
}
