// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.cli.JsonForm;
import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Far more requests than a trail takes, from several clients at once, into trails that take nothing more. Each gets its own reply, and lines
 * that are written and lines that are told of as lost are as many as requests that belong in the trail.
 *
 * <p>{@code -Daudit.requests=1000000} sends so many to each trail and prints what came of them.
 */
@Timeout(1200)
class AuditFloodIT {
    /** More than a trail writes at once, so also one that takes everything loses some. */
    private static final int REQUESTS = Integer.getInteger("audit.requests", 20_000);

    private static final int CLIENTS = 8;

    /** What a machine answers at the least in a second, by far. */
    private static final int SLOWEST = 1_000;

    private static final Path DEVICE = Path.of("/dev/loop0");
    /** What is malformed has no key in the trail. */
    private static final Pattern LINE = Pattern.compile("\\{.*\"event\":\"(?:command|refusal)\",\"connection\":(\\d+),"
            + ".*?(?:\"key\":\"(0x[0-9a-f]{16})\".*)?}");

    private static final Pattern LOST_LINE = Pattern.compile(".*\"event\":\"lost\",\"lost\":(\\d+)}");
    private static final Pattern LOST_AT_THE_END = Pattern.compile(".*warning: (\\d+) lines of the audit trail lost");

    /** A mount namespace of its own, and in it what {@code prepare} says; then the helper. */
    private static final String ALONE = "exec unshare --mount sh -c 'mount --make-rprivate / && %s' \"$0\" \"$@\";";

    /** The journal's folder is that of the environment, whatever there is here. */
    private static final String OTHER_JOURNAL =
            ALONE.formatted("mount -t tmpfs none /run && mkdir -p /run/systemd/journal"
                    + " && mount --bind \"$JOURNAL\" /run/systemd/journal && exec \"$0\" \"$@\"");

    /** A trail on a small file system; what it took is copied to where it stays. */
    private static final String SMALL_DISK = ALONE.formatted("mount -t tmpfs -o size=256k none \"$SMALL\" &&"
            + " { \"$0\" \"$@\"; status=$?; cp \"$SMALL/trail\" \"$SMALL.trail\"; exit $status; }");

    /** Binds the socket, waits for a line, then counts what is in it, and of that the entries of our trail. */
    private static final String DEAF = """
            use IO::Socket::UNIX; use Socket; $| = 1;
            my $s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die $!;
            print "listening\\n"; <STDIN>; $s->blocking(0);
            my $n = 0;
            while (defined $s->recv(my $m, 65536)) { $m =~ /^PR_EVENT=(command|refusal)$/m or die $m; $n++; }
            print "$n\\n";
            """;

    /** What is sent. */
    private enum Request {
        /** The kernel is asked for the device. */
        TO_DEVICE,
        /** A file is no device. */
        TO_FILE,
        /** The policy refuses it. */
        CLEAR,
        /** It contradicts itself. */
        MALFORMED,
        /** In no trail. */
        READ_KEYS;

        PrCommand command(long key) {
            ReservationKey own = new ReservationKey(key);
            return switch (this) {
                case TO_DEVICE, TO_FILE, MALFORMED -> new PrOutCommand.Register(own, ReservationKey.ZERO);
                case CLEAR -> new PrOutCommand.Clear(own);
                case READ_KEYS -> new PrInCommand(PrInAction.READ_KEYS, 8);
            };
        }
    }

    /**
     * What the clients send descriptors of.
     *
     * @param device a block device that takes no SCSI commands, where it may be opened
     * @param ofDevice the kernel's answer for that
     */
    private record Targets(OwnedFd file, OwnedFd device, PrOutcome<?> ofDevice) implements AutoCloseable {
        static Targets open(Path socket) throws IOException {
            OwnedFd device = Files.isWritable(DEVICE) ? OwnedFd.open(DEVICE, true) : OwnedFd.inMemory("no disk");
            try (HelperClient client = HelperClient.connect(socket)) {
                return new Targets(
                        OwnedFd.inMemory("no disk"), device, client.execute(device.fd(), Request.READ_KEYS.command(0)));
            }
        }

        void sendAndCheck(HelperClient client, Request request, long key) throws IOException {
            PrCommand command = request.command(key);
            byte[] cdb = command.cdb();
            if (request == Request.MALFORMED) {
                cdb[6] = 1;
            }
            int fd = request == Request.TO_DEVICE ? device.fd() : file.fd();
            PrOutcome<?> outcome = PrOutcome.of(client.execute(fd, cdb, command.dataOut()));
            if (!outcome.equals(reply(request))) {
                throw new AssertionError(request + " " + key + " ended " + outcome + ", not " + reply(request));
            }
        }

