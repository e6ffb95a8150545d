// SPDX-License-Identifier: Apache-2.0
/**
 * As much of iSCSI (RFC 7143) as reservations need: an initiator that can be any initiator port, for real targets, and a front end that
 * serves a simulated target to real initiators. One connection for a session, no authentication, error recovery level 0.
 */
@NullMarked
package io.prhelper.simulation.iscsi;

import org.jspecify.annotations.NullMarked;
