// SPDX-License-Identifier: Apache-2.0
/**
 * Every precondition of persistent reservations for virtual machines, looked at on this host: what was seen, what it means, what helps.
 *
 * <pre>
 *   Host      /proc, /sys, /run and programs, below a root        Disks  what a disk says of itself
 *   Machine   a running QEMU, by its command line                 Domain a machine of libvirt, by its XML
 *   *Checks   look at these, and make Findings
 *   Report    Findings as text and as JSON
 * </pre>
 *
 * <p>A check that can not be made is no failure: it says what was missing. Nothing here changes anything: disks are asked by
 * PERSISTENT RESERVE IN only.
 */
@NullMarked
package io.prhelper.cli.doctor;

import org.jspecify.annotations.NullMarked;
