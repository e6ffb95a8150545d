// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Pages of a block device, each at another place, so that the disk answers and not the page cache. */
final class BlockMedia implements MediaAccess {
    private static final int PAGE = 4096;

    /** Far enough apart for no read-ahead to bring the next one. */
    private static final long STEP = 64 * PAGE;

    private final FileChannel channel;
    private long place;

    private BlockMedia(FileChannel channel) {
        this.channel = channel;
    }

    static BlockMedia open(Path device) throws IOException {
        return new BlockMedia(
                FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DSYNC));
    }

    /** Behind the ones before; at the end of the disk from the start again. */
    private long nextPlace() throws IOException {
        place = place + STEP + PAGE > channel.size() ? 0 : place + STEP;
        return place;
    }

    @Override
    public boolean reads() {
        try {
            return channel.read(ByteBuffer.allocate(PAGE), nextPlace()) == PAGE;
        } catch (IOException refused) {
            return false;
        }
    }

    @Override
    public boolean writes() {
        try {
            return channel.write(ByteBuffer.allocate(PAGE), nextPlace()) == PAGE;
        } catch (IOException refused) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
