// SPDX-License-Identifier: Apache-2.0
/**
 * Who is registered with a disk, who holds it and who was fenced: told from the audit trails of many hosts.
 *
 * <pre>
 *   Trails  reads what is given, JSON Lines or journald's JSON, and finds the disk   [JsonLine, TrailLine, DeviceName]
 *   Replay  plays the commands that ended GOOD, by SPC-5's rules: registrations, the reservation
 *   History what came of it, with what is not known; told as text, as JSON, as a picture [TextReport, JsonReport, Timeline]
 * </pre>
 *
 * <p>Nothing that a trail does not tell is made up: a registration from before its beginning has no beginning, lines that are lost or
 * can not be read are a gap, and what contradicts itself is said to.
 */
@NullMarked
package io.prhelper.cli.history;

import org.jspecify.annotations.NullMarked;
