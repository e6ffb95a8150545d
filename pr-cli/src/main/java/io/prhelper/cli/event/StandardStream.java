// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Descriptor 1 or 2, whatever it is now. Unlike {@link System#err} it tells how much was written, also where the descriptor does not block,
 * and it is never closed: the JVM would open {@code /dev/null} in its place, which a confined process may not.
 */
public final class StandardStream implements WritableByteChannel {
    private final FileChannel descriptor;

    private StandardStream(FileDescriptor descriptor) {
        this.descriptor = new FileOutputStream(descriptor).getChannel();
    }

    /** Standard output. */
    public static StandardStream out() {
        return new StandardStream(FileDescriptor.out);
    }

    /** Standard error. */
    static StandardStream err() {
        return new StandardStream(FileDescriptor.err);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return descriptor.write(bytes);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
