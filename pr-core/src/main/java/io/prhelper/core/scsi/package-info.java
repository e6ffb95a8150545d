// SPDX-License-Identifier: Apache-2.0
/**
 * What a SCSI command is answered with: {@linkplain io.prhelper.core.scsi.ScsiStatus status} (SAM-5, 5.3.1) and {@linkplain
 * io.prhelper.core.scsi.Sense sense} (SPC-5, 4.4), and the {@linkplain io.prhelper.core.scsi.ScsiExchange buffers} in which
 * one command meets one device.
 */
@NullMarked
package io.prhelper.core.scsi;

import org.jspecify.annotations.NullMarked;
