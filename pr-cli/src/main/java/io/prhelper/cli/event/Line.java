// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

/** Text as one line of bounded length: nobody who has a say in it can end the line, move the cursor or fill the log. */
public final class Line {
    /** Characters that are kept. */
    static final int MOST = 400;

    private Line() {}

    /** The text with what does not print written as in Java, and without what is over {@link #MOST}. */
    public static String of(String text) {
        int end = Math.min(text.length(), MOST);
        StringBuilder line = new StringBuilder(end + 16);
        for (int i = 0; i < end; i++) {
            append(line, text.charAt(i));
            if (line.length() > MOST) {
                end = i + 1;
            }
        }
        return end < text.length() ? line.append("...").toString() : line.toString();
    }

    private static void append(StringBuilder line, char character) {
        if (character == '\n') {
            line.append("\\n");
        } else if (character == '\\') {
            line.append("\\\\");
        } else if (prints(character)) {
            line.append(character);
        } else {
            line.append("\\u").append(Integer.toHexString(0x10000 + character).substring(1));
        }
    }

    private static boolean prints(char character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
