// SPDX-License-Identifier: Apache-2.0
/**
 * The helper as a library: {@link io.prhelper.ffm.HelperServer} serves the helper protocol, {@link io.prhelper.ffm.HelperClient}
 * speaks it, {@link io.prhelper.ffm.ScsiDevice} sends commands to a disk of this host.
 */
package io.prhelper.ffm;
