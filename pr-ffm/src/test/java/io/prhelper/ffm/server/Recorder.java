// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.protocol.Violation;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Keeps what a server tells, as lines such as {@code violated 1 NO_DESCRIPTOR}. */
final class Recorder implements ServerListener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> lines = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    synchronized List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /** How many lines begin so. */
    long count(String beginning) {
        return lines().stream().filter(line -> line.startsWith(beginning)).count();
    }

    /** Waits for a line that begins so. */
    String await(String beginning) throws InterruptedException {
        return await(line -> line.startsWith(beginning), beginning);
    }

    private synchronized String await(Predicate<String> wanted, String description) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (lines.stream().noneMatch(wanted)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            assertThat(left).as("%s among %s", description, lines).isPositive();
            wait(left);
        }
        return lines.stream().filter(wanted).findFirst().orElseThrow();
    }

    @Override
    public void connected(long connection, PeerCredentials peer) {
        add("connected " + connection);
    }

    @Override
    public void refused(PeerCredentials peer, String limit) {
        add("refused " + limit);
    }

    @Override
    public void answered(Answered event) {
        add("answered " + event.connection() + " status " + event.status() + " size " + event.size());
    }

    @Override
    public boolean wantsIssues() {
        return true;
    }

    @Override
    public void issued(Issued event) {
        add("issued " + event.connection() + " " + event.device() + " opcode "
                + Integer.toHexString(event.cdb().get(0)) + " status " + event.status());
        assertThat(event.nanos()).isPositive();
    }

    @Override
    public void recognized(String device, boolean multipath, String sentence) {
        add("recognized " + device + " " + multipath + " " + sentence);
    }

    @Override
    public void violated(long connection, PeerCredentials peer, Violation violation) {
        add("violated " + connection + " " + violation);
    }

    @Override
    public void timedOut(long connection, PeerCredentials peer) {
        add("timedOut " + connection);
    }

    @Override
    public void denied(long connection, PeerCredentials peer, String reason) {
        add("denied " + connection + " " + reason);
    }

    @Override
    public synchronized void failed(long connection, PeerCredentials peer, Throwable cause) {
        failures.add(cause);
        add("failed " + connection + " " + cause);
    }

    @Override
    public void disconnected(long connection, PeerCredentials peer) {
        add("disconnected " + connection);
    }
}
