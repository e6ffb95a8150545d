// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;

/** Something to measure. */
interface Measurement {
    /**
     * Measures it, all contenders in turn in each round.
     *
     * @throws IOException if a contender does not serve
     */
    Outcome run(Bed bed) throws IOException, InterruptedException;
}
