// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import io.prhelper.testkit.oracle.Request;
import io.prhelper.testkit.oracle.Words;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A sequence after whose last request the two units did not answer the same.
 *
 * @param requests the sequence
 * @param attentive whether all ports heard of their unit attentions after each request
 * @param asked what was answered differently: the last request, or one that looked at its effect
 * @param real the real unit's answer
 * @param model the simulated unit's
 */
public record Difference(List<Request> requests, boolean attentive, String asked, String real, String model) {
    /** Copies the list. */
    public Difference {
        requests = List.copyOf(requests);
    }

    /** {@return the last request in words} */
    public String last() {
        return Words.of(requests.getLast());
    }

    /** The sequence, a request a line, then the two answers. */
    @Override
    public String toString() {
        return requests.stream().map(request -> "  " + Words.of(request)).collect(Collectors.joining("\n"))
                + (attentive ? "" : "\n  (unit attentions stay pending)")
                + "\nthen " + asked + "\n  target:  " + real + "\n  profile: " + model;
    }
}
