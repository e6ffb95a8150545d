// SPDX-License-Identifier: Apache-2.0
/**
 * A multipath map as one I_T nexus, without I/O: which path is asked what, and what the answers come to.
 *
 * <p>A map's paths are I_T nexuses of their own to the device server (SPC-5, 3.1.39 and 5.14): each registers for itself, one of them
 * holds a reservation. A guest knows one disk. So a registration goes to all paths, a reservation to one, and where the path that holds it
 * is away, another one of the same map has to act for it. Who else is registered is told apart by nexus, never by key: SPC allows two hosts
 * one key.
 *
 * <pre>
 *   {@link io.prhelper.core.multipath.MapCommand} --makes--> {@link io.prhelper.core.multipath.Step}
 *       Ask   commands for paths, at once ----answers----> next step
 *       Tell  a command for multipathd -------reply------> next step
 *       Say   a sentence for the log --------------------> next step
 *       End   what the guest is told
 * </pre>
 *
 * <p>multipathd registers a path that comes back, if it knows the key and that the map is registered; so it is told of both, in an order
 * that the versions 0.9 to 0.15 of multipath-tools all understand.
 */
@NullMarked
package io.prhelper.core.multipath;

import org.jspecify.annotations.NullMarked;
