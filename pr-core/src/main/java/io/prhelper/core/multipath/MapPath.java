// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

/**
 * A path of a map.
 *
 * @param name as the kernel calls its disk, {@code sdb}
 * @param host the number of its SCSI host, which stands for the initiator port
 */
public record MapPath(String name, int host) {}
