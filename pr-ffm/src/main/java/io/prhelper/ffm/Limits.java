// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import java.time.Duration;

/**
 * How much clients may take.
 *
 * <p>The process's limit of open files (RLIMIT_NOFILE) counts too: the server accepts no more connections than it has two descriptors for
 * each, with some kept in reserve, so that clients can not take the last one.
 *
 * @param maxConnections connections in all, 1 to 65536; further ones are closed when accepted
 * @param maxPerUser connections of one user id, 1 to 65536: one user leaves room for others
 * @param maxPerPeer connections of one process, 1 to 65536
 * @param maxInFlight commands that one device has to do at a time, 1 to 65536; the next is answered BUSY at once. A file that
 *     stands for a disk, before a {@link DevicePort} that is plugged in, is counted as a device of its own.
 * @param reserve descriptors kept from clients, 1 to 65536: the JVM's, the server's own, what an embedding program has open, and what is
 *     open for moments, such as the socket of a client that is turned away
 * @param handshake from accept to the client's answer, 1 ms to 24 h
 * @param request from the first byte of a request to its last, 1 ms to 24 h; idle time between requests is unlimited
 * @param reply for the client to take a reply, 1 ms to 24 h
 */
public record Limits(
        int maxConnections,
        int maxPerUser,
        int maxPerPeer,
        int maxInFlight,
        int reserve,
        Duration handshake,
        Duration request,
        Duration reply) {
    /** How long a device may take for a command, unless told otherwise: 30 s. */
    public static final Duration DEVICE_TIMEOUT = Duration.ofSeconds(30);

    private static final int MOST = 65_536;
    private static final Duration LONGEST = Duration.ofHours(24);

    /**
     * 1024 connections, 768 of one user, 64 of one process, 4 commands on a device, 64 descriptors in reserve, 10 s for handshake, request
     * and reply.
     */
    public static final Limits DEFAULTS =
            new Limits(1024, 768, 64, 4, 64, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));

    /** Sockets of clients that were turned away, which are open as long as their close is held up. */
    private static final int PARKED = 4096;

    /** Checks the ranges. */
    public Limits {
        check("maxConnections", maxConnections);
        check("maxPerUser", maxPerUser);
        check("maxPerPeer", maxPerPeer);
        check("maxInFlight", maxInFlight);
        check("reserve", reserve);
        check("handshake", handshake);
        check("request", request);
        check("reply", reply);
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

    /** {@return how many descriptors a server with these limits may need: two for each connection, those in reserve, and 4096 for clients that were turned away} */
    public long descriptors() {
        return 2L * maxConnections + reserve + PARKED;
    }

    /**
     * These limits with that many connections in all.
     *
     * @param value from 1 on
     * @return those
     */
    public Limits withMaxConnections(int value) {
        return new Limits(value, maxPerUser, maxPerPeer, maxInFlight, reserve, handshake, request, reply);
    }

    /**
     * These limits with that many connections of one user.
     *
     * @param value from 1 on
     * @return those
     */
    public Limits withMaxPerUser(int value) {
        return new Limits(maxConnections, value, maxPerPeer, maxInFlight, reserve, handshake, request, reply);
    }

    /**
     * These limits with that many connections of one process.
     *
     * @param value from 1 on
     * @return those
     */
    public Limits withMaxPerPeer(int value) {
        return new Limits(maxConnections, maxPerUser, value, maxInFlight, reserve, handshake, request, reply);
    }

    /**
     * These limits with that many commands in flight on one device.
     *
     * @param value from 1 on
     * @return those
     */
    public Limits withMaxInFlight(int value) {
        return new Limits(maxConnections, maxPerUser, maxPerPeer, value, reserve, handshake, request, reply);
    }

    /**
     * These limits with that many descriptors kept from clients.
     *
     * @param value from 0 on
     * @return those
     */
    public Limits withReserve(int value) {
        return new Limits(maxConnections, maxPerUser, maxPerPeer, maxInFlight, value, handshake, request, reply);
    }

    /**
     * These limits with that time from accept to the client's answer.
     *
     * @param value how long
     * @return those
     */
    public Limits withHandshake(Duration value) {
        return new Limits(maxConnections, maxPerUser, maxPerPeer, maxInFlight, reserve, value, request, reply);
    }

    /**
     * These limits with that time for a request.
     *
     * @param value how long
     * @return those
     */
    public Limits withRequest(Duration value) {
        return new Limits(maxConnections, maxPerUser, maxPerPeer, maxInFlight, reserve, handshake, value, reply);
    }

    /**
     * These limits with that time for taking a reply.
     *
     * @param value how long
     * @return those
     */
    public Limits withReply(Duration value) {
        return new Limits(maxConnections, maxPerUser, maxPerPeer, maxInFlight, reserve, handshake, request, value);
    }
}
