// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import java.util.List;

/**
 * A sequence after whose last request the unit was not as the standard has it.
 *
 * @param requests in the order in which they were sent
 * @param what expected and found
 * @param rule the row of the tables that decides the last request
 * @param before the state that the last request should have met
 */
public record Difference(List<Request> requests, String what, String rule, ModelState before) {
    /** The sequence, a request a line, then what is wrong. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("after " + requests.size() + " requests");
        for (Request request : requests) {
            text.append("\n  ").append(request);
        }
        return text.append("\nin state ").append(before) + "\nrule " + rule + "\n" + what;
    }
}