        private PrOutcome<?> reply(Request request) {
            return switch (request) {
                case TO_DEVICE -> ofDevice;
                case TO_FILE, READ_KEYS -> new PrOutcome.CheckCondition<>(Sense.IO_PROCESS_TERMINATED);
                case CLEAR -> new PrOutcome.CheckCondition<>(Sense.INVALID_OPCODE);
                case MALFORMED -> new PrOutcome.CheckCondition<>(Sense.INVALID_FIELD_IN_CDB);
            };
        }

        @Override
        public void close() {
            device.close();
            file.close();
        }
    }

    @TempDir
    private Path folder;

    private String name = "";
    private String took = "";

    @BeforeEach
    void rememberName(TestInfo test) {
        name = test.getDisplayName();
    }

    private Path socket() {
        return folder.resolve("s");
    }

    private Path trail() {
        return folder.resolve("trail");
    }

    /** What the helper's log says at its end. */
    private record End(String reasons, long lost) {
        static End of(Running helper) throws IOException {
            List<String> said = helper.rest();
            List<String> reasons = said.stream()
                    .filter(line -> line.contains("the audit trail cannot be written: "))
                    .map(line -> line.substring(line.lastIndexOf(": ") + 2))
                    .toList();
            long lost = 0;
            for (String line : said) {
                Matcher matcher = LOST_AT_THE_END.matcher(line);
                lost += matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
            }
            return new End(String.join(", ", reasons), lost);
        }
    }

    /** Lines of a trail, each as the schema says, those of a connection in order. */
    private record Written(long commands, long lost) {
        static Written of(List<String> lines) throws IOException {
            JsonForm schema = new JsonForm("audit-1");
            Map<String, String> last = new HashMap<>();
            long commands = 0;
            long lost = 0;
            for (String line : lines) {
                // A sample: what makes the lines is the same.
                if (commands % 100 == 0) {
                    assertThat(schema.faults(line)).as(line).isEmpty();
                }
                Matcher told = LOST_LINE.matcher(line);
                if (told.matches()) {
                    lost += Long.parseLong(told.group(1));
                } else {
                    Matcher matcher = LINE.matcher(line);
                    assertThat(matcher.matches()).as(line).isTrue();
                    String key = matcher.group(2);
                    if (key != null) {
                        String before = last.put(matcher.group(1), key);
                        assertThat(before == null || before.compareTo(key) < 0)
                                .as(line)
                                .isTrue();
                    }
                    commands++;
                }
            }
            return new Written(commands, lost);
        }
    }

    private Running start(String preparation, Map<String, String> environment, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--deny-action=clear", "--in-flight=" + CLIENTS));
        return Running.in(preparation, environment, 60 + REQUESTS / SLOWEST, socket(), all.toArray(String[]::new));
    }

    /** All clients send their part, and compare each reply. */
    private void flood() throws Exception {
        long began = System.nanoTime();
        long sent = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
                Targets targets = Targets.open(socket())) {
            List<Future<Long>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                int part = REQUESTS / CLIENTS + (i < REQUESTS % CLIENTS ? 1 : 0);
                clients.add(threads.submit(() -> converse(targets, number, part)));
            }
            for (Future<Long> client : clients) {
                sent += client.get();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        took = "%d requests in %.1f s, %.0f a second".formatted(sent, seconds, sent / seconds);
    }

    /** How many requests it took to send so many that belong in the trail. */
    private long converse(Targets targets, long number, int requests) throws IOException {
        Random random = new Random(number);
        Request[] all = Request.values();
        long others = 0;
        try (HelperClient client = HelperClient.connect(socket())) {
            int sent = 0;
            while (sent < requests) {
                Request request = all[random.nextInt(all.length)];
                targets.sendAndCheck(client, request, sent + 1L);
                if (request == Request.READ_KEYS) {
                    others++;
                } else {
                    sent++;
                }
            }
        }
        return requests + others;
    }

    /** Neither more nor less than what belongs in the trail. */
    private void assertAllAreCounted(long written, long lost) {
        if (System.getProperty("audit.requests") != null) {
            System.out.printf("%s: %s; %d lines written, %d told of as lost%n", name, took, written, lost);
        }
        assertThat(written + lost).as("%d and %d", written, lost).isEqualTo(REQUESTS);
    }

    private void assumeMounts() throws Exception {
        Process mount =
                new ProcessBuilder("unshare", "--mount", "mount", "-t", "tmpfs", "none", folder.toString()).start();
        assumeTrue(mount.waitFor() == 0, "no mounts are possible here");
    }

