// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.iscsi;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/** What an {@link IscsiServer} was made with. */
record ServerSettings(
        InetSocketAddress address,
        int maximumConnections,
        int maximumInitiators,
        Duration loginTime,
        Duration idleTime,
        Consumer<String> log) {}
