// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to trace.
 *
 * @param patterns event patterns in the order given; a later one overrides an earlier one
 * @param file where the trace goes, or null for standard error
 */
public record TraceSettings(List<String> patterns, @Nullable Path file) {}
