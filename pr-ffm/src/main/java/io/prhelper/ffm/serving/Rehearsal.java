// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.Policy;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.device.SgIo;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.struct.DescriptorMessage;
import java.io.IOException;
import java.time.Duration;

/**
 * Takes the way of a request so often that the JVM compiles it, before the first client needs it: reservations are rare, so the cold
 * requests count. One thread is client and server of a server of its own, which nobody else can connect to, which tells nobody, and which
 * reaches no device: its disk is an empty file in memory.
 */
final class Rehearsal {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** PERSISTENT RESERVE IN, READ KEYS; and PERSISTENT RESERVE OUT, REGISTER, with its list. */
    private static final byte[][] REQUESTS = {
        {0x5e, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0},
        {
            0x5f, 0, 0, 0, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, //
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0
        }
    };

    private final Kernel kernel;
    private final CallState state = new CallState();
    private final Memory pair = new Memory(2 * Integer.BYTES);
    private final Memory bytes = new Memory(ScsiExchange.ANSWER_CAPACITY);
    private final DescriptorMessage message = new DescriptorMessage(1);
    private int file = Connection.NONE;

    private Rehearsal(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Goes through so many requests.
     *
     * @throws IOException if there are no descriptors for it: then the first requests are slow ones
     */
    static void run(Kernel kernel, int requests) throws IOException {
        Descriptors descriptors = Descriptors.withoutListener(kernel);
        try {
            Serving serving = Serving.withoutThreads(
                    new Serving.Plan(
                            kernel,
                            Connection.NONE,
                            Limits.DEFAULTS,
                            Policy.DEFAULTS,
                            0,
                            TIMEOUT,
                            null,
                            new ServerObserver() {},
                            "/sys",
                            Serving.FEWEST_WORKERS,
                            null),
                    descriptors);
            new Rehearsal(kernel).run(serving, requests);
        } finally {
            descriptors.close();
        }
    }

    private void run(Serving serving, int requests) throws IOException {
        KernelException.check(
                "socketpair",
                "AF_UNIX",
                kernel.sockets().socketpair(state, Flags.AF_UNIX, Flags.SOCK_STREAM | Flags.SOCK_CLOEXEC, 0, pair));
        int client = pair.buffer().getInt(0);
        try {
            Worker worker = serving.worker();
            worker.adopt(pair.buffer().getInt(Integer.BYTES));
            file = KernelException.check(
                    "memfd_create",
                    "",
                    kernel.files().memfd_create(state, Memory.cString("pr-rehearsal"), Flags.MFD_CLOEXEC));
            begin(client, worker);
            repeat(client, worker, serving.finder(state), requests);
        } finally {
            kernel.files().close(state, client);
            if (file != Connection.NONE) {
                kernel.files().close(state, file);
            }
            serving.closeConnections(state);
        }
    }

    /** Requests, and what a device would be asked before and given after. */
    private void repeat(int client, Worker worker, DeviceFinder finder, int requests) {
        NativeExchange memory = new NativeExchange();
        SgIo sgIo = new SgIo(kernel, memory, TIMEOUT);
        for (int i = 0; i < requests; i++) {
            byte[] request = REQUESTS[i & 1];
            ask(client, worker, request);
            memory.exchange().command().put(0, request);
            finder.findNothing();
            sgIo.execute(file, memory.exchange());
        }
    }

    private void begin(int client, Worker worker) {
        receive(client);
        bytes.buffer().putInt(0, 0);
        message.data(bytes, 0, Wire.FEATURES_LENGTH);
        kernel.sockets().sendmsg(state, client, message, 0);
        message.attach(file);
        worker.serveNext();
    }

    private void ask(int client, Worker worker, byte[] request) {
        bytes.buffer().put(0, request);
        message.data(bytes, 0, request.length);
        kernel.sockets().sendmsg(state, client, message, Flags.MSG_DONTWAIT);
        worker.serveNext();
        receive(client);
    }

    private void receive(int client) {
        kernel.sockets().recv(state, client, bytes, 0, ScsiExchange.ANSWER_CAPACITY, Flags.MSG_DONTWAIT);
    }
}
