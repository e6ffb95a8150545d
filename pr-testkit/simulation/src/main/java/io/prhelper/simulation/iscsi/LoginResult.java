// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

/**
 * What the two ends agreed on at the login.
 *
 * @param longestData bytes of the longest data segment that the target takes
 * @param immediateData bytes that may go with a command
 * @param portalGroup TargetPortalGroupTag, 0 where the target said none
 */
record LoginResult(int longestData, int immediateData, int portalGroup, int expectedStatusNumber) {}
