// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.ffm.multipath.FakeMultipathd;
import io.prhelper.ffm.multipath.Maps;
import io.prhelper.ffm.multipath.ResumeGuard;
import io.prhelper.ffm.multipath.SysfsMaps;
import io.prhelper.guard.Await;
import io.prhelper.guard.Beside;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps whose paths go, come back, are other disks or hang. What reaches which path is seen where the kernel is called. */
@Timeout(60)
final class MapsTest {
    private static final ReservationKey KEY = new ReservationKey(0xa1);
    private static final PrInCommand READ_KEYS = new PrInCommand(PrInAction.READ_KEYS, 8192);
    private static final PrOutCommand REGISTER = new PrOutCommand.RegisterAndIgnoreExistingKey(KEY);

    /** With the map's own key as the victim: I/O waits while it is executed. */
    private static final PrOutCommand PREEMPT =
            new PrOutCommand.Preempt(KEY, KEY, ScopeAndType.of(ReservationType.WRITE_EXCLUSIVE));

    private static final String NOT_TOLD =
            "dm-3 would stay suspended if the helper were killed now: what resumes it then has ended";
    private static final byte[] NO_KEYS = {0, 0, 0, 7, 0, 0, 0, 0};
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Enough for a path that does not hang. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final OpenDescriptors descriptors = new OpenDescriptors();
    private final InterceptedKernel kernel = new InterceptedKernel();
    private final List<OwnedFd> open = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Integer> limits = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();

    /** What multipathd and who looks after the host are told, in order. */
    private final List<String> events = new CopyOnWriteArrayList<>();

    private final CountDownLatch released = new CountDownLatch(1);

    @TempDir
    Path folder;

    private SeamDisk world;
    private SysfsMaps sysfs;
    private FakeMultipathd multipathd;
    private ResumeGuard guard;
    private Maps maps;
    private OwnedFd map;
    private volatile String toResume = "ok";

    @BeforeEach
    @Timeout(60)
    void aMap() throws IOException {
        world = new SeamDisk(kernel);
        sysfs = new SysfsMaps(world.sysfs());
        multipathd = FakeMultipathd.answering(folder.resolve("s").toString(), this::answer);
        guard = ResumeGuard.start(world.sysfs());
        maps = maps(LONG);
        map = map("dm-3", 3);
    }

