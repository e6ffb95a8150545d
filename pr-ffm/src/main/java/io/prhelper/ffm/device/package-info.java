// SPDX-License-Identifier: Apache-2.0
/**
 * What a client's descriptor stands for, and SG_IO on it.
 *
 * <pre>
 *   descriptor --> DeviceNode (statx: which number) --> Sysfs (what it is) --> SgIo (the command) --> SgOutcome (status, sense)
 * </pre>
 */
@NullMarked
package io.prhelper.ffm.device;

import org.jspecify.annotations.NullMarked;
