// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.scsi.ScsiPort;
import java.io.IOException;

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

    /** Closes what it has open; nothing unless overridden. */
    @Override
    default void close() throws IOException {}
}
