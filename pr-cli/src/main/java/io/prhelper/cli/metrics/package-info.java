// SPDX-License-Identifier: Apache-2.0
/**
 * Numbers of what the helper does: for the textfile collector of Prometheus' node_exporter, and for the line that the service manager shows.
 *
 * <p>The text is made by hand: Prometheus' own Java library took 9 MiB and 130 ms for its first text (version 1.8.0, Temurin 25, Serial, C1).
 */
@NullMarked
package io.prhelper.cli.metrics;

import org.jspecify.annotations.NullMarked;
