// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the C headers of a processor are, and what a compiler for it defines that they ask for. Numbers that they tell are printed by a
 * program for this machine, which needs no other processor: all have 64 bits, and give each type the size and alignment that it has here.
 * Debian's packages for one are {@code linux-libc-dev-ARCHITECTURE-cross} and {@code libc6-dev-ARCHITECTURE-cross}.
 */
public enum CHeaders {
    X86_64("x86_64", "__x86_64__"),
    AARCH64("aarch64", "__aarch64__ __AARCH64EL__"),
    S390X("s390x", "__s390__ __s390x__"),
    PPC64LE("powerpc64le", "__powerpc__ __powerpc64__ __LITTLE_ENDIAN__ _CALL_ELF=2"),
    RISCV64("riscv64", "__riscv __riscv_xlen=64 __riscv_float_abi_double");

    private static final List<String> OF_THIS_MACHINE =
            List.of("__x86_64__", "__x86_64", "__amd64__", "__amd64", "__aarch64__", "__AARCH64EL__");

    private final String name;
    private final String defines;

    CHeaders(String name, String defines) {
        this.name = name;
        this.defines = defines;
    }

    /** Those for that processor; where they are not there the test ends, but in continuous integration, where it fails. */
    public static CHeaders of(Abi abi) {
        CHeaders headers = valueOf(abi.name());
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(headers.folders())
                    .as("C headers for " + headers.name + " (linux-libc-dev-*-cross, libc6-dev-*-cross)")
                    .isNotEmpty();
        }
        return headers;
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        Path cross = Path.of("/usr/" + name + "-linux-gnu/include");
        Path own = Path.of("/usr/include/" + name + "-linux-gnu");
        if (Files.exists(cross.resolve("asm/unistd.h")) && Files.exists(cross.resolve("sys/socket.h"))) {
            folders.add(cross);
        } else if (Files.exists(own.resolve("asm/unistd.h"))) {
            folders.addAll(List.of(own, Path.of("/usr/include")));
        }
        return folders;
    }

    /**
     * What a program of these statements prints.
     *
     * @param folder for its files
     * @param includes lines in front of it
     * @param statements in {@code main}; each {@code SHOW(name, value)} is one entry of the result
     */
    public Map<String, Integer> shown(Path folder, String includes, String statements)
            throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("show.c"), """
                #include <stddef.h>
                %s
                int printf(const char *format, ...);
                #define SHOW(name, value) printf(name " %%d\\n", (int)(value))
                int main(void)
                {
                %s
                return 0;
                }
                """.formatted(includes, statements));
        Path binary = folder.resolve("show");
        List<String> command = new ArrayList<>(List.of("cc", "-w", "-nostdinc", "-o", binary.toString()));
        List<Path> all = new ArrayList<>(folders());
        all.addFirst(
                Path.of(lines(folder, List.of("cc", "-print-file-name=include")).getFirst()));
        for (Path headers : all) {
            command.addAll(List.of("-isystem", headers.toString()));
        }
        OF_THIS_MACHINE.forEach(define -> command.add("-U" + define));
        List.of(defines.split(" ", -1)).forEach(define -> command.add("-D" + define));
        command.add(source.toString());
        assertThat(lines(folder, command)).isEmpty();
        Map<String, Integer> numbers = new TreeMap<>();
        for (String line : lines(folder, List.of(binary.toString()))) {
            String[] words = line.split(" ", 2);
            numbers.put(words[0], Integer.valueOf(words[1]));
        }
        return numbers;
    }

    private static List<String> lines(Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output);
    }
}
