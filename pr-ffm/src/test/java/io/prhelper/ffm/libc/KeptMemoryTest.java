// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An address does not keep its memory: whoever passes one to a call keeps the object until the call has returned. Of the sources. */
final class KeptMemoryTest {
    private static final Path SOURCES = Path.of("src/main/java/io/prhelper/ffm/libc");
    private static final Pattern METHOD =
            Pattern.compile("(?ms)^    (?:default|static|private|final|public|protected)[^;{}]*\\{.*?^    }$");
    private static final Pattern ADDRESS = Pattern.compile("\\b(\\w+)\\.address\\(\\)");

    @Test
    void whoeverPassesAnAddressKeepsTheMemory() throws IOException {
        int found = 0;
        int looked = 0;
        List<String> lost = new ArrayList<>();
        for (Path file : files()) {
            String text = Files.readString(file);
            found += count(text);
            Matcher methods = METHOD.matcher(text);
            while (methods.find()) {
                looked += count(methods.group());
                lost.addAll(notKept(file, methods.group()));
            }
        }
        assertThat(lost).isEmpty();
        assertThat(found).isPositive().isEqualTo(looked);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.toList();
        }
    }

    @Test
    void whatIsNotKeptIsSeen() {
        String method = "    default int open(Memory path, Memory how) {\n"
                + "        return kept(call(path.address(), how.address()), path);\n    }";
        assertThat(notKept(SOURCES, method))
                .containsExactly("libc: how in default int open(Memory path, Memory how) {");
    }

    private static int count(String text) {
        return (int) ADDRESS.matcher(text).results().count();
    }

    /** What stands in the body only as the address of it. */
    private static List<String> notKept(Path file, String method) {
        String head = method.substring(0, method.indexOf('\n')).strip();
        String body = method.substring(method.indexOf('\n'));
        String rest = ADDRESS.matcher(body).replaceAll("");
        List<String> lost = new ArrayList<>();
        Matcher addresses = ADDRESS.matcher(body);
        while (addresses.find()) {
            String name = addresses.group(1);
            if (!rest.contains("kept(")
                    || !Pattern.compile("\\b" + name + "\\b").matcher(rest).find()) {
                lost.add(file.getFileName() + ": " + name + " in " + head);
            }
        }
        return lost;
    }
}
