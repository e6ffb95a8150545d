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
     * @return true if it was read, false where the disk refused it
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
     * @param port the unit as the initiator sees it
     * @param blockLength bytes of a block, up to 8192
     * @return the way
     */
    static MediaAccess through(ScsiPort port, int blockLength) {
        return new ScsiMedia(port, blockLength);
    }

    /**
     * With pages of a block device. Any error counts as refused: the kernel tells a reservation conflict as one.
     *
     * @param blockDevice node of the disk as the initiator sees it
     * @return the way, to be closed
     * @throws IOException if it can not be opened
     */
    static MediaAccess through(Path blockDevice) throws IOException {
        return BlockMedia.open(blockDevice);
    }

    /**
     * Closes what it has open; nothing unless overridden.
     *
     * @throws IOException if that fails
     */
    @Override
    default void close() throws IOException {}
}
