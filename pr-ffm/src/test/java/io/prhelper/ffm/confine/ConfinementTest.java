// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.ChildJvm;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.libc.Abi;
import io.prhelper.ffm.libc.RawSyscall;
import io.prhelper.ffm.libc.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Confined helpers in processes of their own, by what they can not do any more, and what they still can. */
final class ConfinementTest {
    private static final byte[] READ_KEYS = {0x5e, 0, 0, 0, 0, 0, 0, 0, 8, 0};

    @TempDir
    Path directory;

    private boolean root;

    @BeforeEach
    void setUp() throws IOException {
        root = Identity.isRoot();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        make("secret", "rw-------");
        make("open", "rw-rw-rw-");
    }

    private void make(String name, String permissions) throws IOException {
        Files.writeString(directory.resolve(name), name);
        Files.setPosixFilePermissions(directory.resolve(name), PosixFilePermissions.fromString(permissions));
    }

    private ChildJvm start(List<String> options, int id) throws IOException {
        String user = Integer.toString(id);
        ChildJvm child =
                ChildJvm.start(true, ChildJvm.command(options, ConfinedServer.class, user, user, directory.toString()));
        try {
            String line = child.line();
            assertThat(line).startsWith(root ? "held [CAP_SYS_RAWIO] lacking []" : "held [");
            assumeTrue(!line.contains("Landlock"), "the kernel has no Landlock");
        } catch (Throwable unfit) {
            child.close();
            throw unfit;
        }
        return child;
    }

    private static List<String> ask(ChildJvm child, String request) throws IOException {
        child.say(request);
        List<String> answer = new ArrayList<>();
        for (String line = child.line(); !line.equals("done"); line = child.line()) {
            answer.add(line);
        }
        return answer;
    }

    @ParameterizedTest
    @CsvSource({"-1, late", "-1, early", "65534, late", "65534, early"})
    void whatServingDoesNotNeedIsRefusedToEveryThread(int user, String thread) throws Exception {
        Identity.requireRoot();
        try (ChildJvm child = start(List.of(), user)) {
            assertThat(ask(child, "probe " + thread))
                    .containsExactlyElementsOf(here(
                            "setresuid(0) EPERM",
                            "setresuid(7) EPERM",
                            "setresgid(7) EPERM",
                            "setgroups EPERM",
                            "setuid(0) EPERM",
                            "capset EPERM",
                            "read a file of root EACCES",
                            "write to a file for all EPERM",
                            "make a file EPERM",
                            "creat EPERM",
                            "chmod EPERM",
                            "rename EPERM",
                            "mkdir EPERM",
                            "chroot EPERM",
                            "fchmodat EPERM",
                            "renameat EPERM",
                            "mkdirat EPERM",
                            "execve EPERM",
                            "execveat EPERM",
                            "fork EPERM",
                            "vfork EPERM",
                            "clone EPERM",
                            "clone3 ENOSYS",
                            "unshare EPERM",
                            "setns EPERM",
                            "ProcessBuilder refused",
                            "ptrace EPERM",
                            "process_vm_readv EPERM",
                            "kill(1) EPERM",
                            "tgkill(1) EPERM",
                            "mount EPERM",
                            "bpf EPERM",
                            "io_uring_setup ENOSYS",
                            "perf_event_open EPERM",
                            "userfaultfd EPERM",
                            "keyctl EPERM",
                            "init_module EPERM",
                            "finit_module EPERM",
                            "seccomp EPERM",
                            "prctl(PR_SET_DUMPABLE) EPERM",
                            "landlock_create_ruleset ENOSYS",
                            "x32 getpid ENOSYS",
                            "socket(AF_INET) EPERM",
                            "socket(AF_INET6) EPERM",
                            "socket(AF_NETLINK) EPERM",
                            "socket(AF_UNIX) 0",
                            "socket(SOCK_DGRAM) EPERM",
                            "socketpair(SOCK_STREAM) EFAULT",
                            "socketpair(SOCK_DGRAM) EPERM",
                            "socketpair(SOCK_SEQPACKET) EPERM",
                            "connect EPERM",
                            "bind EPERM",
                            "listen EPERM",
                            "socketcall EPERM",
                            "ioctl(SG_IO) ENOTTY",
                            "ioctl(TCGETS) ENOTTY",
                            "ioctl(FIONREAD) EFAULT",
                            "ioctl(BLKRRPART) EPERM",
                            "ioctl(TIOCSTI) EPERM",
                            "ioctl(DM_VERSION) EPERM"));
            assertThat(directory.resolve("open")).hasContent("open");
        }
    }

    /** Newer processors never had the calls that newer ones have taken the place of. */
    private static List<String> here(String... lines) {
        Set<String> none = new HashSet<>();
        for (RawSyscall call : RawSyscall.values()) {
            if (call.number() == Syscall.NOT_THERE) {
                none.add(call.name().toLowerCase(Locale.ROOT));
            }
        }
        for (Syscall call : List.of(Syscall.RENAME, Syscall.RENAMEAT)) {
            if (call.on(Abi.running()) == Syscall.NOT_THERE) {
                none.add(call.name().toLowerCase(Locale.ROOT));
            }
        }
        return Stream.of(lines)
                .map(line -> {
                    String name = line.split(" ", 2)[0];
                    return none.contains(name) ? name + " none" : line;
                })
                // There the kernel looks at 16 bits of a number, in front of the filter.
                .map(line -> line.startsWith("x32") && Abi.running() == Abi.S390X ? "x32 getpid 0" : line)
                .toList();
    }

