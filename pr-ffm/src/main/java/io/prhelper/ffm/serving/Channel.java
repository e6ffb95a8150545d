// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.DescriptorMessage;

/** One thread's hands on sockets: receives into and sends from its exchange. */
final class Channel {

    private final Kernel kernel;
    private final CallState state;
    private final NativeExchange memory;
    private final DescriptorMessage message = new DescriptorMessage(1);
    private int descriptor;
    private boolean surplus;

    Channel(Kernel kernel, NativeExchange memory) {
        this.kernel = kernel;
        this.memory = memory;
        state = memory.state();
    }

    /**
     * Receives what the protocol waits for, or a part of it.
     *
     * @param wait whether to wait for the socket's receive time-out
     * @return bytes, 0 at the end of the stream, or {@code -errno}
     */
    int receive(int socket, ServerProtocol protocol, boolean wait) {
        descriptor = Connection.NONE;
        surplus = false;
        int flags = wait ? 0 : Flags.MSG_DONTWAIT;
        if (protocol.phase() != ServerProtocol.Phase.REQUEST) {
            // No control buffer: descriptors sent here are none of the request's, the kernel closes them.
            return kernel.sockets().recv(state, socket, memory.command(), protocol.filled(), protocol.wanted(), flags);
        }
        message.data(memory.command(), protocol.filled(), protocol.wanted());
        message.expectOne();
        int count = kernel.sockets().recvmsg(state, socket, message, flags | Flags.MSG_CMSG_CLOEXEC);
        if (count >= 0) {
            descriptor = message.descriptor();
            surplus = message.hadMore();
        }
        return count;
    }

    /** The descriptor that the last {@link #receive} brought, or {@link Connection#NONE}; the caller owns it. */
    int descriptor() {
        return descriptor;
    }

    /** How many descriptors came with it: the kernel closed the surplus. */
    int descriptors() {
        return surplus ? 2 : descriptor == Connection.NONE ? 0 : 1;
    }

    /** Sends the first {@code length} bytes of the exchange's answer; how many went, or {@code -errno}. */
    int send(int socket, int length) {
        int flags = Flags.MSG_DONTWAIT | Flags.MSG_NOSIGNAL;
        return kernel.sockets().send(state, socket, memory.answer(), 0, length, flags);
    }

    /** Sends what an earlier reply left; how much went, or {@code -errno}. */
    int send(int socket, byte[] rest) {
        try {
            memory.exchange().answer().put(0, rest);
            return send(socket, rest.length);
        } finally {
            memory.exchange().forgetSense();
        }
    }

    /** Sends the greeting of a new connection. */
    boolean greet(int socket, ServerProtocol protocol) {
        protocol.putGreeting(memory.exchange().answer());
        return send(socket, Wire.FEATURES_LENGTH) == Wire.FEATURES_LENGTH;
    }
}
