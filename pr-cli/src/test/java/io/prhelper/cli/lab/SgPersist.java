// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What sg_persist shows of a disk over iSCSI, and how our JSON says the same. */
final class SgPersist {
    private static final String HELD = "scope: LU_SCOPE, type: (.+)\n";

    private static final Map<String, String> CAPABILITIES = Map.of(
            "Replace Lost Reservation Capable(RLR_C)", "replaceLostReservation",
            "Compatible Reservation Handling(CRH)", "compatibleReservationHandling",
            "Specify Initiator Ports Capable(SIP_C)", "specifyInitiatorPorts",
            "All Target Ports Capable(ATP_C)", "allTargetPorts",
            "Persist Through Power Loss Capable(PTPL_C)", "persistThroughPowerLoss",
            "Persist Through Power Loss Active(PTPL_A)", "persistThroughPowerLossActive");

    /**
     * Lines, and what they mean.
     *
     * @param shown whole lines without the space around them
     * @param ours what must be found in our document
     */
    private record Rule(Pattern shown, Function<MatchResult, String> ours) {
        Rule(String shown, Function<MatchResult, String> ours) {
            this(Pattern.compile(shown), ours);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "(.+)\nPeripheral device type: (\\w+)\n",
                    shown -> text("\"kind\":\"" + shown.group(2) + "\"") + ".*"
                            + text("\"product\":\"" + shown.group(1) + "\"")),
            new Rule(
                    "PR generation=0x(\\p{XDigit}+), \\d+ registered reservation keys? follows?:\n",
                    SgPersist::generation),
            new Rule("0x(\\p{XDigit}+)\n", shown -> text("{\"key\":\"" + key(shown.group(1)) + "\"")),
            new Rule(
                    "PR generation=0x(\\p{XDigit}+), Reservation follows:\nKey=0x(\\p{XDigit}+)\n" + HELD,
                    shown -> generation(shown) + ".*"
                            + text("\"reservation\":{\"state\":\"held\",\"key\":\"" + key(shown.group(2)) + "\"")
                            + "[^{}]*"
                            + text("\"type\":\"" + type(shown.group(3)) + "\"") + "[^{}]*\"scopeCode\":0}"),
            new Rule("PR generation=0x(\\p{XDigit}+)\n", SgPersist::generation),
            new Rule(
                    "Key=0x(\\p{XDigit}+)\nAll target ports bit clear\nRelative port address: 0x(\\p{XDigit}+)\n"
                            + "(?:<< Reservation holder >>\n" + HELD + "|not reservation holder\n)"
                            + "Transport Id of initiator:\niSCSI world wide unique port id: (.+),i,0x(\\p{XDigit}{12})\n",
                    SgPersist::registration),
            new Rule("Report capabilities response:\n", shown -> "\"capabilities\":\\{"),
            new Rule("Type Mask Valid\\(TMV\\): 1\n", shown -> "\"types\":\\{[^{}]*\"(?:yes|no)\""),
            new Rule("Allow Commands: ([0-7])\n", shown -> "\"allowCommands\":" + shown.group(1) + ","),
            new Rule(
                    CAPABILITIES.keySet().stream()
                            .map(Pattern::quote)
                            .collect(Collectors.joining("|", "(", "): ([01])\n")),
                    shown -> "\"" + CAPABILITIES.get(shown.group(1)) + "\":" + support(shown.group(2))),
            new Rule("Support indicated in Type mask:\n", shown -> "\"types\":\\{"),
            new Rule(
                    "((?:Write Exclusive|Exclusive Access)(?:, (?:all registrants|registrants only))?): ([01])\n",
                    shown -> "\"" + type(shown.group(1)) + "\":" + support(shown.group(2))));

    private SgPersist() {}

    /** Expressions that our document, {@code inspect --json}, must have; lines that nobody knows are an error. */
    static List<Pattern> asWeSayIt(List<String> lines) {
        StringBuilder rest = new StringBuilder();
        for (String line : lines) {
            rest.append(line.strip().replaceAll("\\s+", " ")).append('\n');
        }
        List<Pattern> ours = new ArrayList<>();
        while (!rest.isEmpty()) {
            ours.add(Pattern.compile(next(rest)));
        }
        return ours;
    }

    private static String next(StringBuilder rest) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.shown().matcher(rest);
            if (matcher.lookingAt()) {
                String ours = rule.ours().apply(matcher);
                rest.delete(0, matcher.end());
                return ours;
            }
        }
        throw new AssertionError("lines of sg_persist that nobody knows:\n" + rest);
    }

    private static String text(String literally) {
        return Pattern.quote(literally);
    }

    private static String key(String digits) {
        return String.format(Locale.ROOT, "0x%016x", Long.parseUnsignedLong(digits, 16));
    }

    private static String type(String shown) {
        return shown.toLowerCase(Locale.ROOT);
    }

    private static String support(String bit) {
        return bit.equals("1") ? "\"yes\"" : "\"no\"";
    }

    private static String generation(MatchResult shown) {
        return "\"generation\":" + Long.parseLong(shown.group(1), 16) + ",";
    }

    private static String registration(MatchResult shown) {
        boolean holder = shown.group(3) != null;
        String one = text("{\"key\":\"" + key(shown.group(1)) + "\"") + "[^{}]*"
                + text("\"holder\":" + holder + ",\"allTargetPorts\":false,\"relativeTargetPort\":"
                        + Integer.parseInt(shown.group(2), 16) + ",")
                + "[^{}]*\"initiatorPort\":\\{[^{}]*"
                + text("\"iscsiName\":\"" + shown.group(4) + "\",\"isid\":\"" + shown.group(5) + "\"}");
        return holder ? text("\"type\":\"" + type(shown.group(3)) + "\"") + ".*" + one : one;
    }
}
