// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

/** A name with wildcards: {@code *} stands for any characters, {@code ?} for one. */
final class Pattern {
    private final String text;

    Pattern(String text) {
        this.text = text;
    }

    /** Whether it can stand for more than one name. */
    boolean isWild() {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** Whether it stands for {@code name}. Takes time in proportion to the product of the lengths at most. */
    boolean matches(String name) {
        int at = 0;
        int from = 0;
        int star = -1;
        int retry = 0;
        while (from < name.length()) {
            if (at < text.length() && text.charAt(at) == '*') {
                star = at++;
                retry = from;
            } else if (at < text.length() && (text.charAt(at) == '?' || text.charAt(at) == name.charAt(from))) {
                at++;
                from++;
            } else if (star >= 0) {
                // The last star takes one character more.
                at = star + 1;
                from = ++retry;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        return at == text.length();
    }
}
