// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

/**
 * What a server does at a moment.
 *
 * @param connections that are open
 * @param requests that were received so far
 * @param inFlight requests, and closes of clients' descriptors, under way
 * @param threads that serve
 * @param stuck threads that have been in one of these for {@link HelperServer#STUCK} and longer; others serve meanwhile
 */
public record Activity(int connections, long requests, int inFlight, int threads, int stuck) {}
