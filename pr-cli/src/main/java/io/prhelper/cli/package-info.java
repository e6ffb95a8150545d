// SPDX-License-Identifier: Apache-2.0
/** The entry points: the program, and a step of its build. */
@NullMarked
package io.prhelper.cli;

import org.jspecify.annotations.NullMarked;
