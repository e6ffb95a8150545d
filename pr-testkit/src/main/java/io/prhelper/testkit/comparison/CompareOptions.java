// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import io.prhelper.simulation.iscsi.IscsiAddress;
import io.prhelper.simulation.target.TargetProfile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the user of {@link Compare} wants; {@code names} is empty for the kit's own. */
record CompareOptions(
        IscsiAddress address,
        TargetProfile profile,
        long steps,
        boolean script,
        int every,
        long seed,
        int length,
        String names,
        Duration limit) {
    private static final int MOST_SECONDS = 3600;
    private static final int LONGEST = 10_000;
    private static final int MOST_LEFT_OUT = 10_000;

    /**
     * The address, then OPTION=VALUE.
     *
     * @throws IllegalArgumentException naming the argument that is wrong
     */
    static CompareOptions parse(String... arguments) {
        Map<String, String> values = new LinkedHashMap<>(Map.of(
                "profile",
                "strict-spc5",
                "steps",
                "10000",
                "script",
                "yes",
                "every",
                "1",
                "seed",
                "1",
                "length",
                "50",
                "names",
                "",
                "limit",
                "10"));
        for (int i = 1; i < arguments.length; i++) {
            String[] option = arguments[i].split("=", 2);
            if (option.length < 2 || values.replace(option[0], option[1]) == null) {
                throw new IllegalArgumentException("one of "
                        + values.keySet().stream().sorted().toList() + " with a value, not \"" + arguments[i] + '"');
            }
        }
        return new CompareOptions(
                IscsiAddress.parse(arguments[0]),
                TargetProfile.named(values.getOrDefault("profile", "")),
                number(values, "steps", 0, Long.MAX_VALUE),
                yes(values, "script"),
                (int) number(values, "every", 1, MOST_LEFT_OUT),
                number(values, "seed", 0, Long.MAX_VALUE),
                (int) number(values, "length", 1, LONGEST),
                values.getOrDefault("names", ""),
                Duration.ofSeconds(number(values, "limit", 1, MOST_SECONDS)));
    }

    private static boolean yes(Map<String, String> values, String name) {
        String value = values.getOrDefault(name, "");
        if (!value.equals("yes") && !value.equals("no")) {
            throw new IllegalArgumentException(name + " is yes or no, not \"" + value + '"');
        }
        return value.equals("yes");
    }

    private static long number(Map<String, String> values, String name, long least, long most) {
        String value = values.getOrDefault(name, "");
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Told below.
        }
        throw new IllegalArgumentException(name + " is " + least + " to " + most + ", not \"" + value + '"');
    }
}
