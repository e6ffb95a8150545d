// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import java.util.Objects;

/** Comparisons that say what is wrong, without an assertion library: the suite also runs where there is none. */
final class Expect {
    private Expect() {}

    static void equal(String what, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError("%s: expected %s, but was %s".formatted(what, expected, actual));
        }
    }

    static void that(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
