// SPDX-License-Identifier: Apache-2.0
/**
 * A SCSI target in memory: logical units, target ports, I_T nexuses, and all of persistent reservations (SPC-5, 5.14, 6.16 and 6.17).
 *
 * <p>{@link io.prhelper.simulation.target.SimulatedTarget} is where to begin; each of its nexuses is an {@link
 * io.prhelper.core.scsi.ScsiPort}. {@link io.prhelper.simulation.target.TargetConfiguration} says what it supports and how it departs from the
 * standard, {@link io.prhelper.simulation.target.TargetProfile} names known targets, {@link io.prhelper.simulation.target.Fault} makes commands
 * fail, {@link io.prhelper.simulation.target.UnitSnapshot} shows what a unit knows.
 *
 * <h2>Theory of operation</h2>
 *
 * <pre>
 *   SimulatedNexus.execute -- faults --> LogicalUnit, under its lock
 *                                 admits:  INQUIRY, REQUEST SENSE, REPORT LUNS pass
 *                                          unit attention, lost information, access
 *                                 perform: PERSISTENT RESERVE OUT   list, registration, key, scope and type, service action
 *                                          PERSISTENT RESERVE IN    whole answer, then cut off at the allocation length
 *                                          everything else
 * </pre>
 *
 * The state is arrays of primitives with one slot for each nexus, the command is read where it stands in the exchange, the answer is
 * written where it leaves: a command takes some hundred nanoseconds. A command that hangs waits between the two steps, as a task that
 * PREEMPT AND ABORT can reach.
 *
 * <h2>Where the standard leaves a choice</h2>
 *
 * <ul>
 *   <li>ALL_TG_PT is as if the command came through each target port, but all or nothing: one port that would conflict refuses all.
 *   <li>A port that SPEC_I_PT lists and that is registered keeps its key; one that no nexus has named is unknown and refuses all.
 *   <li>The destination of REGISTER AND MOVE is another initiator port than the sender's, whatever the target port.
 *   <li>PREEMPT validates TYPE even where it goes on to ignore it.
 *   <li>REPLACE LOST RESERVATION while nothing is lost: 05/24/00; with service action key 0: 05/26/00. While information is lost,
 *       REPORT CAPABILITIES fails too.
 *   <li>REQUEST SENSE leaves unit attentions pending; a condition is pending once at most.
 *   <li>Registrations are reported by initiator port, in the order in which nexuses were made, then by target port.
 * </ul>
 *
 * <h2>Where the simulation stops</h2>
 *
 * <ul>
 *   <li>Commands run one at a time and end at once, unless a fault holds them up; there are no queues, no task attributes, no ACA.
 *   <li>A nexus ends when somebody says so ({@link io.prhelper.simulation.target.SimulatedNexus#lose}); registrations stay. There is no unit
 *       attention for a new one.
 *   <li>Of SPC-2 RESERVE there is no third party and no extent; of vital product data, no more than the pages 00h, 80h, 83h, B0h and
 *       B1h; of mode pages, Caching and Control, which can not be changed; of the medium, no more than 16 blocks of 512 bytes a command.
 *       SYNCHRONIZE CACHE and START STOP UNIT do nothing. There are no LOG SENSE, EXTENDED COPY, no asymmetric access.
 *   <li>SCOPE is the logical unit; element scope is obsolete. SOP, USB and the other transports have no TransportID here.
 *   <li>Power loss takes no time, and what is written is on the medium.
 *   <li>The deviations are what was read in sources and seen from outside, not the targets' whole behaviour.
 * </ul>
 */
@NullMarked
package io.prhelper.simulation.target;

import org.jspecify.annotations.NullMarked;
