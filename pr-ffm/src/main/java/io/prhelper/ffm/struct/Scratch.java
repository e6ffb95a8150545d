// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory for a few native calls, good until this is closed.
 *
 * <p>An address does not keep its memory: the collector may free what no variable is going to be used for again, also while a call
 * reads it. Whatever is made here lives until the end of the try block.
 */
public final class Scratch implements AutoCloseable {
    private final List<DirectMemory> kept = new ArrayList<>();

    /** Nothing yet. */
    public Scratch() {}

    /** Keeps memory that was made elsewhere. */
    public DirectMemory keep(DirectMemory memory) {
        kept.add(memory);
        return memory;
    }

    /** Keeps a socket address. */
    public SockaddrUn keep(SockaddrUn address) {
        keep(address.memory());
        return address;
    }

    /** Keeps what statx(2) is to fill in. */
    public Statx keep(Statx statx) {
        keep(statx.memory());
        return statx;
    }

    /** {@code size} bytes, zeroed. */
    public DirectMemory bytes(int size) {
        return keep(new DirectMemory(size));
    }

    /** A copy of these bytes. */
    public DirectMemory copy(byte[] bytes) {
        DirectMemory memory = bytes(bytes.length);
        memory.buffer().put(0, bytes);
        return memory;
    }

    /** The address of that text as a C string. */
    public long text(String text) {
        return keep(DirectMemory.cString(text.getBytes(StandardCharsets.UTF_8))).address();
    }

    @Override
    public void close() {
        try {
            kept.clear();
        } finally {
            // Not to be found needless by a compiler that sees that nobody reads it.
            Reference.reachabilityFence(this);
        }
    }
}
