// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distribution as a folder that is copied to wherever it is wanted, and as an archive of it. */
@Timeout(120)
class DistributionIT {
    private static final Path DIST = Path.of(System.getProperty("dist"));
    private static final Path ARCHIVE = Path.of("lib/runtime/lib/server/classes.jsa");
    private static final String COMMAND = "bin/qemu-pr-helper";
    private static final long MOST_BYTES = 70_000_000;

    /** Hides all of the system but what a program needs, the folder and its distribution; there is no /tmp. */
    private static final String WITHOUT_TMP = """
            cd "$1" && mkdir root root/proc root/dev root/usr root/here && mount --make-rprivate / || exit 77
            for link in bin sbin lib lib32 lib64 libx32; do [ -e /$link ] && cp -a /$link root 2>/dev/null; done
            mount --rbind /usr root/usr && mount --rbind /proc root/proc && mount --rbind /dev root/dev || exit 77
            mkdir root/here/dist && mount --bind dist root/here/dist || exit 77
            exec chroot root /here/dist/bin/qemu-pr-helper -k /here/s
            """;

    /** The distribution on a file system that is mounted to be read only. */
    private static final String READ_ONLY = """
            cd "$1" && mount --make-rprivate / && mount --bind dist dist && mount -o remount,bind,ro dist || exit 77
            ! touch dist/bin/x 2>/dev/null || exit 77
            shift && exec dist/bin/qemu-pr-helper "$@"
            """;

    @TempDir
    private Path folder;

    @Test
    void aCopyServesAnywhere() throws Exception {
        Path copy = copyTo("another place, it's \"here\"");
        assertServes(
                folder.resolve("s"),
                copy.resolve(COMMAND).toString(),
                "-k",
                folder.resolve("s").toString());
    }

    /** Root's private folder, and a helper that is root no more, or whose signals come to a thread that is not. */
    @Test
    void aCopyThatOnlyRootCanReachServes() throws Exception {
        assumeRoot();
        Path copy = copyTo("copy");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Path socket = folder.resolve("s");
        assertServes(socket, copy.resolve(COMMAND).toString(), "-k", socket.toString());
        String open = Files.createTempDirectory("pr").toString();
        run("chmod", "777", open);
        Path other = Path.of(open, "s");
        assertServes(other, copy.resolve(COMMAND).toString(), "-k", other.toString(), "-u65534");
        Files.delete(Path.of(open));
    }

    @Test
    void aCopyThatCannotBeWrittenServes() throws Exception {
        assumeRoot();
        copyTo("dist");
        Path socket = folder.resolve("s");
        assertServes(socket, readOnly("-k", socket.toString()));
    }

