// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

/**
 * What we want of a figure.
 *
 * @param what in words
 * @param measured the figure
 * @param limit it should not be above this
 */
record Goal(String what, double measured, double limit) {
    boolean met() {
        return measured <= limit;
    }
}
