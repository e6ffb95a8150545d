// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.scsi.ScsiPort;
import java.io.IOException;
import java.nio.file.Path;

/** How one initiator reads and writes blocks of the disk. */
public interface MediaAccess extends AutoCloseable {
    /**
     * Tries to read a block.
     *
     * @return false where the disk refused it
     */
    boolean reads();

    /**
     * Tries to write a block.
     *
     * @return false where the disk refused it
     */
    boolean writes();

    /**
     * With READ(10) and WRITE(10) of the first block.
     *
     * @param blockLength bytes of a block, up to 8192
     */
    static MediaAccess through(ScsiPort port, int blockLength) {
        return new ScsiMedia(port, blockLength);
    }

    /**
     * With pages of a block device. Any error counts as refused: the kernel tells a reservation conflict as one.
     *
     * @throws IOException if it can not be opened
     */
    static MediaAccess through(Path blockDevice) throws IOException {
        return BlockMedia.open(blockDevice);
    }

    /** Closes what it has open; nothing unless overridden. */
    @Override
    default void close() throws IOException {}
}
