// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import io.prhelper.cli.audit.Peers.Peer;
import io.prhelper.cli.event.LineWriter;
import io.prhelper.cli.event.LogFile;
import io.prhelper.cli.event.Messages;
import io.prhelper.cli.event.StandardStream;
import io.prhelper.cli.option.AuditSettings;
import io.prhelper.cli.option.Reason;
import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.daemon.JournalSocket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail. A request leaves the copies that are made of it, and goes on: all else is done by other threads. What finds no room, or
 * can not be written, is counted in a line of its own.
 */
public final class AuditTrail implements ServerObserver, AutoCloseable {
    /** About what a request keeps that waits, besides its parameter list. */
    private static final int WEIGHT = 512;

    private final AuditForm form;
    private final @Nullable LogFile file;
    private final Messages messages;
    private final LineWriter writer;
    private final Peers peers;
    private final DeviceReader devices = new DeviceReader(Path.of("/sys"));
    private final Map<Long, Peer> connected = new ConcurrentHashMap<>();

    private AuditTrail(
            AuditForm form,
            WritableByteChannel to,
            @Nullable LogFile file,
            Messages messages,
            ProcessReader processes) {
        this.form = form;
        this.file = file;
        this.messages = messages;
        writer = new LineWriter(
                        "pr-audit",
                        to,
                        lost -> form.lost(Instant.now(), lost),
                        reason -> messages.warning("the audit trail cannot be written: " + reason))
                .paced();
        peers = new Peers(processes);
    }

    /**
     * Opens the trail, before the process drops its rights. Its lines wait until it is {@linkplain #start started} or closed.
     *
     * @param program what entries of the journal are from
     * @throws IOException if the file cannot be written; the message names it
     */
    public static AuditTrail open(AuditSettings settings, String program, Messages messages) throws IOException {
        Path path = settings.file();
        LogFile file = path == null ? null : new LogFile(path);
        try {
            WritableByteChannel to = file != null
                    ? file.open()
                    : settings.journal() ? JournalSocket.open(JournalSocket.PATH) : StandardStream.out();
            return to(to, file, settings.journal() ? new JournalEntry(program) : new JsonLine(Host.name()), messages);
        } catch (IOException refused) {
            throw new IOException("Error opening audit trail " + path + ": " + Reason.of(refused), refused);
        }
    }

    private static AuditTrail to(WritableByteChannel to, @Nullable LogFile file, AuditForm form, Messages messages)
            throws IOException {
        try {
            return new AuditTrail(form, to, file, messages, new ProcessReader(Path.of("/proc")));
        } catch (OutOfMemoryError noThread) {
            to.close();
            throw new IOException("no thread to look at clients with: " + noThread.getMessage(), noThread);
        }
    }

    /** To any destination; for tests. */
    static AuditTrail to(WritableByteChannel to, AuditForm form, Messages messages, Path proc) {
        return new AuditTrail(form, to, null, messages, new ProcessReader(proc));
    }

    /**
     * From now on lines are written. The thread that does it has the rights of the calling one, and needs them to {@linkplain #reopen
     * open} the file anew.
     */
    public void start() {
        writer.start();
    }

    /** Where the file is opened anew; empty where there is nothing to be opened. */
    public Optional<Path> folder() {
        return file == null ? Optional.empty() : file.folder();
    }

    /** Has the file opened anew, as at the start, before the next line is written. Returns at once; may be called by any thread. */
    public void reopen() {
        if (folder().isPresent()) {
            writer.replace(this::openAgain);
        }
    }

    private @Nullable FileChannel openAgain() {
        try {
            return file == null ? null : file.open();
        } catch (IOException refused) {
            messages.warning("the audit trail cannot be opened anew: " + Reason.of(refused));
            return null;
        }
    }

    /** How many lines were lost so far. */
    public long lost() {
        return writer.lost();
    }

    /** What changes reservations, whatever became of it; and of all else what was refused, unless a moment later it would not be. */
    @Override
    public boolean wants(Decision decision, int opcode, int serviceAction) {
        return opcode == Wire.PERSISTENT_RESERVE_OUT || (decision != Decision.EXECUTED && decision != Decision.BUSY);
    }

    @Override
    public boolean hasRoom(Decision decision, int opcode, int serviceAction) {
        return !writer.isFull();
    }

    @Override
    public void missed(Decision decision, int opcode, int serviceAction) {
        writer.drop();
    }

    @Override
    public void connected(long connection, PeerCredentials peer) {
        connected.put(connection, peers.comes(peer.pid()));
    }

    @Override
    public void disconnected(long connection, PeerCredentials peer) {
        Peer gone = connected.remove(connection);
        if (gone != null) {
            gone.leaves();
        }
    }

    @Override
    public void finished(Finished request) {
        if (!wants(
                request.decision(), request.cdb().get(0) & 0xff, request.cdb().get(1) & 0x1f)) {
            return;
        }
        Instant now = Instant.now();
        Peer peer = connected.get(request.connection());
        if (peer != null) {
            peer.isAsked();
        }
        writer.write(
                () -> form.of(AuditRecord.of(
                        now, request, peer == null ? PeerFacts.UNKNOWN : peer.facts(), devices.read(request.device()))),
                WEIGHT + request.dataOut().capacity());
    }

    /** Writes what waits, two seconds at most, and says what could not be written. */
    @Override
    public void close() {
        writer.close();
        peers.close();
        if (writer.left() > 0) {
            messages.warning(writer.left() + " lines of the audit trail lost");
        }
    }
}
