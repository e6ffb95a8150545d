// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables are those of the kernel's headers for each processor: a C program is compiled with them, which needs no other processor, as it
 * prints numbers that the compiler knows. Debian's package for one is {@code linux-libc-dev-ARCHITECTURE-cross}.
 */
final class AbiTest {
    private static final String HEAD = """
            typedef unsigned long size_t;
            #include <asm/byteorder.h>
            #include <asm/fcntl.h>
            #include <asm/ioctls.h>
            #include <asm/socket.h>
            #include <asm/termbits.h>
            #include <asm/unistd.h>
            #include <linux/audit.h>
            #include <linux/eventpoll.h>
            #include <linux/sockios.h>
            int printf(const char *format, ...);
            #define SHOW(name, value) printf(name " %d\\n", (int)(value))
            #ifdef __BIG_ENDIAN
            #define BIG_ENDIAN 1
            #else
            #define BIG_ENDIAN 0
            #endif
            int main(void)
            {
            SHOW("BIG_ENDIAN", BIG_ENDIAN);
            """;

    @TempDir
    private Path folder;

    /** Where the headers of a processor are, and what a compiler for it defines that they ask for. */
    private enum Headers {
        X86_64("x86_64", "AUDIT_ARCH_X86_64", "__x86_64__"),
        AARCH64("aarch64", "AUDIT_ARCH_AARCH64", "__aarch64__"),
        S390X("s390x", "AUDIT_ARCH_S390X", "__s390__ __s390x__"),
        PPC64LE("powerpc64le", "AUDIT_ARCH_PPC64LE", "__powerpc__ __powerpc64__ __LITTLE_ENDIAN__"),
        RISCV64("riscv64", "AUDIT_ARCH_RISCV64", "__riscv __riscv_xlen=64");

        private final String name;
        private final String audit;
        private final String defines;

        Headers(String name, String audit, String defines) {
            this.name = name;
            this.audit = audit;
            this.defines = defines;
        }

        private List<Path> folders() {
            List<Path> folders = new ArrayList<>();
            Path cross = Path.of("/usr/" + name + "-linux-gnu/include");
            Path own = Path.of("/usr/include/" + name + "-linux-gnu");
            if (Files.exists(cross.resolve("asm/unistd.h"))) {
                folders.add(cross);
            } else if (Files.exists(own.resolve("asm/unistd.h"))) {
                folders.addAll(List.of(own, Path.of("/usr/include")));
            }
            return folders;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyNumberIsTheOneOfTheHeaders(Abi abi) throws IOException, InterruptedException {
        Headers headers = Headers.valueOf(abi.name());
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(headers.folders())
                    .as("kernel headers for " + headers.name)
                    .isNotEmpty();
        }
        Map<String, Integer> expected = new TreeMap<>();
        expected.put("BIG_ENDIAN", abi.isBigEndian() ? 1 : 0);
        for (Varying number : Varying.values()) {
            expected.put(number.name(), number.on(abi));
        }
        for (Syscall call : Syscall.values()) {
            expected.put("NR_" + call.name(), call.on(abi));
        }
        assertThat(shown(headers)).isEqualTo(expected);
    }

    private Map<String, Integer> shown(Headers headers) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("abi.c"), program(headers));
        Path binary = folder.resolve("abi");
        List<String> command = new ArrayList<>(List.of("cc", "-w", "-nostdinc", "-o", binary.toString()));
        for (Path headerFolder : headers.folders()) {
            command.addAll(List.of("-isystem", headerFolder.toString()));
        }
        for (String own : List.of("__x86_64__", "__x86_64", "__amd64__", "__amd64", "__aarch64__")) {
            command.add("-U" + own);
        }
        List.of(headers.defines.split(" ", -1)).forEach(define -> command.add("-D" + define));
        command.add(source.toString());
        assertThat(lines(command)).isEmpty();
        Map<String, Integer> numbers = new TreeMap<>();
        for (String line : lines(List.of(binary.toString()))) {
            String[] words = line.split(" ", 2);
            numbers.put(words[0], Integer.valueOf(words[1]));
        }
        return numbers;
    }

    private static String program(Headers headers) {
        StringBuilder program = new StringBuilder(HEAD);
        for (Varying number : Varying.values()) {
            String value = switch (number) {
                // The headers choose by the size of time_t, which is 8 on all.
                case SO_RCVTIMEO -> "SO_RCVTIMEO_OLD";
                case SO_SNDTIMEO -> "SO_SNDTIMEO_OLD";
                case EPOLL_EVENT_SIZE -> "sizeof(struct epoll_event)";
                case EPOLL_EVENT_DATA -> "__builtin_offsetof(struct epoll_event, data)";
                case AUDIT_ARCH -> headers.audit;
                default -> number.name();
            };
            program.append("SHOW(\"")
                    .append(number)
                    .append("\", ")
                    .append(value)
                    .append(");\n");
        }
        for (Syscall call : Syscall.values()) {
            String number = "__NR_" + call.name().toLowerCase(Locale.ROOT);
            program.append("#ifndef ").append(number).append("\n#define ").append(number);
            program.append(" -1\n#endif\nSHOW(\"NR_")
                    .append(call)
                    .append("\", ")
                    .append(number)
                    .append(");\n");
        }
        return program.append("return 0;\n}\n").toString();
    }

    private List<String> lines(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aarch64", "s390x", "ppc64le", "riscv64", "loongarch64", "i386", "AMD64", ""})
    void aProcessorOnWhichNobodyHasSeenThisWorkIsRefusedByItsName(String arch) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> Abi.of(arch))
                .withMessage("this is known to work on x86-64 only, and the processor is " + arch);
    }

    @Test
    void theJvmCallsX8664Amd64() {
        assertThat(Abi.of("amd64")).isEqualTo(Abi.X86_64);
    }
}
