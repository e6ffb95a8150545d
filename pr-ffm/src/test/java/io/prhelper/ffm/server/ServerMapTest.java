// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.Errno;
import io.prhelper.ffm.multipath.FakeMultipathd;
import io.prhelper.ffm.multipath.SysfsMaps;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static byte[] register(RawClient client, OwnedFd map) throws IOException {
        byte[] parameters = new byte[24];
        parameters[15] = (byte) 0xa1;
        client.send(REGISTER_ANYWAY, map.fd());
        client.send(parameters);
        return client.receive(104);
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
