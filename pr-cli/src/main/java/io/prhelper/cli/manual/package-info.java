// SPDX-License-Identifier: Apache-2.0
/** The help, the manual page and the completions, all made from what the commands say of themselves. */
@NullMarked
package io.prhelper.cli.manual;

import org.jspecify.annotations.NullMarked;
