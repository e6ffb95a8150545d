// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import java.util.Locale;

/** What a target and its ports are called in iSCSI (RFC 7143, 4.2.7): {@code iqn.2026-01.io.prhelper:} and the name of the configuration. */
final class IscsiNames {
    private static final String PREFIX = "iqn.2026-01.io.prhelper:";

    /** So that the name with everything that is put before and behind it is no longer than an iSCSI name may be. */
    private static final int LONGEST = 180;

    private IscsiNames() {}

    /** In lower case; what may not be in an iSCSI name becomes a hyphen. */
    static String ofTarget(TargetConfiguration configuration) {
        String name = configuration.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.:-]", "-");
        return PREFIX + (name.length() > LONGEST ? name.substring(0, LONGEST) : name);
    }

    /** The name of a target port (RFC 7143, 4.4.1), whose portal group tag is its relative identifier. */
    static String ofPort(TargetConfiguration configuration, int targetPort) {
        return String.format("%s,t,0x%04x", ofTarget(configuration), targetPort);
    }
}
