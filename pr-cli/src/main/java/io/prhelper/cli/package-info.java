// SPDX-License-Identifier: Apache-2.0
/** The entry points: the program, and a step of its build. */
package io.prhelper.cli;
