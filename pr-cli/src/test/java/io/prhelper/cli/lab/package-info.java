// SPDX-License-Identifier: Apache-2.0
/**
 * The helper and the reference on the same real disks, in the lab.
 *
 * <pre>
 *   {@link io.prhelper.cli.lab.LabTranscriptIT}  here: starts the lab once, then judges what the session left in a shared folder
 *   {@link io.prhelper.cli.lab.GuestSession}     there: one JVM that starts both helpers and plays
 *   {@link io.prhelper.cli.lab.LabConformanceIT} here: the same for the conformance suite
 *   {@link io.prhelper.cli.lab.GuestConformance} there: one JVM that starts both helpers and tries them
 * </pre>
 *
 * What runs there has the class library, the project's modules and this package, nothing else.
 */
package io.prhelper.cli.lab;