    /** The command line of the distribution in {@code dist}, there. */
    private String[] readOnly(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", READ_ONLY, "sh", folder.toString()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    @Test
    void aSystemWithoutFolderForTemporaryFilesIsEnough() throws Exception {
        assumeRoot();
        copyTo("dist");
        assertServes(
                folder.resolve("root/here/s"), "unshare", "--mount", "sh", "-c", WITHOUT_TMP, "sh", folder.toString());
    }

    @Test
    void theClassArchiveIsUsedAlsoInACopy() throws Exception {
        assertArchiveIsUsed(copyTo("copy"));
    }

    private static void assertArchiveIsUsed(Path copy) throws Exception {
        // on, and not auto: an archive that does not fit is an error.
        Path java = copy.resolve("lib/runtime/bin/qemu-pr-helper");
        assertThat(run(java.toString(), "-Xshare:on", "-m", "io.prhelper.cli/io.prhelper.cli.Main", "-V"))
                .startsWith("qemu-pr-helper ");
    }

    /** The image's flags are those of the newest JVM; one that another lacks may only cost time. */
    @Test
    void aFlagThatTheVirtualMachineLacksIsPassedOver() throws Exception {
        String java = DIST.resolve("lib/runtime/bin/qemu-pr-helper").toString();
        assertThat(run(java, "-XX:+NoSuchFlag", "-m", "io.prhelper.cli/io.prhelper.cli.Main", "-V"))
                .startsWith("qemu-pr-helper ")
                .hasLineCount(1);
    }

    /** As who installs it for another processor or another size of page does. */
    @ParameterizedTest
    @ValueSource(strings = {"train", "--train"})
    void anArchiveIsMadeWhereItIsToBeUsed(String word) throws Exception {
        Path copy = copyTo("copy");
        Path archive = copy.resolve(ARCHIVE);
        if (word.equals("train")) {
            Files.delete(archive);
        } else {
            Files.writeString(archive, "of another processor");
        }
        assertThat(run(copy.resolve(COMMAND).toString(), word)).isEmpty();
        assertThat(archive).isRegularFile();
        assertArchiveIsUsed(copy);
        try (var files = Files.list(archive.resolveSibling(""))) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".new"));
        }
    }

    /** Then the one that was there stays. */
    @Test
    void anArchiveThatCanNotBePutInPlaceIsOneSentence() throws Exception {
        assumeRoot();
        Path copy = copyTo("dist");
        byte[] before = Files.readAllBytes(copy.resolve(ARCHIVE));
        Process train =
                new ProcessBuilder(readOnly("train")).redirectErrorStream(true).start();
        String said = new String(train.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = train.waitFor();
        assumeTrue(status != 77, "no mounts are possible here");
        assertThat(said)
                .hasLineCount(1)
                .startsWith("qemu-pr-helper: the archive can not be put where a start looks for it: ")
                .contains("classes.jsa.new");
        assertThat(status).isEqualTo(1);
        assertThat(copy.resolve(ARCHIVE)).hasBinaryContent(before);
    }

    /** It costs time only: nothing is said, nothing fails. */
    @Test
    void aMissingOrUnfitClassArchiveDoesNotMatter() throws Exception {
        Path copy = copyTo("copy");
        Path archive = copy.resolve(ARCHIVE);
        byte[] whole = Files.readAllBytes(archive);
        Path ofAnother = Path.of(System.getProperty("java.home"), "lib/server/classes.jsa");
        List<byte[]> archives = new ArrayList<>(List.of(
                new byte[0],
                "no archive".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(whole, 4096),
                Arrays.copyOf(whole, whole.length / 2),
                Arrays.copyOf(whole, whole.length - 1)));
        if (Files.exists(ofAnother)) {
            archives.add(Files.readAllBytes(ofAnother));
        }
        Path socket = folder.resolve("s");
        for (byte[] unfit : archives) {
            Files.write(archive, unfit);
            assertServes(socket, copy.resolve(COMMAND).toString(), "-k", socket.toString());
        }
        Files.delete(archive);
        assertServes(socket, copy.resolve(COMMAND).toString(), "-k", socket.toString());
    }

    @Test
    void thereIsNoToolOfTheJdkInIt() throws IOException {
        try (var tools = Files.list(DIST.resolve("lib/runtime/bin"))) {
            assertThat(tools.map(Path::getFileName)).containsExactly(Path.of("qemu-pr-helper"));
        }
    }

    @Test
    void itIsSmallAndWithoutLibrariesForTests() throws Exception {
        try (var files = Files.walk(DIST)) {
            long bytes = files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(bytes).isLessThan(MOST_BYTES);
        }
        String java = DIST.resolve("lib/runtime/bin/qemu-pr-helper").toString();
        assertThat(run(java, "--list-modules").lines().map(line -> line.split("@", 2)[0]))
                .contains("io.prhelper.cli", "io.prhelper.testkit")
                .noneMatch(name -> name.startsWith("org."));
    }

    /** What commands with a word bring along costs the helper no class. */
    @Test
    void aHelperLoadsNothingOfTheTestKit() throws Exception {
        Path log = folder.resolve("classes");
        Path socket = folder.resolve("s");
        assertServes(
                socket,
                DIST.resolve("lib/runtime/bin/qemu-pr-helper").toString(),
                "-Xlog:class+load:file=" + log + ":none",
                "-m",
                "io.prhelper.cli/io.prhelper.cli.Main",
                "-k",
                socket.toString());
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.startsWith("io.prhelper.ffm.server.HelperServer "))
                .noneMatch(
                        line -> line.startsWith("io.prhelper.simulation.") || line.startsWith("io.prhelper.testkit."));
    }

    @Test
    void theArchiveHoldsTheFolderAndNothingOfThisMachine() throws Exception {
        Path archive;
        try (var files = Files.list(DIST.resolveSibling(""))) {
            archive = files.filter(file -> file.toString().endsWith("-linux-x86_64.tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
        run("tar", "-C", folder.toString(), "-xpf", archive.toString());
        String top = archive.getFileName().toString().replace("-linux-x86_64.tar.gz", "");
        assertThat(run("diff", "-r", DIST.toString(), folder.resolve(top).toString()))
                .isEmpty();
        // Mode, owner, size, date, time, name.
        List<String> entries = run("tar", "--utc", "--full-time", "--numeric-owner", "-tvf", archive.toString())
                .lines()
                .toList();
        assertThat(entries)
                .hasSizeGreaterThan(50)
                .allMatch(line -> line.contains(" 0/0 "))
                .allMatch(line -> line.matches("(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x|lrwxrwxrwx) .*"));
        assertThat(entries)
                .extracting(line -> line.replaceAll(".* (\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) .*", "$1"))
                .containsOnly("2026-01-01 00:00:00");
        assertThat(entries)
                .filteredOn(line -> line.endsWith("/" + COMMAND))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("-rwxr-xr-x"));
        assertThat(run(folder.resolve(top).resolve(COMMAND).toString(), "-V")).hasLineCount(1);
    }

    private Path copyTo(String name) throws Exception {
        Path copy = folder.resolve(name);
        assertThat(run("cp", "-a", DIST.toString(), copy.toString())).isEmpty();
        return copy;
    }

    /** A helper that is started so answers at the socket, ends when it is told to, and says nothing in all its life. */
    private static void assertServes(Path socket, String... command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        try (OwnedFd file = OwnedFd.inMemory("no disk")) {
            while (!Files.exists(socket) && process.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assumeTrue(process.isAlive() || process.exitValue() != 77, "no mounts are possible here");
            try (HelperClient client = HelperClient.connect(socket)) {
                assertThat(client.execute(file.fd(), (PrCommand) new PrInCommand(PrInAction.READ_KEYS, 8)))
                        .isEqualTo(new PrOutcome.CheckCondition<>(Sense.IO_PROCESS_TERMINATED));
            }
            // Not destroy(): it closes the streams.
            process.toHandle().destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(process.getErrorStream().readAllBytes()).asString().isEmpty();
            assertThat(process.getInputStream().readAllBytes()).asString().isEmpty();
            assertThat(socket).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assumeRoot() throws IOException {
        assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "only root can mount");
    }

    /** Runs a command that must succeed and be silent on standard error. */
    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(err).isEmpty();
        assertThat(process.waitFor()).isZero();
        return out;
    }
}
