// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import java.time.Duration;

/**
 * How much clients may take.
 *
 * @param maxConnections connections in all, from 1 on; further ones are closed when accepted
 * @param maxPerPeer connections of one process, from 1 on
 * @param handshake from accept to the client's answer
 * @param request from the first byte of a request to its last, and for taking a reply; idle time between requests is unlimited
 */
public record Limits(int maxConnections, int maxPerPeer, Duration handshake, Duration request) {
    /** 1024 connections, 64 of one process, 10 s for handshake and request. */
    public static final Limits DEFAULTS = new Limits(1024, 64, Duration.ofSeconds(10), Duration.ofSeconds(10));

    /** Checks the ranges. */
    public Limits {
        positive("maxConnections", maxConnections);
        positive("maxPerPeer", maxPerPeer);
        positive("handshake", handshake.toMillis());
        positive("request", request.toMillis());
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
