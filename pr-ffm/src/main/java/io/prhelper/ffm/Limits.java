// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import java.time.Duration;

/**
 * How much clients may take.
 *
 * <p>The process's limit of open files (RLIMIT_NOFILE) counts too: the server accepts no more connections than it has two descriptors for
 * each, with 64 kept in reserve, so that clients can not take the last one.
 *
 * @param maxConnections connections in all, 1 to 65536; further ones are closed when accepted
 * @param maxPerUser connections of one user id, 1 to 65536: one user leaves room for others
 * @param maxPerPeer connections of one process, 1 to 65536
 * @param maxInFlight commands that one device has to do at a time, 1 to 65536; the next is answered BUSY at once. Not for a {@link
 *     DevicePort} that is plugged in.
 * @param handshake from accept to the client's answer, 1 ms to 24 h
 * @param request from the first byte of a request to its last, and for taking a reply, 1 ms to 24 h; idle time between requests is
 *     unlimited
 */
public record Limits(
        int maxConnections, int maxPerUser, int maxPerPeer, int maxInFlight, Duration handshake, Duration request) {
    private static final int MOST = 65_536;
    private static final Duration LONGEST = Duration.ofHours(24);

    /** 1024 connections, 768 of one user, 64 of one process, 4 commands on a device, 10 s for handshake and request. */
    public static final Limits DEFAULTS = new Limits(1024, 768, 64, 4, Duration.ofSeconds(10), Duration.ofSeconds(10));

    /** Checks the ranges. */
    public Limits {
        check("maxConnections", maxConnections);
        check("maxPerUser", maxPerUser);
        check("maxPerPeer", maxPerPeer);
        check("maxInFlight", maxInFlight);
        check("handshake", handshake);
        check("request", request);
    }

    private static void check(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(name + " must be 1 to " + MOST + ", not " + value);
        }
    }

    private static void check(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be 1 ms to 24 h, not " + value);
        }
    }

    /** These limits with that many connections in all. */
    public Limits withMaxConnections(int value) {
        return new Limits(value, maxPerUser, maxPerPeer, maxInFlight, handshake, request);
    }

    /** These limits with that many connections of one user. */
    public Limits withMaxPerUser(int value) {
        return new Limits(maxConnections, value, maxPerPeer, maxInFlight, handshake, request);
    }

    /** These limits with that many connections of one process. */
    public Limits withMaxPerPeer(int value) {
        return new Limits(maxConnections, maxPerUser, value, maxInFlight, handshake, request);
    }

    /** These limits with that many commands in flight on one device. */
    public Limits withMaxInFlight(int value) {
        return new Limits(maxConnections, maxPerUser, maxPerPeer, value, handshake, request);
    }

    /** These limits with that time from accept to the client's answer. */
    public Limits withHandshake(Duration value) {
        return new Limits(maxConnections, maxPerUser, maxPerPeer, maxInFlight, value, request);
    }

    /** These limits with that time for a request, and for taking a reply. */
    public Limits withRequest(Duration value) {
        return new Limits(maxConnections, maxPerUser, maxPerPeer, maxInFlight, handshake, value);
    }
}
