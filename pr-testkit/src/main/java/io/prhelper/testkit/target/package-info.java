// SPDX-License-Identifier: Apache-2.0
/**
 * A SCSI target in memory: logical units, target ports, I_T nexuses, and all of persistent reservations (SPC-5, 5.14, 6.16 and 6.17).
 *
 * <p>{@link io.prhelper.testkit.target.SimulatedTarget} is where to begin; each of its nexuses is an {@link
 * io.prhelper.core.scsi.ScsiPort}. {@link io.prhelper.testkit.target.TargetConfiguration} says what it supports and how it departs from the
 * standard, {@link io.prhelper.testkit.target.TargetProfile} names known targets.
 */
package io.prhelper.testkit.target;
