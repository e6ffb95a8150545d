// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.REGISTER;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * A server whose n-th system call can be made to go wrong, and a conversation with it that makes the same calls each time: its client
 * says something only when the server has nothing more to do, a server that would wait for the next message is told at once that there is
 * none, and each command is for a node that the server has not seen.
 */
final class FaultyServer implements AutoCloseable {
    private static final int MSG_DONTWAIT = 0x40;

    /** Workers of a server while none is stuck and no crowd there; those beyond end when they have served. */
    private static final int WORKERS = 32;

    private static final int CROWD = WORKERS + 8;

    /** Commands of the conversation that a device executes. */
    static final int COMMANDS = 4;

    final InterceptedKernel kernel = new InterceptedKernel();
    final SeamDisk world;
    final ServerFixture fixture;
    private final OwnedFd disk;
    private final RawClient bystander;
    private final Queue<String> died = new ConcurrentLinkedQueue<>();
    private final byte[] lengthsDiffer = cdb(0x5f, 0, 0);
    private int good;

    /** With limits that nothing here comes near. */
    FaultyServer() throws IOException {
        this(Limits.DEFAULTS);
    }

    FaultyServer(Limits limits) throws IOException {
        lengthsDiffer[6] = 1;
        world = new SeamDisk(kernel);
        disk = newDisk();
        world.makeMapped(253, 3, "mpath-36001405");
        kernel.answer("recv", FaultyServer::withoutWaiting).answer("recvmsg", FaultyServer::withoutWaiting);
        // A worker that has waited long enough looks whether it is one too many: in that moment nobody might wait.
        kernel.answer("epoll_wait", call -> call.reallyWith(3, -1));
        fixture = new ServerFixture(builder -> world.apply(builder).limits(limits.withMaxInFlight(CROWD)));
        boolean made = false;
        try {
            growUp();
            bystander = fixture.greeted();
            awaitCalm();
            made = true;
        } finally {
            if (!made) {
                fixture.close();
                disk.close();
                world.close();
            }
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> died.add(thread.getName() + ": " + thrown));
    }

    /** For some time after a crowd no worker looks whether its client says more, which is a call of its own. */
    private void awaitCalm() throws IOException {
        int before;
        do {
            before = kernel.count("recvmsg");
            assertServed(bystander);
            awaitQuiet(1);
        } while (kernel.count("recvmsg") == before + 1 || ServerFixture.threads("pr-worker") > WORKERS);
    }

    /** Makes all the workers come that there will be: a new one would make calls of its own. */
    private void growUp() throws IOException {
        CountDownLatch released = new CountDownLatch(1);
        List<RawClient> clients = new ArrayList<>();
        try (OwnedFd slow = world.disk(253, 4, header -> {
            released.await();
            return header.status(0);
        })) {
            try {
                for (int i = 0; i < CROWD; i++) {
                    RawClient client = fixture.greeted();
                    clients.add(client);
                    client.send(cdb(0x5f, 0, 0), slow.fd());
                }
                Await.until("the crowd is at the disk", () -> kernel.running("ioctl") >= CROWD);
            } finally {
                released.countDown();
            }
            for (RawClient client : clients) {
                assertThat(client.receive(104)).hasSize(104);
                client.close();
            }
        }
        awaitQuiet(0);
    }

    private OwnedFd newDisk() throws IOException {
        return world.disk(
                253, 3, header -> header.direction() == -3 ? header.good(ServerFixture.NO_KEYS) : header.status(0));
    }

    static int withoutWaiting(InterceptedKernel.Call call) throws Throwable {
        return withoutWaiting(call, Map.of());
    }

    /** recv(2) or recvmsg(2), which have their flags last, with other changes as well. */
    static int withoutWaiting(InterceptedKernel.Call call, Map<Integer, Long> changes) throws Throwable {
        Map<Integer, Long> all = new TreeMap<>(changes);
        int flags = call.arguments().size() - 1;
        all.put(flags, call.arguments().get(flags) | MSG_DONTWAIT);
        return call.real().call(all);
    }

