// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.guard.Await;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean no good: they are gone soon, one line tells of them, and others are served meanwhile. */
final class HostileClientsTest {
    private static final String NAME = "iqn.2026-01.example:alice";
    private static final String TEST_UNIT_READY = "000000000000";

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final IscsiServer server = start(builder -> {});
    private final PlainInitiator alice = PlainInitiator.loggedIn(server, NAME);

    HostileClientsTest() throws IOException {}

    private IscsiServer start(Consumer<IscsiServer.Builder> more) throws IOException {
        IscsiServer.Builder builder = IscsiServer.of(SimulatedTarget.create())
                .maximumConnections(8)
                .maximumInitiators(4)
                .log(log::add);
        more.accept(builder);
        IscsiServer started = builder.start();
        open.add(started);
        return started;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        alice.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        InetSocketAddress portal = server.portals().getFirst().address();
        socket.connect(portal);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Until the other end has closed, whatever came before. */
    private static void awaitEnd(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException reset) {
            assertThat(reset).isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    private void aliceIsServed() throws IOException {
        assertThat(alice.execute(0, TEST_UNIT_READY)).isEqualTo("00");
    }

    @Test
    void randomBytesEndTheirConnectionOnly() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[48 + random.nextInt(1000)];
            random.nextBytes(bytes);
            Socket socket = connect();
            try {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
            } catch (IOException closedAlready) {
                // As it should be.
            }
            awaitEnd(socket);
            socket.close();
        }
        aliceIsServed();
        assertThat(log).hasSizeLessThanOrEqualTo(3);
    }

    /** Behind a login, requests of all kinds with everything else left to chance. */
    @Test
    void noHeaderStopsTheServer() throws IOException {
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            try (PlainInitiator mallory = PlainInitiator.loggedIn(server, "iqn.2026-01.example:mallory")) {
                for (int j = 0; j < 20; j++) {
                    byte[] header = new byte[48];
                    random.nextBytes(header);
                    int[] opcodes = {0x00, 0x01, 0x02, 0x04, 0x05, 0x06, 0x10, 0x41, 0x42};
                    header[0] = (byte) opcodes[random.nextInt(opcodes.length)];
                    ByteBuffer.wrap(header).putInt(4, 0).putInt(24, 100 + j);
                    mallory.socket.getOutputStream().write(header);
                }
                mallory.socket.shutdownOutput();
                awaitEnd(mallory.socket);
            } catch (IOException closedAlready) {
                // As it may be.
            }
        }
        // A cold reset, which is among them, ends all sessions.
        try (PlainInitiator again = PlainInitiator.loggedIn(server, NAME)) {
            assertThat(again.execute(2, TEST_UNIT_READY)).isEqualTo("02 05/25/00");
        }
        assertThat(log).hasSizeLessThanOrEqualTo(3);
    }

    /** A length of 16 MiB is refused before it is read, and takes no memory. */
    @Test
    void aLongSegmentEndsTheConnection() throws IOException {
        Socket socket = connect();
        byte[] header = new byte[48];
        ByteBuffer.wrap(header).putShort(0, (short) 0x4387).putInt(4, 0xff_ffff);
        socket.getOutputStream().write(header);
        awaitEnd(socket);
        assertThat(log).singleElement().asString().contains("16777215 bytes");
        aliceIsServed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HeaderDigest", "DataDigest"})
    void aWrongDigestEndsTheConnection(String which) throws IOException {
        try (PlainInitiator mallory = PlainInitiator.loggedIn(server, "iqn.2026-01.example:mallory", which, "CRC32C")) {
            assertThat(mallory.execute(0, TEST_UNIT_READY)).isEqualTo("00");
            ByteBuffer bytes =
                    ByteBuffer.allocate(48 + 4 + 4).put(0, (byte) 0x40).putInt(4, 4);
            mallory.socket.getOutputStream().write(bytes.array());
            assertThat(mallory.isClosed()).isTrue();
        }
        assertThat(log).singleElement().asString().contains("digest");
        aliceIsServed();
    }

    @Test
    void loginsWithoutEndAreOneLine() throws IOException {
        for (int i = 0; i < 300; i++) {
            try (PlainInitiator mallory = new PlainInitiator(server, "iqn.2026-01.example:m" + i)) {
                Pdu response = mallory.logIn(server.targetName(), PlainInitiator.OPERATIONAL_TO_FULL);
                int status = response.word(Pdu.At.STATUS_CLASS) >>> 16;
                assertThat(status).isEqualTo(i < 3 ? 0 : LoginRefusedException.OUT_OF_RESOURCES);
                assertThat(status == 0 || mallory.isClosed()).isTrue();
            }
        }
        aliceIsServed();
        assertThat(log).singleElement().asString().contains("4 initiator ports");
    }

    @Test
    void whatAClientSaysIsNoLineOfItsOwn() throws IOException {
        try (PlainInitiator mallory = new PlainInitiator(server, "iqn.2026-01.example:mallory")) {
            mallory.logIn("iqn\nall is well\u001b[2J" + "x".repeat(5000), PlainInitiator.OPERATIONAL_TO_FULL);
            assertThat(mallory.isClosed()).isTrue();
        }
        assertThat(log)
                .singleElement()
                .asString()
                .hasSizeLessThan(500)
                .contains("iqn?all is well?[2Jxxx")
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void thousandsOfConnectionsAreTurnedAwayWithOneLine() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            sockets.add(connect());
        }
        Await.until("eight connections", () -> server.connections() == 8);
        for (int i = 0; i < 2000; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(server.portals().getFirst().address());
                awaitEnd(socket);
            }
        }
        aliceIsServed();
        assertThat(log).singleElement().asString().contains("there are 8 already");
        sockets.getFirst().close();
        Await.until("a place", () -> server.connections() == 7);
        try (PlainInitiator bob = PlainInitiator.loggedIn(server, "iqn.2026-01.example:bob")) {
            assertThat(bob.execute(0, TEST_UNIT_READY)).isEqualTo("00");
        }
    }

    @Test
    void whoDoesNotLogInInTimeIsClosed() throws IOException {
        IscsiServer strict = start(builder -> builder.loginTime(Duration.ofMillis(1)));
        try (Socket socket = new Socket()) {
            socket.connect(strict.portals().getFirst().address());
            awaitEnd(socket);
        }
        assertThat(log).singleElement().asString().contains("no login in 1 ms");
    }

    @Test
    void whoIsSilentIsAskedAndThenClosed() throws IOException {
        IscsiServer strict = start(builder -> builder.idleTime(Duration.ofMillis(300)));
        try (PlainInitiator mallory = PlainInitiator.loggedIn(strict, NAME)) {
            Pdu ping = mallory.answer();
            assertThat(ping.opcode()).isEqualTo(Pdu.Opcode.NOP_IN);
            assertThat(ping.taskTag()).isEqualTo(Pdu.NO_TAG);
            assertThat(ping.word(Pdu.At.TRANSFER_TAG)).isNotEqualTo(Pdu.NO_TAG);
            assertThat(mallory.isClosed()).isTrue();
        }
        assertThat(log).singleElement().asString().contains("no sign of life");
    }
}
