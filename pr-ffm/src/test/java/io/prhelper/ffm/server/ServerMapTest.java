// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.multipath.FakeMultipathd;
import io.prhelper.ffm.multipath.SysfsMaps;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of a server that makes a multipath map one nexus. */
final class ServerMapTest extends DeviceTest {
    private static final byte[] REGISTER_ANYWAY = cdb(0x5f, 6, 24);

    /** The map's own node is a way to one of its paths only: nothing is to take it. */
    private static final SeamDisk.Behaviour NO_DEVICE = header -> -Errno.ENODEV.code();

    private final List<OwnedFd> paths = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @TempDir
    Path folder;

    private SysfsMaps sysfs;
    private FakeMultipathd multipathd;
    private Multipath multipath;

    @BeforeEach
    void multipathd() throws IOException {
        sysfs = new SysfsMaps(world.sysfs());
        multipathd = FakeMultipathd.answering(
                folder.resolve("s").toString(), word -> word.startsWith("getprkey") ? "none" : "ok");
        // Where the host's own listens, or would.
        kernel.answer("connect", call -> multipathd.connect(call.fd()));
        multipath = Multipath.start();
    }

    @AfterEach
    void nobodyIsLeft() throws IOException {
        released.countDown();
        multipath.close();
        multipathd.close();
        ServerFixture.awaitNoThread();
        paths.forEach(OwnedFd::close);
    }

    private ServerFixture mapServer() throws IOException {
        return server(builder -> builder.multipath(multipath));
    }

    /** A map with one path. */
    private OwnedFd map(String name, int minor, String path, int pathMinor, SeamDisk.Behaviour behaviour)
            throws IOException {
        sysfs.add(name, "253:" + minor, "mpath-" + minor);
        path(name, path, pathMinor, behaviour);
        return world.disk(253, minor, NO_DEVICE);
    }

    private void path(String map, String path, int minor, SeamDisk.Behaviour behaviour) throws IOException {
        OwnedFd node = world.disk(8, minor, behaviour);
        paths.add(node);
        world.name(path, node);
        sysfs.addPath(map, path, "8:" + minor, minor + ":0:0:0");
    }

    @Test
    void aRegistrationReachesEachPathOnce() throws Exception {
        AtomicInteger registered = new AtomicInteger();
        SeamDisk.Behaviour counting = header -> {
            if (header.direction() != -3) {
                registered.incrementAndGet();
            }
            return GOOD.execute(header);
        };
        try (OwnedFd map = map("dm-3", 3, "sdb", 16, counting);
                ServerFixture fixture = mapServer();
                RawClient client = fixture.greeted()) {
            path("dm-3", "sdc", 32, counting);
            assertGood(register(client, map));
            assertThat(registered).hasValue(2);
            assertThat(multipathd.words())
                    .containsExactly("getprkey map dm-3", "setprkey map dm-3 key 0xa1", "setprstatus map dm-3");
            fixture.events.awaitCount("executed 1 block 253:3 MULTIPATH opcode 5f status 0", 1);
        }
    }

    /** What the tables of the standard say of a list (SPC-5, 6.17.1 and 6.17.3), before any path or multipathd is asked. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aListThatIsWrongReachesNobody(String what, byte[] list, Sense sense) throws Exception {
        try (OwnedFd map = map("dm-3", 3, "sdb", 16, GOOD);
                ServerFixture fixture = mapServer();
                RawClient client = fixture.greeted()) {
            assertSense(send(client, map, 6, list), sense);
            assertSense(send(client, map, 0, list), sense);
            assertThat(kernel.count("ioctl")).isZero();
            assertThat(multipathd.words()).isEmpty();
            fixture.events.awaitCount("executed 1 block 253:3 MULTIPATH opcode 5f status 2", 2);
            assertThat(fixture.events.count("mapped")).isZero();
            assertGood(register(client, map));
            assertThat(fixture.events.failures()).isEmpty();
        }
    }

    static List<Arguments> aListThatIsWrongReachesNobody() {
        String one = "06000000" + "5001405000001002" + "00".repeat(12);
        return List.of(
                wrong("no list", 0, Sense.PARAMETER_LIST_LENGTH_ERROR),
                wrong("one byte", 1, Sense.PARAMETER_LIST_LENGTH_ERROR),
                wrong("a byte less", 23, Sense.PARAMETER_LIST_LENGTH_ERROR),
                wrong("a byte more", 25, Sense.PARAMETER_LIST_LENGTH_ERROR),
                wrong("as much as there may be", 8192, Sense.PARAMETER_LIST_LENGTH_ERROR),
                wrong("TransportIDs without their length", "", Sense.PARAMETER_LIST_LENGTH_ERROR),
                wrong("half of the length", "0000", Sense.PARAMETER_LIST_LENGTH_ERROR),
                wrong("more is announced", "00000030" + one, Sense.INVALID_FIELD_IN_PARAMETER_LIST),
                wrong("less is announced", "00000000" + one, Sense.INVALID_FIELD_IN_PARAMETER_LIST),
                wrong("4 GiB are announced", "ffffffff" + one, Sense.INVALID_FIELD_IN_PARAMETER_LIST),
                wrong("half of one", "0000000c" + one.substring(0, 24), Sense.INVALID_FIELD_IN_PARAMETER_LIST),
                wrong("one and a half", "00000024" + one + one.substring(0, 24), Sense.INVALID_FIELD_IN_PARAMETER_LIST),
                wrong(
                        "an iSCSI name without NUL",
                        iscsi("0014", "61".repeat(20)),
                        Sense.INVALID_FIELD_IN_PARAMETER_LIST),
                wrong(
                        "an iSCSI name that ends later",
                        iscsi("0100", "61".repeat(20)),
                        Sense.INVALID_FIELD_IN_PARAMETER_LIST),
                wrong(
                        "an iSCSI name of no length",
                        iscsi("0000", "00".repeat(20)),
                        Sense.INVALID_FIELD_IN_PARAMETER_LIST));
    }

    private static String iscsi(String length, String text) {
        return "00000018" + "0500" + length + text;
    }

    private static Arguments wrong(String what, int length, Sense sense) {
        return Arguments.of(what, new byte[length], sense);
    }

    /** A list with SPEC_I_PT. */
    private static Arguments wrong(String what, String behind, Sense sense) {
        return Arguments.of(what, withTransportIds(behind), sense);
    }