    @AfterEach
    @Timeout(60)
    void nothingIsLeft() throws IOException {
        released.countDown();
        maps.close();
        Await.until("no command is on its way", () -> kernel.running("ioctl") == 0);
        Await.until(
                "no thread is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("pr-")));
        guard.close();
        multipathd.close();
        open.forEach(OwnedFd::close);
        world.close();
        descriptors.assertAsBefore();
    }

    private String answer(String word) {
        events.add(word);
        return word.startsWith("resume") ? toResume : word.startsWith("getprkey") ? "none" : "ok";
    }

    private Maps maps(Duration timeout) {
        return new Maps(
                kernel.kernel(),
                world.sysfs(),
                timeout,
                List.of(folder.resolve("s").toString()),
                guard,
                this::said);
    }

    private void said(String name, String sentence) {
        said.add(name + " " + sentence);
        events.add(name + " " + sentence);
    }

    private OwnedFd map(String name, int minor) throws IOException {
        sysfs.add(name, "253:" + minor, "mpath-" + minor);
        OwnedFd made = world.disk(253, minor, header -> {
            asked.add(name);
            return header.status(0);
        });
        open.add(made);
        return made;
    }

    private void named(String name, OwnedFd node) {
        open.add(node);
        world.name(name, node);
    }

    private void node(String name, int minor, SeamDisk.Behaviour behaviour) throws IOException {
        named(name, world.disk(8, minor, header -> {
            asked.add("%s %02x/%02x"
                    .formatted(
                            name,
                            header.cdb().get(ValueLayout.JAVA_BYTE, 0),
                            header.cdb().get(ValueLayout.JAVA_BYTE, 1)));
            limits.add(header.timeout());
            return behaviour.execute(header);
        }));
    }

    private void path(String of, String name, int minor, SeamDisk.Behaviour behaviour) throws IOException {
        node(name, minor, behaviour);
        sysfs.addPath(of, name, "8:" + minor, minor + ":0:0:0");
    }

    /** Paths of the map that are as they should be, of these names. */
    private void paths(String... names) throws IOException {
        for (String name : names) {
            path("dm-3", name, (name.charAt(2) - 'a') * 16, MapsTest::good);
        }
    }

    private static int good(SeamDisk.Header header) {
        return header.direction() == -3 ? header.good(NO_KEYS) : header.status(0);
    }

    /** The command is on its way to the path, and no answer comes. */
    private void awaitHang() {
        Await.until("it hangs", () -> kernel.running("ioctl") == 1 && !asked.isEmpty());
    }

    private int hang(SeamDisk.Header header) throws InterruptedException {
        released.await();
        return good(header);
    }

    private String execute(PrCommand command) {
        return execute(map, command);
    }

    private String execute(OwnedFd of, PrCommand command) {
        ScsiExchange exchange = ScsiExchange.allocate();
        command.putInto(exchange);
        maps.execute(of.fd(), exchange);
        return exchange.status() == 2
                ? Sense.parse(exchange.copySense()).toString()
                : ScsiStatus.of(exchange.status()).orElseThrow().name();
    }

    private void assertGood(PrCommand command) {
        assertThat(execute(command)).isEqualTo("GOOD");
    }

    private void assertSense(PrCommand command, Sense sense) {
        assertThat(execute(command)).isEqualTo(sense.toString());
    }

    private Beside<String> beside(OwnedFd of, PrCommand command) {
        return Beside.call(() -> execute(of, command));
    }

    private long count(String line) {
        return asked.stream().filter(line::equals).count();
    }

    @Test
    void aRegistrationGoesToAllPathsAndToMultipathd() throws Exception {
        paths("sdb", "sdc");
        assertGood(REGISTER);
        assertThat(asked.subList(0, 2)).containsExactlyInAnyOrder("sdb 5f/06", "sdc 5f/06");
        // The kernel's own path is not taken.
        assertThat(asked).doesNotContain("dm-3");
        assertThat(multipathd.words())
                .containsExactly("getprkey map dm-3", "setprkey map dm-3 key 0xa1", "setprstatus map dm-3");
        assertThat(said).isEmpty();
    }

    /** More than a client could be told; a list of keys, which is asked for where the registrations did not all come, is not needed. */
    @Test
    void registrationsThatAreManyAreReadToTheirEnd() throws Exception {
        List<Registration> many = new ArrayList<>(Collections.nCopies(1000, registration(0xc0, 9)));
        many.add(registration(0xa1, 1));
        byte[] all = new ReadFullStatusData(7, many).encode();
        List<Integer> room = new CopyOnWriteArrayList<>();
        path("dm-3", "sdb", 16, header -> {
            ByteBuffer cdb = header.cdb().asByteBuffer();
            if (cdb.get(1) != PrInAction.READ_FULL_STATUS.code()) {
                return good(header);
            }
            room.add(header.dataLength());
            int most = Math.min(header.dataLength(), cdb.getShort(7) & 0xffff);
            return header.good(Arrays.copyOf(all, Math.min(all.length, most)));
        });
        assertThat(execute(REGISTER)).isEqualTo("GOOD");
        assertThat(asked).containsExactly("sdb 5f/06", "sdb 5e/03", "sdb 5e/03");
        assertThat(room).containsExactly(8192, 65536);
        assertThat(multipathd.words()).endsWith("setprstatus map dm-3");
        assertThat(execute(new PrInCommand(PrInAction.READ_FULL_STATUS, 0xffff)))
                .isEqualTo("GOOD");
        assertThat(room).containsExactly(8192, 65536, 8192);
    }

    private static Registration registration(long key, int port) {
        return new Registration(
                new ReservationKey(key), false, false, ScopeAndType.NONE, port, new TransportId.Sas(port));
    }

    @Test
    void noPathHasMoreThanTenSeconds() throws Exception {
        paths("sdb");
        assertGood(READ_KEYS);
        assertThat(limits).containsExactly(10_000);
    }

    @Test
    void whatIsNoBlockDeviceIsNoMap() throws Exception {
        OwnedFd file = OwnedFd.inMemory("file");
        open.add(file);
        assertThat(execute(file, READ_KEYS)).isEqualTo(Sense.IO_PROCESS_TERMINATED.toString());
    }

    /** Between the look at sysfs and the opening the name was given to another disk, to no block device, or to none at all. */
    @ParameterizedTest
    @ValueSource(strings = {"another disk", "a character device", "a file", "nothing"})
    void aNodeThatIsNotThePathIsAwayAndGetsNoCommand(String what) throws Exception {
        paths("sdb", "sdc");
        switch (what) {
            case "another disk" -> node("sdb", 99, MapsTest::good);
            case "a character device" -> named("sdb", world.character(8, 16, MapsTest::good));
            case "a file" -> named("sdb", OwnedFd.inMemory("file"));
            default -> world.unname("sdb");
        }
        assertGood(READ_KEYS);
        assertGood(REGISTER);
        assertThat(asked).isNotEmpty().allMatch(line -> line.startsWith("sdc "));
        assertThat(kernel.count("ioctl")).isEqualTo(asked.size());

        sysfs.removePath("dm-3", "sdc");
        int before = kernel.count("ioctl");
        assertSense(READ_KEYS, Sense.INTERNAL_TARGET_FAILURE);
        assertThat(kernel.count("ioctl")).isEqualTo(before);
    }

    @Test
    void aMapThatIsRemovedAnswersAsADiskThatIsGoneAndIsServedWhenItIsBack() throws Exception {
        paths("sdb");
        assertGood(READ_KEYS);
        sysfs.remove("dm-3", "253:3");
        for (PrCommand command : new PrCommand[] {READ_KEYS, REGISTER, PREEMPT}) {
            assertSense(command, Sense.INTERNAL_TARGET_FAILURE);
        }
        assertThat(asked).hasSize(1);
        assertThat(multipathd.words()).isEmpty();
        sysfs.add("dm-3", "253:3", "mpath-3");
        assertSense(READ_KEYS, Sense.INTERNAL_TARGET_FAILURE);
        sysfs.removeDisk("sdb");
        paths("sdb");
        assertGood(READ_KEYS);
    }

    /** Nothing of the one before is done for it: its paths are not registered. */
    @Test
    void aNumberThatIsAnotherMapsIsAnotherMap() throws Exception {
        paths("sdb");
        assertGood(REGISTER);
        sysfs.rename("dm-3", "mpath-other");
        paths("sdc");
        asked.clear();
        assertGood(READ_KEYS);
        assertThat(asked).containsExactly("sdb 5e/00");
    }

    @Test
    void aPathThatTheMapLosesIsNotAskedAndOneThatItGainsIsRegistered() throws Exception {
        paths("sdb", "sdc");
        assertGood(REGISTER);
        sysfs.removePath("dm-3", "sdb");
        paths("sdd");
        asked.clear();
        assertGood(READ_KEYS);
        assertThat(asked).contains("sdd 5f/06").noneMatch(line -> line.startsWith("sdb "));
        sysfs.removePath("dm-3", "sdc");
        sysfs.removePath("dm-3", "sdd");
        assertSense(READ_KEYS, Sense.INTERNAL_TARGET_FAILURE);
    }

    /** The one before may have been a path to another port. */
    @Test
    void aPathThatTheMapLosesAndGainsIsRegisteredAgain() throws Exception {
        paths("sdb", "sdc");
        assertGood(REGISTER);
        sysfs.removePath("dm-3", "sdc");
        assertGood(READ_KEYS);
        paths("sdc");
        asked.clear();
        assertGood(READ_KEYS);
        assertThat(asked).contains("sdc 5f/06");
    }

    @Test
    void aPathThatTheMapGainsIsRegisteredAlsoIfNoCommandComes() throws Exception {
        paths("sdb");
        assertGood(REGISTER);
        paths("sdc");
        Await.until("it is registered", () -> count("sdc 5f/06") == 1);
    }

    @Test
    void aPathThatHangsCostsItsMapTheTimeLimitOnceAndGetsNoSecondCommand() throws Exception {
        path("dm-3", "sdb", 16, this::hang);
        paths("sdc");
        maps.close();
        maps = maps(SHORT);
        long began = System.nanoTime();
        assertGood(READ_KEYS);
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(SHORT.toNanos());
        for (int i = 0; i < 5; i++) {
            assertGood(READ_KEYS);
        }
        assertGood(REGISTER);
        assertThat(kernel.running("ioctl")).isOne();
        assertThat(asked).filteredOn(line -> line.startsWith("sdb ")).containsExactly("sdb 5e/00");
        assertThat(limits).allMatch(limit -> limit == SHORT.toMillis());
        released.countDown();
        Await.until("the path is asked again", () -> execute(READ_KEYS).equals("GOOD") && count("sdb 5e/00") > 1);
    }

    @Test
    void aMapWhoseOnlyPathHangsAnswersThatTheCommandTookTooLongThenThatThePathIsAway() throws Exception {
        path("dm-3", "sdb", 16, this::hang);
        maps.close();
        maps = maps(SHORT);
        assertSense(READ_KEYS, Sense.COMMAND_TIMEOUT);
        assertSense(READ_KEYS, Sense.INTERNAL_TARGET_FAILURE);
        assertThat(asked).containsExactly("sdb 5e/00");
    }

    @Test
    void aPathThatHangsKeepsNoOtherMapWaiting() throws Exception {
        path("dm-3", "sdb", 16, this::hang);
        OwnedFd other = map("dm-4", 4);
        path("dm-4", "sdc", 32, MapsTest::good);
        try (Beside<String> hangs = beside(map, READ_KEYS)) {
            awaitHang();
            for (int i = 0; i < 100; i++) {
                assertThat(execute(other, READ_KEYS)).isEqualTo("GOOD");
            }
            assertThat(kernel.running("ioctl")).isOne();
            released.countDown();
            assertThat(hangs.result()).isEqualTo("GOOD");
        }
    }

    /** The second one would find the path busy, and say that it is away. */
    @Test
    void commandsOfOneMapComeOneAfterTheOther() throws Exception {
        path("dm-3", "sdb", 16, this::hang);
        try (Beside<String> first = beside(map, READ_KEYS)) {
            awaitHang();
            try (Beside<String> second = Beside.call(() -> {
                Thread.currentThread().setName("second");
                return execute(READ_KEYS);
            })) {
                Await.until("it waits", MapsTest::secondWaits);
                released.countDown();
                assertThat(first.result()).isEqualTo("GOOD");
                assertThat(second.result()).isEqualTo("GOOD");
            }
        }
        assertThat(asked).containsExactly("sdb 5e/00", "sdb 5e/00");
    }

    private static boolean secondWaits() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals("second"))
                .flatMap(entry -> Arrays.stream(entry.getValue()))
                .anyMatch(frame -> frame.getClassName().endsWith("ReentrantLock"));
    }

    @Test
    void aCommandThatIsInterruptedEndsAndItsPathIsLeftAlone() throws Exception {
        path("dm-3", "sdb", 16, this::hang);
        try (Beside<String> hangs =
                Beside.call(() -> execute(READ_KEYS) + Thread.currentThread().isInterrupted())) {
            awaitHang();
            assertThat(hangs.end()).isEqualTo(Sense.IO_PROCESS_TERMINATED + "true");
        }
        assertSense(READ_KEYS, Sense.INTERNAL_TARGET_FAILURE);
        assertThat(asked).containsExactly("sdb 5e/00");
    }

    @Test
    void aMapIsResumedAlsoIfItsCommandIsInterrupted() throws Exception {
        path("dm-3", "sdb", 16, this::hang);
        try (Beside<String> hangs = beside(map, PREEMPT)) {
            awaitHang();
            assertThat(hangs.end()).isEqualTo(Sense.IO_PROCESS_TERMINATED.toString());
        }
        assertThat(multipathd.words()).containsExactly("suspend map mpath3", "resume map mpath3");
    }

    @Test
    void aMapThatIsRenamedIsSuspendedByItsNewName() throws Exception {
        paths("sdb");
        assertGood(PREEMPT);
        sysfs.alias("dm-3", "other");
        assertGood(PREEMPT);
        assertThat(multipathd.words())
                .filteredOn(word -> word.startsWith("suspend") || word.startsWith("resume"))
                .containsExactly("suspend map mpath3", "resume map mpath3", "suspend map other", "resume map other");
        assertThat(said).isEmpty();
    }

    @Test
    void aMapThatIsRenamedWhileItIsSuspendedIsResumedByItsNewName() throws Exception {
        path("dm-3", "sdb", 16, header -> {
            sysfs.alias("dm-3", "other");
            return good(header);
        });
        assertGood(PREEMPT);
        assertThat(multipathd.words()).contains("suspend map mpath3", "resume map other");
        assertThat(said).isEmpty();
    }

    /** Nobody was there to see whether it was fenced meanwhile: the disk is asked by a registration that changes nothing. */
    @Test
    void aMapThatIsRemovedAndMadeAnewIsNotRegisteredByForce() throws Exception {
        paths("sdb");
        assertGood(REGISTER);
        sysfs.remove("dm-3", "253:3");
        sysfs.removeDisk("sdb");
        assertSense(READ_KEYS, Sense.INTERNAL_TARGET_FAILURE);
        sysfs.add("dm-3", "253:3", "mpath-3");
        paths("sdc");
        asked.clear();
        assertGood(READ_KEYS);
        assertThat(asked).contains("sdc 5f/00").doesNotContain("sdc 5f/06");
    }

    /** In this order a helper may be killed at any time: what is to resume the map then knows of it for longer than it is suspended. */
    @Test
    void whatResumesAKilledHelpersMapsIsToldBeforeTheMapIsSuspendedAndAfterItIsResumed() throws Exception {
        paths("sdb");
        // Then each time that it would be told something is a sentence.
        guard.close();
        assertGood(PREEMPT);
        assertThat(events)
                .filteredOn(event -> !event.contains("prkey") && !event.contains("prstatus"))
                .containsExactly(NOT_TOLD, "suspend map mpath3", "resume map mpath3", NOT_TOLD);
        assertThat(said).containsExactly(NOT_TOLD, NOT_TOLD);
    }

    @Test
    void aMapThatCouldNotBeResumedIsTriedOnceMoreAndLeftToWhatResumesAKilledHelpersMaps() throws Exception {
        paths("sdb");
        guard.close();
        toResume = "fail";
        assertGood(PREEMPT);
        assertThat(multipathd.words()).filteredOn("resume map mpath3"::equals).hasSize(2);
        assertThat(said).containsExactly(NOT_TOLD, "dm-3 could not be resumed (multipathd says \"fail\")");
    }

    @Test
    void withoutMultipathdNothingIsRegisteredAndAllElseGoesOn() throws Exception {
        paths("sdb");
        multipathd.close();
        assertSense(REGISTER, Sense.COMMUNICATION_FAILURE);
        assertThat(asked).isEmpty();
        assertThat(said)
                .containsExactly("dm-3 not registered: multipathd: connect(" + folder.resolve("s")
                        + "): No such file or directory (ENOENT), and a path that returns would get no key");
        assertGood(READ_KEYS);
        multipathd = FakeMultipathd.answering(folder.resolve("s").toString(), this::answer);
        assertGood(REGISTER);
    }

    /** As when a server stops and waits no longer for a command that hangs: it must not leave half of the paths without a registration. */
    @Test
    void aCommandThatIsStillOnItsWayWhenAllIsClosedIsDoneToItsEnd() throws Exception {
        path("dm-3", "sdb", 16, this::hang);
        paths("sdc");
        try (Beside<String> hangs = beside(map, PREEMPT)) {
            awaitHang();
            maps.close();
            assertThat(execute(map("dm-5", 5), READ_KEYS)).isEqualTo(Sense.INTERNAL_TARGET_FAILURE.toString());
            released.countDown();
            assertThat(hangs.result()).isEqualTo("GOOD");
        }
        assertThat(asked).startsWith("sdb 5f/04", "sdb 5f/00", "sdc 5f/06");
        assertThat(multipathd.words().getLast()).isEqualTo("resume map mpath3");
    }
}
