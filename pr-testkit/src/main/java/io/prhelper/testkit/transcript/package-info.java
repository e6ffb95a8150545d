// SPDX-License-Identifier: Apache-2.0
/**
 * Plays a fixed list of conversations, well formed and malformed ones, against any helper's socket and writes down every byte that
 * comes back: two helpers that behave alike leave the same transcript.
 *
 * <pre>
 *   {@link io.prhelper.testkit.transcript.Conversations}  what is said
 *   {@link io.prhelper.testkit.transcript.Player}         says it, with real descriptors, over real sockets
 *   {@link io.prhelper.testkit.transcript.Transcript}     what came back
 *   {@link io.prhelper.testkit.transcript.Comparison}     of two transcripts, but for {@link io.prhelper.testkit.transcript.AllowedDeviation}s
 * </pre>
 *
 * A transcript is text, one line for each thing that happened; runs of equal bytes are shortened, so that {@code (00*96)} stands for 96
 * zeros:
 *
 * <pre>
 *   == READ KEYS where nobody is registered
 *   hello 00000000
 *   send 00000000
 *   send 5e0000000000000800(00*8) a
 *   reply 00000000 00000008 (00*96) (00*8)
 *   end closed
 * </pre>
 *
 * The list needs two nodes that are two I_T nexuses of one logical unit, whose reservations it overwrites; afterwards nobody is
 * registered.
 */
@NullMarked
package io.prhelper.testkit.transcript;

import org.jspecify.annotations.NullMarked;