    private static byte[] withTransportIds(String hex) {
        byte[] behind = HexFormat.of().parseHex(hex);
        byte[] list = Arrays.copyOf(registration(), 24 + behind.length);
        list[20] = 0x08;
        System.arraycopy(behind, 0, list, 24, behind.length);
        return list;
    }

    /** As many as a list holds; for libmpathpersist there are 32 at most. */
    @ParameterizedTest
    @ValueSource(ints = {1, 32, 33, 340})
    void transportIdsReachOnePath(int count) throws Exception {
        List<Integer> lengths = new CopyOnWriteArrayList<>();
        SeamDisk.Behaviour behaviour = header -> {
            if (header.direction() != -3) {
                lengths.add(header.dataLength());
            }
            return GOOD.execute(header);
        };
        StringBuilder ids = new StringBuilder(String.format("%08x", 24 * count));
        for (int i = 0; i < count; i++) {
            ids.append("06000000").append(String.format("%016x", i)).append("00".repeat(12));
        }
        try (OwnedFd map = map("dm-3", 3, "sdb", 16, behaviour);
                ServerFixture fixture = mapServer();
                RawClient client = fixture.greeted()) {
            path("dm-3", "sdc", 32, behaviour);
            assertGood(send(client, map, 6, withTransportIds(ids.toString())));
            assertThat(lengths).containsExactly(28 + 24 * count, 24);
            fixture.events.awaitCount("executed 1 block 253:3 MULTIPATH opcode 5f status 0", 1);
        }
    }

    /** CDB bytes 5 and 6: the device would take another length than that of what came. */
    @Test
    void aListOfWhichOnlyTheEndOfTheLengthIsTrueReachesNobody() throws Exception {
        byte[] cdb = REGISTER_ANYWAY.clone();
        cdb[5] = 1;
        try (OwnedFd map = map("dm-3", 3, "sdb", 16, GOOD);
                ServerFixture fixture = mapServer();
                RawClient client = fixture.greeted()) {
            client.send(cdb, map.fd());
            client.send(registration());
            assertSense(client.receive(104), Sense.INVALID_FIELD_IN_CDB);
            assertThat(kernel.count("ioctl")).isZero();
            assertThat(multipathd.words()).isEmpty();
            assertGood(register(client, map));
        }
    }

