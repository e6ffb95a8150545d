// SPDX-License-Identifier: Apache-2.0
/** The command itself: what is called, in which order it starts, what it says and how it ends. */
package io.prhelper.cli;
