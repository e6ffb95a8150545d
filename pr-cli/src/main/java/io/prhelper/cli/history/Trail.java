// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import io.prhelper.cli.event.Line;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Where a trail is. It is read twice, so what can be read only once, such as standard input or a pipe, is kept in a temporary file as
 * long.
 *
 * @param name what was given
 */
record Trail(String name, Path file, boolean isTemporary) implements AutoCloseable {
    private static final String STANDARD_INPUT = "-";

    /**
     * Looks whether it can be read.
     *
     * @param given a path, or {@code -}
     * @throws IOException whose message is a sentence that names it
     */
    static Trail open(String given, InputStream standardInput) throws IOException {
        String name = Line.of(given);
        try {
            if (given.equals(STANDARD_INPUT)) {
                return new Trail("standard input", keep(standardInput), true);
            }
            Path file = Path.of(given);
            if (Files.isDirectory(file)) {
                throw new IOException(name + " is a directory, no trail");
            }
            boolean again = Files.isRegularFile(file);
            try (InputStream in = Files.newInputStream(file)) {
                return readable(new Trail(name, again ? file : keep(in), !again));
            }
        } catch (EOFException | ZipException cut) {
            throw new IOException(name + " is packed, and can not be unpacked", cut);
        } catch (NoSuchFileException missing) {
            throw new IOException("there is no trail " + name, missing);
        } catch (IllegalArgumentException noPath) {
            throw new IOException("'" + name + "' is no path of a trail", noPath);
        }
    }

    private static Trail readable(Trail trail) throws IOException {
        try {
            trail.read().close();
            return trail;
        } catch (IOException cut) {
            trail.close();
            throw cut;
        }
    }

    private static Path keep(InputStream in) throws IOException {
        Path kept = Files.createTempFile("qemu-pr-helper", ".trail");
        Files.copy(in, kept, StandardCopyOption.REPLACE_EXISTING);
        return kept;
    }

    /** From its beginning; what gzip(1) packed is unpacked. */
    InputStream read() throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.mark(2);
            boolean packed = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return packed ? new GZIPInputStream(in) : in;
        } catch (IOException cut) {
            in.close();
            throw cut;
        }
    }

    @Override
    public void close() throws IOException {
        if (isTemporary) {
            Files.deleteIfExists(file);
        }
    }
}
