// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.guard.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service manager is told, by datagrams to a socket in its place. */
@Timeout(120)
class NotifyIT {
    /** The class library has no datagram sockets of the Unix kind; perl is on every Debian. */
    private static final String RECEIVER = """
            use IO::Socket::UNIX; use Socket; $| = 1;
            my $s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die $!;
            print "listening\\n";
            while (defined $s->recv(my $m, 256)) { print "$m\\n"; }
            """;

    /** Stops one thread until its standard input ends: PTRACE_SEIZE and PTRACE_INTERRUPT, x86-64. */
    private static final String STOPPER = """
            $| = 1;
            syscall(101, 0x4206, $ARGV[0] + 0, 0, 0) == 0 or die "seize: $!";
            syscall(101, 0x4207, $ARGV[0] + 0, 0, 0) == 0 or die "interrupt: $!";
            print "stopped\\n"; <STDIN>;
            """;

    private static final int PATIENCE_SECONDS = 20;

    /** Long enough for five messages of a watchdog of 200 ms. */
    private static final int SILENCE_MILLIS = 600;

    @TempDir
    private Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> status = new LinkedBlockingQueue<>();
    private @Nullable Process receiver;

    @BeforeEach
    void listen() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "perl is not installed");
        Process process = perl(RECEIVER, manager());
        receiver = process;
        Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().forEach(line -> (line.startsWith("STATUS=") ? status : told).add(line));
            } catch (IOException | UncheckedIOException closed) {
                told.add("end");
            }
        });
        assertThat(next()).isEqualTo("listening");
    }

    @AfterEach
    void listenNoMore() {
        Process process = receiver;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void theManagerHearsWhatWeDo() throws Exception {
        try (Running helper = start(Map.of())) {
            assertThat(status.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("STATUS=serving 0 connections, 0 requests, 0 fencings, nothing stuck");
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    @Test
    void theManagerHearsOfReadinessAndTheEnd() throws Exception {
        try (Running helper = start(Map.of())) {
            assertThat(next()).isEqualTo("READY=1");
            assertThat(helper.signal("TERM")).isZero();
            assertThat(next()).isEqualTo("STOPPING=1");
            assertThat(told).isEmpty();
        }
    }

    @Test
    void theWatchdogHearsOfUsAgainAndAgainUntilTheEnd() throws Exception {
        try (Running helper = start(Map.of("WATCHDOG_USEC", "200000"))) {
            assertThat(next()).isEqualTo("READY=1");
            // Who hears of it may have waited for a processor, and hears of several at once then.
            Await.until("five messages come with four pauses of 100 ms", () -> nanosOfFive() > 350_000_000);
            assertThat(helper.signal("TERM")).isZero();
            assertThat(awaitOther("WATCHDOG=1")).isEqualTo("STOPPING=1");
        }
    }

    private long nanosOfFive() throws InterruptedException {
        long began = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            assertThat(next()).isEqualTo("WATCHDOG=1");
        }
        return System.nanoTime() - began;
    }

    @Test
    void theWatchdogHearsNothingWhileTheServersLoopIsStuck() throws Exception {
        try (Running helper = start(Map.of("WATCHDOG_USEC", "200000"))) {
            assertThat(next()).isEqualTo("READY=1");
            assertThat(next()).isEqualTo("WATCHDOG=1");
            Process stopper = perl(STOPPER, Long.toString(thread(helper, "pr-keeper")));
            assumeTrue("stopped".equals(stopper.inputReader().readLine()), "this process may not trace another");
            while (told.poll(SILENCE_MILLIS, TimeUnit.MILLISECONDS) != null) {
                // It could not know at once. The test's time limit ends this.
            }
            stopper.getOutputStream().close();
            assertThat(next()).isEqualTo("WATCHDOG=1");
            assertThat(helper.signal("TERM")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"0,", "200000, 1", "soon,"})
    void withoutAWatchdogOfOursThereIsNoThreadForIt(String micros, @Nullable String pid) throws Exception {
        Map<String, String> environment =
                pid == null ? Map.of("WATCHDOG_USEC", micros) : Map.of("WATCHDOG_USEC", micros, "WATCHDOG_PID", pid);
        try (Running helper = start(environment)) {
            assertThat(next()).isEqualTo("READY=1");
            assertThat(thread(helper, "pr-watchdog")).isZero();
            assertThat(helper.signal("TERM")).isZero();
            assertThat(next()).isEqualTo("STOPPING=1");
        }
    }

    private Running start(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("NOTIFY_SOCKET", manager());
        return Running.in("", all, folder.resolve("s"));
    }

    private String manager() {
        return folder.resolve("n").toString();
    }

    private String next() throws InterruptedException {
        String line = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).isNotNull();
        return String.valueOf(line);
    }

    private String awaitOther(String line) throws InterruptedException {
        String other = next();
        while (other.equals(line)) {
            other = next();
        }
        return other;
    }

    /** The id of the thread of that name; 0 if there is none. */
    private static long thread(Running helper, String name) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + helper.process().pid() + "/task"))) {
            for (Path task : tasks.toList()) {
                if (Files.readString(task.resolve("comm"), StandardCharsets.UTF_8)
                        .equals(name + "\n")) {
                    return Long.parseLong(task.getFileName().toString());
                }
            }
        }
        return 0;
    }

    private static Process perl(String program, String argument) throws IOException {
        return new ProcessBuilder("perl", "-e", program, argument)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
