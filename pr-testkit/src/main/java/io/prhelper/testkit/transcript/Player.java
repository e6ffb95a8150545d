// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import io.prhelper.ffm.raw.RawConnection;
import io.prhelper.ffm.raw.RawConnection.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Plays conversations against a helper, one after the other. */
public final class Player implements AutoCloseable {
    /** How long the helper may be silent before that is taken down and the conversation left. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final Path helper;
    private final Descriptors descriptors;

    private Player(Path helper, Descriptors descriptors) {
        this.helper = helper;
        this.descriptors = descriptors;
    }

    /**
     * Opens what the conversations send.
     *
     * @param helper the socket
     * @param nodeA a SCSI disk
     * @param nodeB the same disk as another initiator sees it
     * @return the player, to be closed
     * @throws IOException if nobody listens at the socket or a node can not be opened; the message names it
     */
    public static Player open(Path helper, Path nodeA, Path nodeB) throws IOException {
        return new Player(helper, Descriptors.open(helper, nodeA, nodeB));
    }

    /**
     * Plays a list.
     *
     * @param conversations each on a connection of its own
     * @param lines takes the transcript, line by line
     * @throws IOException if the helper accepts no connection
     */
    public void play(List<Conversation> conversations, Consumer<String> lines) throws IOException {
        for (Conversation conversation : conversations) {
            lines.accept(Transcript.TITLE + conversation.name());
            try (RawConnection connection = RawConnection.connect(helper, PATIENCE)) {
                new Table(connection, lines).converse(conversation);
            }
        }
    }

    /** Closes what was opened. */
    @Override
    public void close() {
        descriptors.close();
    }

    /** One conversation under way. */
    private final class Table {
        private final RawConnection connection;
        private final ReplyReader reader;
        private final Consumer<String> lines;

        Table(RawConnection connection, Consumer<String> lines) {
            this.connection = connection;
            this.lines = lines;
            reader = new ReplyReader(connection);
        }

        void converse(Conversation conversation) throws IOException {
            boolean open = take(reader.hello());
            for (Step step : conversation.steps()) {
                if (!open) {
                    return;
                }
                open = perform(step);
            }
            if (open) {
                connection.endOutput();
                take(reader.rest());
            }
        }

        private boolean perform(Step step) throws IOException {
            return switch (step) {
                case Step.Send send -> {
                    lines.accept(text(send));
                    // Where the helper is gone, what it left shows so when it is read.
                    connection.send(send.toArray(), descriptors.fds(send.descriptors()));
                    yield true;
                }
                case Step.Turn.AWAIT_READ -> {
                    while (!connection.allRead()) {
                        LockSupport.parkNanos(LOOK_NANOS);
                    }
                    yield true;
                }
                case Step.Turn.AWAIT_REPLY -> take(reader.reply());
                case Step.Turn.END_OUTPUT -> {
                    lines.accept("shutdown");
                    connection.endOutput();
                    yield true;
                }
                case Step.Turn.LEAVE -> {
                    lines.accept("leave");
                    yield false;
                }
            };
        }

        /** Takes down what came; false if that was the end. */
        private boolean take(ReplyReader.Result result) {
            if (!result.text().isEmpty()) {
                lines.accept(result.text());
            }
            if (result.ending() == null) {
                return true;
            }
            lines.accept("end " + text(result.ending()));
            return false;
        }

        private static String text(Step.Send send) {
            StringBuilder line = new StringBuilder("send ").append(Bytes.text(send.toArray()));
            send.descriptors().forEach(descriptor -> line.append(' ').append(descriptor.text()));
            return line.toString();
        }

        private static String text(Input.Nothing ending) {
            return switch (ending) {
                case END -> "closed";
                case RESET -> "reset";
                case SILENCE -> "silence";
            };
        }
    }
}
