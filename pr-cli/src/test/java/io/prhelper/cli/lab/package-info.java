// SPDX-License-Identifier: Apache-2.0
/**
 * The helper and the reference on the same real disks, in the lab.
 *
 * <pre>
 *   {@link io.prhelper.cli.lab.LabHelpersIT}     here: starts the lab once, then judges what the session left in a shared folder
 *   {@link io.prhelper.cli.lab.GuestSession}     there: one JVM that starts both helpers and plays
 *   {@link io.prhelper.cli.lab.GuestConformance} there: the conformance suite in the same JVM, with both started anew
 * </pre>
 *
 * What runs there has the class library, the project's modules and this package, nothing else.
 */
package io.prhelper.cli.lab;
