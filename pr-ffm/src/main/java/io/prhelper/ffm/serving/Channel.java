// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.struct.Cmsghdr;
import io.prhelper.ffm.struct.DirectMemory;
import io.prhelper.ffm.struct.Iovec;
import io.prhelper.ffm.struct.MsgHdr;

/**
 * One thread's hands on sockets: receives into and sends from its exchange.
 *
 * <p>The control buffer has room for exactly one descriptor (CMSG_LEN, not CMSG_SPACE, which would let in two): the kernel closes
 * the surplus and says so with MSG_CTRUNC.
 */
final class Channel {
    private static final int MSG_CTRUNC = 0x8;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    /** CMSG_LEN(sizeof(int)). */
    private static final int ONE_DESCRIPTOR = 20;

    private final Kernel kernel;
    private final CallState state;
    private final NativeExchange memory;
    private final Cmsghdr control = new Cmsghdr(new DirectMemory(Cmsghdr.SIZE), 0);
    private final Iovec data = new Iovec(new DirectMemory(Iovec.SIZE), 0);
    private final MsgHdr message = new MsgHdr(new DirectMemory(MsgHdr.SIZE), 0);
    private int descriptor;
    private boolean surplus;

    Channel(Kernel kernel, NativeExchange memory) {
        this.kernel = kernel;
        this.memory = memory;
        state = memory.state();
        message.msgIov(data.address());
        message.msgIovlen(1);
        message.msgControl(control.address());
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
        long to = memory.command() + protocol.filled();
        int flags = wait ? 0 : MSG_DONTWAIT;
        if (protocol.phase() != ServerProtocol.Phase.REQUEST) {
            // No control buffer: descriptors sent here are none of the request's, the kernel closes them.
            return kernel.sockets().recv(state, socket, to, protocol.wanted(), flags);
        }
        data.iovBase(to);
        data.iovLen(protocol.wanted());
        message.msgControllen(ONE_DESCRIPTOR);
        int count = kernel.sockets().recvmsg(state, socket, message.address(), flags | MSG_CMSG_CLOEXEC);
        if (count >= 0) {
            takeDescriptor();
        }
        return count;
    }

    private void takeDescriptor() {
        surplus = (message.msgFlags() & MSG_CTRUNC) != 0;
        if (message.msgControllen() >= ONE_DESCRIPTOR
                && control.cmsgLen() == ONE_DESCRIPTOR
                && control.cmsgLevel() == SOL_SOCKET
                && control.cmsgType() == SCM_RIGHTS) {
            descriptor = control.data();
        }
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
        return kernel.sockets().send(state, socket, memory.answer(), length, MSG_DONTWAIT | MSG_NOSIGNAL);
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
