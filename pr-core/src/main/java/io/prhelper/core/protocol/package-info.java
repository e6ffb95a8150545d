// SPDX-License-Identifier: Apache-2.0
/**
 * The helper protocol between QEMU and {@code qemu-pr-helper}: two machines without I/O.
 *
 * <pre>
 *  helper -> client   greeting        4   feature bits offered
 *  client -> helper   answer          4   feature bits wanted
 *  client -> helper   CDB            16   with one descriptor (SCM_RIGHTS)
 *  client -> helper   parameter list  n   PERSISTENT RESERVE OUT only, n from CDB bytes 7-8
 *  helper -> client   reply         104   status (4), size (4), sense (96)
 *  helper -> client   data         size   PERSISTENT RESERVE IN with GOOD only
 * </pre>
 *
 * All integers are big-endian. Where QEMU's document and the code of the two real ends differ, the code is the contract.
 */
@NullMarked
package io.prhelper.core.protocol;

import org.jspecify.annotations.NullMarked;
