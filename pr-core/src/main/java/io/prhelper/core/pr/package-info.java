// SPDX-License-Identifier: Apache-2.0
/**
 * PERSISTENT RESERVE IN and OUT (SPC-5, 6.16 and 6.17) as typed values: {@linkplain io.prhelper.core.pr.PrCommand commands} and what
 * they {@linkplain io.prhelper.core.pr.PrInData transfer}, with codecs in both directions.
 *
 * <p>Commands are decoded as a device server does: the result is a value or the sense to refuse with, for any bytes. Transferred data is
 * decoded as an initiator has to: cut off anywhere, it yields what is whole. Neither throws. What was
 * decoded is encoded to the bytes that were read, whatever their spelling: who sends a port back to a device that reported it must not spell
 * it anew. What is made from values has the bytes of the standard, with reserved fields zero. Equal is what has the same bytes.
 *
 * <p>Nothing here is on the path of a request through the helper: a device gets the bytes that came.
 */
@NullMarked
package io.prhelper.core.pr;

import org.jspecify.annotations.NullMarked;
