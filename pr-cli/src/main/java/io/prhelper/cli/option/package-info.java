// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: what a command says of itself, its table of options first of all; a parser with the habits of GNU
 * getopt_long; and the settings that come out.
 *
 * <p>This is the start path of a program whose start-up time is seen by every virtual machine that waits for it, so it does
 * without regular expressions, lambdas and {@code String.format}; picocli is loaded for the help and the manual only.
 */
@NullMarked
package io.prhelper.cli.option;

import org.jspecify.annotations.NullMarked;
