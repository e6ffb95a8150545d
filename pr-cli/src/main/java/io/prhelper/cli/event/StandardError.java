// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Descriptor 2, whatever it is now. Unlike {@link System#err} it tells how much was written, also where the descriptor does not block, and
 * it is never closed: the JVM would open {@code /dev/null} in its place, which a confined process may not.
 */
final class StandardError implements WritableByteChannel {
    private final FileChannel descriptor = new FileOutputStream(FileDescriptor.err).getChannel();

    StandardError() {}

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