    /** For comparison. */
    @Test
    void withoutATrailEachRequestGetsItsReply() throws Exception {
        try (Running helper = start("", Map.of())) {
            flood();
            assertThat(helper.signal("TERM")).isZero();
            assertThat(End.of(helper)).isEqualTo(new End("", 0));
        }
        if (System.getProperty("audit.requests") != null) {
            System.out.printf("%s: %s%n", name, took);
        }
    }

    @Test
    void aFileThatTakesEverythingTellsWhatThereWasNoTimeFor() throws Exception {
        try (Running helper = start("", Map.of(), "--audit=" + trail())) {
            flood();
            assertThat(helper.signal("TERM")).isZero();
            assertThat(End.of(helper)).isEqualTo(new End("", 0));
        }
        Written written = Written.of(Files.readAllLines(trail()));
        assertAllAreCounted(written.commands(), written.lost());
    }

    @Test
    void aDeviceThatIsFullLosesNoRequest() throws Exception {
        try (Running helper = start("", Map.of(), "--audit=/dev/full")) {
            flood();
            assertThat(helper.signal("TERM")).isZero();
            assertNothingWritten(helper, "No space left on device");
        }
    }

    private void assertNothingWritten(Running helper, String reason) throws IOException {
        End end = End.of(helper);
        assertThat(end.reasons()).isEqualTo(reason);
        assertAllAreCounted(0, end.lost());
    }

    @Test
    void aFileSystemThatFillsUpLosesNoRequest() throws Exception {
        assumeMounts();
        Path small = Files.createDirectory(folder.resolve("small"));
        Map<String, String> environment = Map.of("SMALL", small.toString());
        try (Running helper = start(SMALL_DISK, environment, "--audit=" + small.resolve("trail"))) {
            flood();
            assertThat(helper.signal("TERM")).isZero();
            String text = Files.readString(folder.resolve("small.trail"));
            // The last line has no end where there was no room for it.
            assertSomeWritten(text.substring(0, text.lastIndexOf('\n')), helper, "No space left on device");
        }
    }

    private void assertSomeWritten(String text, Running helper, String reason) throws IOException {
        End end = End.of(helper);
        Written written = Written.of(text.lines().toList());
        assertThat(end.reasons()).isEqualTo(reason);
        assertThat(written.commands()).isPositive();
        assertAllAreCounted(written.commands(), written.lost() + end.lost());
    }

    @Test
    void aPipeThatNobodyReadsLosesNoRequest() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", trail().toString()).start().waitFor())
                .isZero();
        Process cat =
                new ProcessBuilder("sh", "-c", "exec 3<\"$0\"; read -r _ && exec cat <&3", trail().toString()).start();
        try (Running helper = start("", Map.of(), "--audit=" + trail())) {
            flood();
            assertThat(helper.signal("TERM")).isZero();
            cat.getOutputStream().write('\n');
            cat.getOutputStream().flush();
            assertSomeWritten(new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8), helper, "");
        } finally {
            cat.destroyForcibly().waitFor();
        }
    }

    @Test
    void standardOutputThatNobodyReadsLosesNoRequest() throws Exception {
        try (Running helper = start("", Map.of(), "--audit=-")) {
            flood();
            assertThat(helper.signal("TERM")).isZero();
            assertSomeWritten(helper.out(), helper, "");
        }
    }

    @Test
    void aJournalThatIsNotThereLosesNoRequest() throws Exception {
        assumeMounts();
        try (Running helper = start(OTHER_JOURNAL, Map.of("JOURNAL", folder.toString()), "--audit=journal")) {
            flood();
            assertThat(helper.signal("TERM")).isZero();
            assertNothingWritten(helper, "No such file or directory");
        }
    }

    @Test
    void aJournalThatReadsNothingLosesNoRequest() throws Exception {
        assumeMounts();
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "perl is not installed");
        Path journal = folder.resolve("socket");
        Process deaf = new ProcessBuilder("perl", "-e", DEAF, journal.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = deaf.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("listening");
            try (Running helper = start(OTHER_JOURNAL, Map.of("JOURNAL", folder.toString()), "--audit=journal")) {
                flood();
                assertThat(helper.signal("TERM")).isZero();
                deaf.getOutputStream().close();
                long written = Long.parseLong(said.readLine());
                End end = End.of(helper);
                assertThat(end.reasons()).isEmpty();
                assertThat(written).isPositive();
                assertAllAreCounted(written, end.lost());
            }
        } finally {
            deaf.destroyForcibly().waitFor();
        }
    }
}
