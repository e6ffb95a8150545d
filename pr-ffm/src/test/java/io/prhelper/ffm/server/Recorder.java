// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.protocol.Violation;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.PeerCredentials;
import io.prhelper.ffm.ServerObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Keeps what a server tells, as lines such as {@code violated 1 NO_DESCRIPTOR}. */
final class Recorder implements ServerObserver {
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

    /** Waits until exactly that many lines begin so: events of a request come after its reply. */
    synchronized void awaitCount(String beginning, int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long left = PATIENCE.toMillis();
        while (count(beginning) < count && left > 0) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        assertThat(count(beginning)).as("%s among %s", beginning, lines).isEqualTo(count);
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
    public void refused(PeerCredentials peer, Limit limit, int most) {
        add("refused " + limit + " " + most);
    }

    @Override
    public void finished(Finished request) {
        String device = " " + request.device() + " " + request.kind();
        if (request.decision().isDenial()) {
            add("denied " + request.connection() + " " + request.decision() + device);
            assertThat(request.deviceNanos()).isZero();
        } else if (request.decision() == Decision.EXECUTED) {
            add("executed " + request.connection() + device + " opcode "
                    + Integer.toHexString(request.cdb().get(0) & 0xff) + " status " + request.status());
            assertThat(request.deviceNanos()).isBetween(1L, request.nanos());
        }
        add("answered " + request.connection() + " " + request.decision() + " status " + request.status() + " size "
                + request.size());
    }

    @Override
    public void recognized(DeviceNumber device, DeviceKind kind) {
        add("recognized " + device + " " + kind);
    }

    @Override
    public void mapped(String map, String sentence) {
        add("mapped " + map + " " + sentence);
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
    public synchronized void failed(long connection, PeerCredentials peer, Throwable cause) {
        failures.add(cause);
        add("failed " + connection + " " + cause);
    }

    @Override
    public void disconnected(long connection, PeerCredentials peer) {
        add("disconnected " + connection);
    }
}