    /**
     * Two commands in one piece, two in pieces, one refused; as far as it gets. Returns when the server has nothing more to do.
     *
     * @return replies that say GOOD
     */
    int converse() throws IOException {
        good = 0;
        try (RawClient client = RawClient.connect(fixture.path, Duration.ofSeconds(20))) {
            converse(client);
        } catch (IOException ended) {
            // The server has closed the connection.
            assertThat(ended).hasMessageContaining("closed the connection");
        }
        awaitQuiet(1);
        return good;
    }

    private void converse(RawClient client) throws IOException {
        if (client.receive(4).length < 4) {
            return;
        }
        say(client, new byte[4]);
        byte[] withList = Arrays.copyOf(REGISTER, REGISTER.length + 24);
        if (!isAnswered(client, READ_KEYS) || !isAnswered(client, withList)) {
            return;
        }
        if (isAnswered(client, Arrays.copyOf(READ_KEYS, 7), Arrays.copyOfRange(READ_KEYS, 7, 16))
                && isAnswered(client, cdb(0x5f, 1, 24), new byte[10], new byte[14])) {
            assertThat(isAnswered(client, lengthsDiffer)).isIn(true, false);
        }
    }

    /** Sends a request in pieces; true if it is answered. */
    private boolean isAnswered(RawClient client, byte[]... pieces) throws IOException {
        try (OwnedFd node = newDisk()) {
            client.send(pieces[0], node.fd());
            for (int i = 1; i < pieces.length; i++) {
                settle(client);
                client.send(pieces[i]);
            }
            byte[] head = client.receive(104);
            if (head.length < 104) {
                return false;
            }
            int size = head[7] & 0xff;
            if (head[3] == 0) {
                good++;
            } else {
                assertThat(size).isZero();
            }
            boolean whole = client.receive(size).length == size;
            settle(client);
            return whole;
        }
    }

    private void say(RawClient client, byte[] bytes) throws IOException {
        client.send(bytes);
        settle(client);
    }

    /** Waits until the server has received what was sent, and done what comes of it. */
    private void settle(RawClient client) throws IOException {
        Await.until("all is read", client::allRead);
        awaitQuiet(2);
    }

    /** Waits until so many clients are left at most and all workers wait. */
    private void awaitQuiet(int clients) {
        Await.until(
                "all is quiet",
                () -> fixture.server.connections() <= clients
                        && kernel.running("epoll_wait") == ServerFixture.threads("pr-worker"));
    }

    /** How often each function is called in one conversation. */
    Map<String, Integer> callsOfAConversation() throws IOException {
        Map<String, Integer> before = kernel.counts();
        assertThat(converse()).as("replies that say GOOD without a fault").isEqualTo(COMMANDS);
        Map<String, Integer> calls = new TreeMap<>();
        kernel.counts().forEach((function, count) -> calls.put(function, count - before.getOrDefault(function, 0)));
        // What was called at the start only.
        calls.values().removeIf(count -> count == 0);
        return calls;
    }

    /**
     * A conversation in which the n-th call of a function is answered so, and what must hold after it.
     *
     * @return false if there was no n-th call
     */
    boolean strike(String what, String function, int n, InterceptedKernel.Answer answer) throws IOException {
        int executed = world.executed();
        kernel.strike(function, n, answer);
        int said = converse();
        boolean struck = kernel.disarm();
        assertThat(said).as("GOOD without the device: " + what).isLessThanOrEqualTo(world.executed() - executed);
        assertSound(what);
        return struck;
    }

    /** Who was connected is served, and so is who comes now. */
    void assertSound(String what) throws IOException {
        assertServed(bystander);
        try (RawClient client = fixture.greeted()) {
            assertServed(client);
        }
        awaitQuiet(1);
        assertThat(died).as("threads that ended after: " + what).isEmpty();
        assertThat(ServerFixture.threads("pr-keeper"))
                .as("keepers after: " + what)
                .isEqualTo(1);
    }

    private void assertServed(RawClient client) throws IOException {
        client.send(READ_KEYS, disk.fd());
        assertThat(client.receive(112)).hasSize(112).startsWith(0, 0, 0, 0, 0, 0, 0, 8);
    }

    @SuppressWarnings("restricted") // the addresses are those that the server passes to the kernel
    static MemorySegment memory(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    @Override
    public void close() throws IOException {
        Thread.setDefaultUncaughtExceptionHandler(null);
        bystander.close();
        fixture.close();
        disk.close();
        world.close();
    }
}
