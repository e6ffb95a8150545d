// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReportCapabilitiesData;
import io.prhelper.testkit.transcript.Transcript;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A transcript without what a map must have otherwise than a disk: as many registrations as it has paths, and a generation that counts each of
 * them.
 */
final class MapTranscript {
    /** The ports of the lab's two paths to the first unit, by their initiators. */
    private static final Pattern OWN = Pattern.compile("sas,500140500000[12]002");

    private static final Pattern REPEATED = Pattern.compile("\\(([0-9a-f]{2})\\*(\\d+)\\)");
    private static final String PERSISTENT_RESERVE_IN = "send 5e";
    private static final String GOOD = "reply 00000000 ";
    private static final int WITH_DATA = 5;

    private MapTranscript() {}

    static Transcript of(Transcript transcript) {
        SequencedMap<String, List<String>> conversations = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> one : transcript.conversations().entrySet()) {
            conversations.put(one.getKey(), lines(one.getValue()));
        }
        return new Transcript(conversations);
    }

    private static List<String> lines(List<String> lines) {
        List<String> all = new ArrayList<>();
        Optional<PrInAction> asked = Optional.empty();
        for (String line : lines) {
            if (line.startsWith("send ")) {
                asked = line.startsWith(PERSISTENT_RESERVE_IN) ? action(line) : Optional.empty();
            }
            all.add(line.startsWith(GOOD) && asked.isPresent() ? reply(line, asked.get()) : line);
        }
        return all;
    }

    private static Optional<PrInAction> action(String send) {
        byte[] cdb = bytes(send.split(" ", 3)[1]);
        return cdb.length > 1 ? PrInAction.of(cdb[1] & 0x1f) : Optional.empty();
    }

    private static String reply(String line, PrInAction action) {
        String[] fields = line.split(" ", -1);
        return fields.length < WITH_DATA || action == PrInAction.REPORT_CAPABILITIES
                ? line
                : "reply good " + data(action, bytes(fields[WITH_DATA - 1]));
    }

    private static String data(PrInAction action, byte[] payload) {
        PrInData data = PrInData.decode(action, payload);
        String cut = data.isWhole() ? "" : " and more";
        return switch (data) {
            case ReadKeysData keys -> "keys " + keys.keys().stream().distinct().toList() + cut;
            case ReadReservationData reservation -> "held " + reservation.reservation() + cut;
            case ReadFullStatusData status -> "status " + registrations(status.registrations()) + cut;
            case ReportCapabilitiesData capabilities -> capabilities.toString();
        };
    }

    /** Each host's, in no order: paths register at once. */
    private static Set<String> registrations(List<Registration> registrations) {
        Set<String> hosts = new TreeSet<>();
        for (Registration one : registrations) {
            boolean own = OWN.matcher(one.transportId().toString()).matches();
            boolean holds = registrations.stream()
                    .anyMatch(other -> other.holder()
                            && own
                                    == OWN.matcher(other.transportId().toString())
                                            .matches());
            hosts.add((own ? "own " : one.relativeTargetPort() + " " + one.transportId() + " ")
                    + one.key()
                    + (one.allTgPt() ? " all target ports" : "")
                    + (holds ? " holds" : ""));
        }
        return hosts;
    }

    private static byte[] bytes(String text) {
        String hex = REPEATED.matcher(text).replaceAll(run -> run.group(1).repeat(Integer.parseInt(run.group(2))));
        return HexFormat.of().parseHex(hex);
    }
}
