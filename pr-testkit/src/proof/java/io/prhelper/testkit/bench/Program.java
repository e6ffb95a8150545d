// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A helper that can be started.
 *
 * @param name in tables
 * @param command what starts it, without the path of the socket, which comes last
 */
public record Program(String name, List<String> command) {
    /** The whole command. */
    public List<String> on(Path socket) {
        List<String> words = new ArrayList<>(command);
        words.add(socket.toString());
        return words;
    }

    /** The same, started by that program, which is given these words first. */
    public Program under(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(command);
        return new Program(name, all);
    }

    /** The same with further options. */
    public Program with(String... options) {
        List<String> words = new ArrayList<>(List.of(command.getFirst()));
        words.addAll(List.of(options));
        words.addAll(command.subList(1, command.size()));
        return new Program(name, words);
    }
}
