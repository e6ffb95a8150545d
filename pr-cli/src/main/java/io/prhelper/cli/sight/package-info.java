// SPDX-License-Identifier: Apache-2.0
/**
 * Who holds what: devices are asked with PERSISTENT RESERVE IN, and what came is put into words and JSON.
 *
 * <p>A device is opened once, for reading, and nothing else is sent to it: an INQUIRY could take a unit attention that is somebody's, and what is
 * known without it stands in sysfs. A unit attention that one of our own commands meets is reported.
 */
@NullMarked
package io.prhelper.cli.sight;

import org.jspecify.annotations.NullMarked;
