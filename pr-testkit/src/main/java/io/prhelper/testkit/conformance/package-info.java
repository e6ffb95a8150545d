// SPDX-License-Identifier: Apache-2.0
/**
 * The conformance suite: does a helper keep to the protocol, and does what is behind it keep to the rules of persistent reservations?
 *
 * <p>{@link io.prhelper.testkit.conformance.ConformanceSubject} says what is tested, {@link
 * io.prhelper.testkit.conformance.ConformanceSuite} is the class that a user's JUnit class extends, {@link
 * io.prhelper.testkit.conformance.Conformance} holds the cases and runs them where there is no JUnit, with a report for people or machines
 * ({@link io.prhelper.testkit.conformance.TapReport}, {@link io.prhelper.testkit.conformance.JUnitReport}).
 *
 * <p>The cases of the protocol are what both real ends do (QEMU, {@code docs/interop/pr-helper.rst}, {@code scsi/qemu-pr-helper.c} and
 * {@code scsi/pr-manager-helper.c}), QEMU's assertions among them. The cases of reservations make the assertions of the twenty
 * persistent reservation tests of libiscsi's test tool again, each under that test's name.
 *
 * <p>What does not show at the socket, or takes too long, is not looked at: that the device gets the CDB as it came; that descriptors are
 * closed on exec; BUSY and TASK SET FULL, for which the disk would have to answer so; for how many days a guest may be silent; what
 * CLEANUP does to a multipath map.
 */
@NullMarked
package io.prhelper.testkit.conformance;

import org.jspecify.annotations.NullMarked;