    /** What it says is said once, and nobody is registered; reading goes on. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aMultipathdThatTalksNonsenseIsToldOfAndServedWithout(
            String what, FakeMultipathd.Behaviour behaviour, String sentence) throws Exception {
        multipathd.close();
        multipathd = FakeMultipathd.at(folder.resolve("s").toString(), behaviour);
        AtomicInteger written = new AtomicInteger();
        try (OwnedFd map = map("dm-3", 3, "sdb", 16, header -> {
                    written.addAndGet(header.direction() == -3 ? 0 : 1);
                    return GOOD.execute(header);
                });
                ServerFixture fixture = mapServer();
                RawClient client = fixture.greeted()) {
            assertSense(register(client, map), Sense.COMMUNICATION_FAILURE);
            fixture.events.awaitCount("mapped dm-3 not registered: " + sentence, 1);
            assertThat(fixture.events.count("mapped")).isOne();
            assertThat(written).hasValue(0);
            assertGood(ask(client, READ_KEYS, map));
            assertThat(fixture.events.failures()).isEmpty();
        }
    }

    static List<Arguments> aMultipathdThatTalksNonsenseIsToldOfAndServedWithout() {
        return List.of(
                nonsense("another language", "multipathd says \"0xyz\"", client -> client.answer("0xyz")),
                nonsense(
                        "a map that it does not know",
                        "multipathd does not know the map (",
                        client -> client.answer("fail\ndevice not found")),
                nonsense("nothing", "multipathd: ", client -> {}),
                nonsense("half of a length", "multipathd: it closed", client -> client.send((byte) 3, (byte) 0)),
                nonsense("half of an answer", "multipathd: it closed", client -> {
                    client.announce(4);
                    client.send((byte) 'o', (byte) 'k');
                }),
                nonsense("an answer without an end", "multipathd: an answer of 2 bytes has no end", client -> {
                    client.announce(2);
                    client.send((byte) 'o', (byte) 'k');
                }),
                nonsense(
                        "4 GiB are announced",
                        "multipathd: an answer of 4294967296 bytes",
                        client -> client.announce(1L << 32)));
    }

    private static Arguments nonsense(String what, String sentence, FakeMultipathd.Behaviour answer) {
        FakeMultipathd.Behaviour behaviour = client -> {
            client.word();
            answer.serve(client);
        };
        return Arguments.of(what, behaviour, sentence);
    }

    private static byte[] send(RawClient client, OwnedFd map, int serviceAction, byte[] list) throws IOException {
        client.send(cdb(0x5f, serviceAction, list.length), map.fd());
        if (list.length > 0) {
            client.send(list);
        }
        return client.receive(104);
    }

    private static byte[] registration() {
        byte[] parameters = new byte[24];
        parameters[15] = (byte) 0xa1;
        return parameters;
    }

    private static byte[] register(RawClient client, OwnedFd map) throws IOException {
        return send(client, map, 6, registration());
    }

    @Test
    void withoutMultipathdARegistrationIsRefusedAndWhoeverLooksAfterTheHostIsTold() throws Exception {
        kernel.answer("connect", call -> -Errno.ECONNREFUSED.code());
        try (OwnedFd map = map("dm-3", 3, "sdb", 16, GOOD);
                ServerFixture fixture = mapServer();
                RawClient client = fixture.greeted()) {
            assertSense(register(client, map), Sense.COMMUNICATION_FAILURE);
            assertThat(fixture.events.await("mapped dm-3 not registered: multipathd: connect("))
                    .contains("Connection refused (ECONNREFUSED)");
            assertGood(ask(client, READ_KEYS, map));
        }
    }

    @Test
    void aMapThatIsRemovedAnswersAsADiskThatIsGoneAndTheServerServesOn() throws Exception {
        try (OwnedFd map = map("dm-3", 3, "sdb", 16, GOOD);
                OwnedFd disk = world.disk(8, 0, GOOD);
                ServerFixture fixture = mapServer();
                RawClient client = fixture.greeted()) {
            assertGood(ask(client, READ_KEYS, map));
            sysfs.remove("dm-3", "253:3");
            // At first what it was is known still, then the kernel is asked.
            Await.until("its end is seen", () -> {
                assertSense(ask(client, READ_KEYS, map), Sense.INTERNAL_TARGET_FAILURE);
                return fixture.events.count("recognized block 253:3 GONE") > 0;
            });
            assertSense(register(client, map), Sense.INTERNAL_TARGET_FAILURE);
            assertGood(ask(client, READ_KEYS, disk));
            sysfs.removeDisk("sdb");
            map("dm-3", 3, "sdb", 16, GOOD).close();
            Await.until("it is served again", () -> ask(client, READ_KEYS, map)[3] == 0);
            assertThat(fixture.events.failures()).isEmpty();
        }
    }

    @Test
    void aPathThatHangsKeepsNeitherAnotherMapNorADiskWaiting() throws Exception {
        try (OwnedFd map = map("dm-3", 3, "sdb", 16, header -> {
                    released.await();
                    return GOOD.execute(header);
                });
                OwnedFd other = map("dm-4", 4, "sdc", 32, GOOD);
                OwnedFd disk = world.disk(8, 0, GOOD);
                ServerFixture fixture = mapServer();
                RawClient waiting = fixture.greeted();
                RawClient client = fixture.greeted()) {
            waiting.send(READ_KEYS, map.fd());
            Await.until("it hangs", () -> kernel.running("ioctl") == 1);
            for (int i = 0; i < 100; i++) {
                assertGood(ask(client, READ_KEYS, other));
                assertGood(ask(client, READ_KEYS, disk));
            }
            assertThat(kernel.running("ioctl")).isOne();
            released.countDown();
            byte[] head = waiting.receive(112);
            assertThat(head).hasSize(112);
            assertGood(head);
        }
    }

    @Test
    void theRehearsalAsksNoPathAndNoMultipathd() throws Exception {
        try (OwnedFd _ = map("dm-3", 3, "sdb", 16, GOOD);
                ServerFixture fixture = mapServer()) {
            fixture.server.rehearse();
            Await.until("the rehearsal is over", () -> ServerFixture.threads("pr-rehearsal") == 0);
            assertThat(world.executed()).isZero();
            assertThat(multipathd.words()).isEmpty();
            assertThat(fixture.events.lines()).isEmpty();
            Await.until("its threads have ended", () -> ServerFixture.threads("pr-path-") == 0);
        }
    }
}
