// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
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
import org.jspecify.annotations.Nullable;

/**
 * A SCSI disk of this host, to which PERSISTENT RESERVE commands are sent without a helper (SG_IO). One command at a time; not safe for
 * use by several threads.
 *
 * <p>PERSISTENT RESERVE OUT on a disk needs CAP_SYS_RAWIO, on /dev/sgN a descriptor open for writing.
 */
public final class ScsiDevice implements AutoCloseable {
    private static final int MOST_ROOM = 0x10000;

    /** 32 bytes less: Linux's target was seen to send a few more than it was asked for. */
    private static final int MOST = MOST_ROOM - 32;

    private final Kernel kernel;
    private final OwnedFd node;
    private final Duration timeout;
    private final Way way;

    /** For answers of more than 8192 bytes, made when there is one. */
    private @Nullable Way wide;

    /** Buffers, and what executes a command that stands there. */
    private record Way(NativeExchange memory, SgIo port) {
        Way(Kernel kernel, int room, Duration timeout) {
            this(kernel, new NativeExchange(room), timeout);
        }

        private Way(Kernel kernel, NativeExchange memory, Duration timeout) {
            this(memory, new SgIo(kernel, memory, timeout));
        }
    }

    ScsiDevice(Kernel kernel, OwnedFd node, Duration timeout) {
        this.kernel = kernel;
        this.node = node;
        this.timeout = timeout;
        way = new Way(kernel, ScsiExchange.MAX_DATA_LENGTH, timeout);
    }

    /**
     * Opens a node for reading and writing; a command may take {@link Limits#DEVICE_TIMEOUT}.
     *
     * @param path {@code /dev/sdX}, {@code /dev/sgN}, {@code /dev/stN}, a link to one of them
     * @return the open disk
     * @throws IOException if it can not be opened or is neither a block device nor of a SCSI driver; the message names it
     */
    public static ScsiDevice open(Path path) throws IOException {
        return open(path, Limits.DEVICE_TIMEOUT);
    }

    /**
     * Opens a node for reading and writing.
     *
     * @param timeout how long a command may take, 1 ms to 24 days; on a block device never under 7 s
     * @param path {@code /dev/sdX}, {@code /dev/sgN}, {@code /dev/stN}, a link to one of them
     * @return the open disk
     * @throws IOException if it can not be opened or is neither a block device nor of a SCSI driver; the message names it
     */
    public static ScsiDevice open(Path path, Duration timeout) throws IOException {
        return open(path, true, timeout);
    }

    /**
     * Opens a node for reading only: nothing looks at the disk anew when it is closed, as udev does after a descriptor that was open for writing.
     * PERSISTENT RESERVE OUT is not for such a device, on /dev/sgN the kernel refuses it.
     *
     * @param timeout how long a command may take, 1 ms to 24 days; on a block device never under 7 s
     * @param path {@code /dev/sdX}, {@code /dev/sgN}, {@code /dev/stN}, a link to one of them
     * @return the open disk
     * @throws IOException if it can not be opened or is neither a block device nor of a SCSI driver; the message names it
     */
    public static ScsiDevice openReadOnly(Path path, Duration timeout) throws IOException {
        return open(path, false, timeout);
    }

    private static ScsiDevice open(Path path, boolean writable, Duration timeout) throws IOException {
        ScsiDevice device = new ScsiDevice(Kernel.linux(), OwnedFd.open(path, writable), timeout);
        NodeReader node = new NodeReader(Kernel.linux(), device.way.memory().state());
        node.look(device.fd());
        if (!node.isScsiCandidate()) {
            device.close();
            throw new IOException(path + " is neither a block device nor a SCSI generic or tape device");
        }
        return device;
    }

    /** {@return the open node; it stays this object's} */
    public int fd() {
        return node.fd();
    }

    /**
     * Executes a command. Never fails: what the kernel or the transport refuses shows as status and sense, as it does for a helper's
     * client.
     *
     * @param command the command
     * @return how it ended
     */
    public PrOutcome<?> execute(PrCommand command) {
        return PrOutcome.of(execute(command.cdb(), command.dataOut()));
    }

    /**
     * Executes a PERSISTENT RESERVE IN and decodes what it brought. Where that is not whole it asks for as much as a PERSISTENT RESERVE IN can
     * transfer, which is kept if it ended GOOD. Never fails, see {@link #execute(PrCommand)}.
     *
     * @param <T> what the query brings
     * @param query what to ask
     * @return how it ended
     */
    public <T extends PrInData> PrOutcome<T> execute(PrQuery<T> query) {
        PrOutcome<T> outcome = ask(way, query);
        return query.again(outcome, MOST)
                .map(again -> ask(wide(), again))
                .filter(PrOutcome::isGood)
                .orElse(outcome);
    }

    private <T extends PrInData> PrOutcome<T> ask(Way by, PrQuery<T> query) {
        return PrOutcome.of(execute(by, query.command().cdb(), query.command().dataOut()), query);
    }

    private Way wide() {
        if (wide == null) {
            wide = new Way(kernel, MOST_ROOM, timeout);
        }
        return wide;
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
        return execute(way, cdb, dataOut);
    }

    private ScsiExchange execute(Way by, byte[] cdb, byte[] dataOut) {
        ScsiExchange exchange = by.memory().exchange();
        exchange.put(cdb, dataOut);
        Wire.requireReservation(exchange.opcode());
        by.port().execute(node.fd(), exchange);
        return exchange;
    }

    /** Closes the node. */
    @Override
    public void close() {
        node.close();
    }
}
