// SPDX-License-Identifier: Apache-2.0
/**
 * What the program does: serving, in which order that starts and how it ends, and the commands that are asked for by a word.
 *
 * <p>A command with a word is a {@code Subcommand} and an entry in {@code Commands}; what it says of itself there is all that its
 * command line, help, manual page and completions are made from. The launcher knows none of them: it looks for no option behind a
 * word in front, so nothing there ends in the background.
 *
 * <p>The helper itself is the command without a word. Its start is timed by every virtual machine that waits for it: nothing of the
 * other commands is loaded on that way.
 */
@NullMarked
package io.prhelper.cli.command;

import org.jspecify.annotations.NullMarked;
