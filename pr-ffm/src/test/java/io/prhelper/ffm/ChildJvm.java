// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.ffm.server.HelperServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A JVM like this one with a main class of the tests: for what can not be undone in a process. */
public final class ChildJvm implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts {@code main}; its standard error goes where ours goes, or to the same pipe as its output. */
    public static ChildJvm start(boolean mergeErrors, Class<?> main, String... arguments) throws IOException {
        return start(mergeErrors, command(List.of(), main, arguments));
    }

    /** Starts a command that becomes such a JVM. */
    public static ChildJvm start(boolean mergeErrors, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(mergeErrors);
        if (!mergeErrors) {
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        return new ChildJvm(builder.start());
    }

    /** The command line of such a JVM. */
    public static List<String> command(List<String> options, Class<?> main, String... arguments) {
        // What runs the tests may ignore signals, as nohup and shells that run something beside themselves do; children
        // inherit that.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(home(ScsiExchange.class) + ":" + home(HelperServer.class) + ":" + home(ChildJvm.class));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** The folder or archive that holds a class. */
    private static Path home(Class<?> type) {
        URL url = Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"), type.getName());
        String text = url.toString();
        if (text.startsWith("jar:")) {
            return Path.of(URI.create(text.substring(4, text.indexOf('!'))));
        }
        Path folder = Path.of(URI.create(text));
        for (int i = type.getName().split("\\.").length; i > 0; i--) {
            folder = Objects.requireNonNull(folder.getParent());
        }
        return folder;
    }

    /** For the child: ends it when its standard input ends, so that none is left over where the tests are killed. */
    public static void endWithParent() {
        Thread.ofPlatform().daemon().name("parent").start(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException broken) {
                // As good as its end.
            }
            Runtime.getRuntime().halt(1);
        });
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Sends it a line. */
    public void say(String line) throws IOException {
        Writer input = process.outputWriter(StandardCharsets.UTF_8);
        input.write(line + "\n");
        input.flush();
    }

    /** The next line that it writes. */
    public String line() throws IOException {
        return Objects.requireNonNull(output.readLine(), "the child ended without a word");
    }

    /** All lines until its end. */
    public List<String> lines() {
        return output.lines().toList();
    }

    /** Sends the signal with that name, such as TERM. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    /** Waits for its end; its exit status. */
    public int status() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the child did not end within " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
