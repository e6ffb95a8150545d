// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.device.NodeReader;
import io.prhelper.ffm.device.SgIo;
import io.prhelper.ffm.libc.Kernel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A SCSI disk of this host, to which PERSISTENT RESERVE commands are sent without a helper (SG_IO). One command at a time; not safe for
 * use by several threads.
 *
 * <p>PERSISTENT RESERVE OUT on a disk needs CAP_SYS_RAWIO, on /dev/sgN a descriptor open for writing.
 */
public final class ScsiDevice implements AutoCloseable {
    private final OwnedFd node;
    private final NativeExchange memory = new NativeExchange();
    private final SgIo port;

    private ScsiDevice(OwnedFd node, Duration timeout) {
        this.node = node;
        port = new SgIo(Kernel.linux(), memory, timeout);
    }

    /**
     * Opens a node for reading and writing; a command may take {@link Limits#DEVICE_TIMEOUT}.
     *
     * @param path {@code /dev/sdX}, {@code /dev/sgN}, {@code /dev/stN}, a link to one of them
     * @throws IOException if it can not be opened or is neither a block device nor of a SCSI driver; the message names it
     */
    public static ScsiDevice open(Path path) throws IOException {
        return open(path, Limits.DEVICE_TIMEOUT);
    }

    /**
     * Opens a node for reading and writing.
     *
     * @param timeout how long a command may take, 1 ms to 24 days; on a block device never under 7 s
     * @throws IOException if it can not be opened or is neither a block device nor of a SCSI driver; the message names it
     */
    public static ScsiDevice open(Path path, Duration timeout) throws IOException {
        ScsiDevice device = new ScsiDevice(OwnedFd.open(path, true), timeout);
        NodeReader node = new NodeReader(Kernel.linux(), device.memory.state());
        node.look(device.fd());
        if (!node.isScsiCandidate()) {
            device.close();
            throw new IOException(path + " is neither a block device nor a SCSI generic or tape device");
        }
        return device;
    }

    /** The open node; it stays this object's. */
    public int fd() {
        return node.fd();
    }

    /**
     * Executes a command. Never fails: what the kernel or the transport refuses shows as status and sense, as it does for a helper's
     * client.
     */
    public PrOutcome<?> execute(PrCommand command) {
        return PrOutcome.of(execute(command.cdb(), command.dataOut()));
    }

    /**
     * Executes a command.
     *
     * @param cdb PERSISTENT RESERVE IN or OUT, 1 to 16 bytes
     * @param dataOut the parameter list
     * @return the ended exchange, good until the next call
     * @throws IllegalArgumentException if it is another command
     */
    public ScsiExchange execute(byte[] cdb, byte[] dataOut) {
        ScsiExchange exchange = memory.exchange();
        exchange.put(cdb, dataOut);
        int opcode = exchange.opcode();
        if (opcode != Wire.PERSISTENT_RESERVE_IN && opcode != Wire.PERSISTENT_RESERVE_OUT) {
            throw new IllegalArgumentException(
                    String.format("only PERSISTENT RESERVE IN and OUT (5Eh, 5Fh), not operation code %02Xh", opcode));
        }
        port.execute(node.fd(), exchange);
        return exchange;
    }

    /** Closes the node. */
    @Override
    public void close() {
        node.close();
    }
}
