// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A running {@code simulate}. */
final class Simulating implements AutoCloseable {
    private static final Pattern PORTAL = Pattern.compile("127\\.0\\.0\\.1:([0-9]+),[0-9]+");

    private final Launched launched;
    private final String line;

    private Simulating(Process process) throws IOException {
        launched = new Launched(process);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        line = String.valueOf(out.readLine());
    }

    /** Starts it; returns when it says where it listens. */
    static Simulating start(String... arguments) throws IOException {
        String[] all =
                Stream.concat(Stream.of("simulate"), Stream.of(arguments)).toArray(String[]::new);
        return new Simulating(Installed.OURS.start("exec \"$0\" \"$@\"", Map.of(), all));
    }

    /** The line that it says. */
    String line() {
        return line;
    }

    /** The TCP ports that it says it listens on. */
    List<Integer> tcpPorts() {
        List<Integer> ports = new ArrayList<>();
        Matcher matcher = PORTAL.matcher(line);
        while (matcher.find()) {
            ports.add(Integer.valueOf(matcher.group(1)));
        }
        assertThat(ports).as(line).isNotEmpty();
        return ports;
    }

    /** The address of LUN 0 behind the first target port, as libiscsi's programs take it. */
    String url(String profile) {
        return "iscsi://127.0.0.1:" + tcpPorts().getFirst() + "/iqn.2026-01.io.prhelper:" + profile + "/0";
    }

    /** The program itself. */
    ProcessHandle program() {
        return launched.program();
    }

    /** Sends a signal and waits for the end; the result is the exit status. */
    int signal(String name) throws IOException, InterruptedException {
        return launched.signal(name);
    }

    /** What it said on standard error, after its end. */
    String errors() throws IOException {
        return new String(launched.child().getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        launched.close();
    }
}