    /**
     * A thread that was there before is an unused user to whom nothing belongs: Landlock does not hold it, and what is open to everybody is
     * open to it.
     */
    @ParameterizedTest
    @CsvSource({"-1, late, 0, EACCES", "-1, early, EACCES, 0", "65534, late, EACCES, EACCES", "65534, early, EACCES, 0"
    })
    void aLogIsAppendedToInItsFolderWhereThatIsAllowed(int user, String thread, String inside, String outside)
            throws Exception {
        Identity.requireRoot();
        Path log = Files.createDirectory(
                directory.resolve("log"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        make("log/old", "rw-------");
        Files.createSymbolicLink(log.resolve("link"), directory.resolve("open"));
        try (ChildJvm child = start(List.of(), user)) {
            assertThat(ask(child, "append " + thread))
                    .containsExactly(
                            "append to a log " + inside,
                            "make a log " + inside,
                            "make a program EPERM",
                            "make a program of its owner's rights EPERM",
                            "write over a log EPERM",
                            "empty a log EPERM",
                            "follow a link out of there " + outside,
                            "append elsewhere " + outside,
                            "append to a file of root elsewhere EACCES");
            assertThat(ask(child, "probe " + thread))
                    .containsAll(here("write to a file for all EPERM", "make a file EPERM", "creat EPERM"));
            serveOne();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65534})
    void clientsAreServedAndTheFilesGoAtTheEnd(int user) throws Exception {
        Identity.requireRoot();
        try (ChildJvm child = start(List.of(), user)) {
            serveOne();
            assertThat(directory.resolve("pid")).exists();
            assertThat(Path.of("/proc/" + child.pid() + "/limits"))
                    .content()
                    .containsPattern("Max core file size +0 +0 ");
            child.signal("TERM");
            assertThat(child.lines()).isEmpty();
            assertThat(child.status()).isZero();
            assertThat(directory.resolve("s")).doesNotExist();
            assertThat(directory.resolve("pid")).doesNotExist();
        }
    }

    @Test
    void aConfinedDaemonLetsGoOfTheCallersStreams() throws Exception {
        Identity.requireRoot();
        try (ChildJvm child = start(List.of(), -1)) {
            child.say("release");
            assertThat(child.lines()).isEmpty();
            for (String fd : List.of("0", "1", "2")) {
                assertThat(Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/fd/" + fd)))
                        .isEqualTo(Path.of("/dev/null"));
            }
            serveOne();
        }
    }

    @Test
    void anOrdinaryUserIsConfinedAsWell() throws Exception {
        List<String> command =
                ChildJvm.command(List.of(), ConfinedServer.class, "-1", "-1", directory.toString(), "1000");
        try (ChildJvm child = ChildJvm.start(true, command)) {
            assertThat(child.line()).startsWith("held [] lacking [");
            assertThat(ask(child, "probe late"))
                    .contains("setresuid(0) EPERM", "execve EPERM", "socket(AF_INET) EPERM", "make a file EPERM");
            serveOne();
        }
    }

    private void serveOne() throws IOException {
        try (OwnedFd disk = OwnedFd.inMemory("disk");
                HelperClient client = HelperClient.connect(directory.resolve("s"))) {
            ScsiExchange answer = client.execute(disk.fd(), READ_KEYS, new byte[0]);
            assertThat(Sense.parse(answer.copySense())).isEqualTo(Sense.IO_PROCESS_TERMINATED);
        }
    }

    /** Later options override those that all children have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseSerialGC -Xmx64m",
                "-XX:-TieredCompilation -XX:+UseSerialGC -Xmx64m",
                "-XX:-UseSerialGC -XX:+UseG1GC -XX:TieredStopAtLevel=4 -Xmx64m",
                "-XX:-UseSerialGC -XX:+UseParallelGC -XX:TieredStopAtLevel=4 -Xmx64m",
                "-XX:-UseSerialGC -XX:+UseZGC -XX:TieredStopAtLevel=4 -Xmx64m"
            })
    void theJvmRunsUnderStressInsideTheFilter(String options) throws Exception {
        assumeFalse(options.contains("UseZGC") && Abi.running() == Abi.S390X, "no JVM for s390x has ZGC");
        try (ChildJvm child = start(List.of(options.split(" ", -1)), -1)) {
            assertThat(ask(child, "stress"))
                    .containsExactly(
                            "garbage 3000",
                            "compiled 666800",
                            "threads 200",
                            "virtual threads 2000",
                            "stack overflow",
                            "heap exhausted",
                            "classes ExchangerCRC32C3.375",
                            "null 10000");
            serveOne();
            child.signal("TERM");
            assertThat(child.lines()).isEmpty();
            assertThat(child.status()).isZero();
        }
    }
}
