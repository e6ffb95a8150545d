// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

/**
 * What the helper grants its clients at most.
 *
 * @param connections connections served at a time
 * @param perPeer connections served at a time for one peer
 * @param inFlight commands in flight on one device
 * @param handshakeSeconds time to answer the greeting
 * @param requestSeconds time to finish a request that has begun, and to take a reply
 * @param deviceSeconds time a device has to finish one command
 */
public record Limits(
        int connections, int perPeer, int inFlight, int handshakeSeconds, int requestSeconds, int deviceSeconds) {}
