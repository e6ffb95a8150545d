// SPDX-License-Identifier: Apache-2.0
/**
 * What the standard says, as tables that a program can ask: {@link io.prhelper.testkit.oracle.Oracle}. It shares no code with {@link
 * io.prhelper.simulation.target}, so that each finds the other's mistakes, and it judges any other target too.
 */
@NullMarked
package io.prhelper.testkit.oracle;

import org.jspecify.annotations.NullMarked;
