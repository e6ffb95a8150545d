// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

/**
 * What came of a check.
 *
 * @param subject what it is about, such as a disk; empty for the host
 * @param text what is so, without the end of a sentence
 * @param looked what was looked at
 */
record Finding(Check check, Result result, String subject, String text, String looked) {}
