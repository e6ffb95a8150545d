// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.transcript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What was played, and what came back.
 *
 * @param conversations the lines of each, by name, in the order in which they were played
 */
public record Transcript(SequencedMap<String, List<String>> conversations) {
    /** Begins the line that names a conversation. */
    static final String TITLE = "== ";

    /** Takes a copy. */
    public Transcript {
        conversations = new LinkedHashMap<>(conversations);
    }

    /**
     * Reads a transcript.
     *
     * @param lines a title, {@code == } and the name, before those of each conversation
     * @return the conversations
     * @throws IllegalArgumentException naming the line, if there are lines before the first title or a title comes twice
     */
    public static Transcript parse(List<String> lines) {
        Map<String, List<String>> conversations = new LinkedHashMap<>();
        List<String> current = null;
        for (String line : lines) {
            if (line.startsWith(TITLE)) {
                current = new ArrayList<>();
                if (conversations.put(line.substring(TITLE.length()), current) != null) {
                    throw new IllegalArgumentException("twice in the transcript: \"" + line + "\"");
                }
            } else if (current == null) {
                throw new IllegalArgumentException("not in a conversation: \"" + line + "\"");
            } else {
                current.add(line);
            }
        }
        return new Transcript(new LinkedHashMap<>(conversations));
    }
}
