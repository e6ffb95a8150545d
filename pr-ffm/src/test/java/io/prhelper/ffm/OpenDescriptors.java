// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.guard.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The descriptors of this process, and what they are: {@code /proc/self/fd}. */
public final class OpenDescriptors {
    private static final Path FOLDER = Path.of("/proc/self/fd");
    private static final long PATIENCE_MILLIS = 10_000;

    private final Map<String, String> before = list();

    /** As it is now. */
    public OpenDescriptors() {}

    /** How many there are now. */
    public static int count() {
        return list().size();
    }

    /** Waits until there are no others than at first; fails if that does not come. */
    public void assertAsBefore() {
        Await.until(PATIENCE_MILLIS, () -> list().equals(before));
        assertThat(list()).isEqualTo(before);
    }

    private static Map<String, String> list() {
        Map<String, String> open = new TreeMap<>();
        try (Stream<Path> links = Files.list(FOLDER)) {
            links.forEach(link -> put(open, link));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        open.values().removeIf(OpenDescriptors::isTheJvms);
        return open;
    }

    /** Jars, the class library, sources of random numbers, and the folder itself while it is read. */
    private static boolean isTheJvms(String target) {
        return target.endsWith(".jar")
                || target.endsWith("/lib/modules")
                || target.endsWith("random")
                || target.startsWith("/proc/");
    }

    private static void put(Map<String, String> open, Path link) {
        try {
            open.put(link.getFileName().toString(), Files.readSymbolicLink(link).toString());
        } catch (IOException closed) {
            // Between the listing and now.
        }
    }
}
