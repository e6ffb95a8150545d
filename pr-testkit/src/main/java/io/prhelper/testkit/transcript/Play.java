// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Plays {@link Conversations#ALL} against a helper and prints the transcript. */
public final class Play {
    private static final int WRONG_USAGE = 64;

    private Play() {}

    /**
     * Plays.
     *
     * @param arguments the helper's socket, and two nodes of one disk
     * @throws IOException if nobody listens at the socket, a node can not be opened, or the helper accepts no connection
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: " + Play.class.getName() + " SOCKET NODE-A NODE-B");
            System.err.println("The nodes are two I_T nexuses of one disk; its reservations are overwritten.");
            System.exit(WRONG_USAGE);
        }
        PrintStream out = System.out;
        try (Player player = Player.open(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]))) {
            player.play(Conversations.ALL, out::println);
        }
        out.flush();
    }
}
