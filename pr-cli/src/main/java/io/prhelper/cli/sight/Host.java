// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files in which a host tells of itself.
 *
 * @param root what {@code /sys}, {@code /etc} and {@code /dev} are below
 */
public record Host(Path root) {
    private static final int LONGEST = 1 << 20;

    /** This one. */
    public static Host running() {
        return new Host(Path.of("/"));
    }

    /** Its name, as the kernel knows it. */
    public String name() {
        return text("proc/sys/kernel/hostname").orElse("localhost");
    }

    /** A file of it; a link is followed as the host would. */
    public Path path(String relative) {
        return root.resolve(relative);
    }

    /** A short file's text without white space around; empty where it can not be read or says nothing. */
    public Optional<String> text(String relative) {
        return text(path(relative));
    }

    static Optional<String> text(Path file) {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The names in a folder, in order; none where it can not be read. */
    public List<String> names(String relative) {
        return names(path(relative));
    }

    static List<String> names(Path folder) {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (IOException unreadable) {
            return List.of();
        }
        names.sort(null);
        return names;
    }
}
