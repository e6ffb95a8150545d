// SPDX-License-Identifier: Apache-2.0
/** The help, the manual page and the completions, all made from the table of options. */
package io.prhelper.cli.manual;
