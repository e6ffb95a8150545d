// SPDX-License-Identifier: Apache-2.0
/**
 * Hostile and lasting load on helpers as processes: what a client can do to them, and that nothing comes of it. Run with
 * {@code pr-testkit/load/load}.
 */
package io.prhelper.testkit.load;
