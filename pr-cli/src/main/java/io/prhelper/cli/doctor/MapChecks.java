// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.cli.doctor.Disks.Said;
import io.prhelper.cli.doctor.Host.Node;
import io.prhelper.cli.doctor.Host.Ran;
import io.prhelper.cli.sight.LocalPorts;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReservationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A multipath map: multipathd and its settings, and whether all paths tell the same. */
final class MapChecks {
    private static final String SOCKET = "run/multipathd.socket";

    private final Host host;
    private final Disks disks;
    private final Findings findings;

    MapChecks(Host host, Disks disks, Findings findings) {
        this.host = host;
        this.disks = disks;
        this.findings = findings;
    }

    /** Looks at a map. */
    void check(String path, List<Integer> helpers) {
        Node node = host.node(path).orElseThrow();
        String sysfs = "sys/dev/block/" + node.number();
        String name = host.text(sysfs + "/dm/name");
        if (multipathd(name)) {
            known(name);
        }
        key(name);
        helpers.forEach(helper -> helper(name, helper));
        paths(name, host.list(sysfs + "/slaves"));
    }

    private boolean multipathd(String name) {
        boolean process = host.processes().stream()
                .anyMatch(pid -> host.text("proc/" + pid + "/comm").equals("multipathd"));
        boolean socket = host.exists(SOCKET);
        String looked = "/proc/PID/comm, /" + SOCKET;
        if (process || socket) {
            findings.pass(Check.MULTIPATHD, name, "multipathd runs", looked);
        } else {
            findings.failure(
                    Check.MULTIPATHD,
                    name,
                    "there is a map, and no multipathd to be reached: it does not run, or this is a container without its socket",
                    looked);
        }
        return process || socket;
    }

    private void known(String name) {
        String looked = "multipathd getprkey map " + name;
        Optional<Ran> ran = host.run("multipathd", "getprkey", "map", name);
        if (ran.isEmpty()) {
            findings.skipped(
                    Check.MULTIPATHD_MAP, name, "multipathd can not be asked: it is not installed here", looked);
            return;
        }
        String said = ran.get().out();
        if (said.matches("(?s)(0x[0-9a-f]+.*|none)")) {
            findings.pass(Check.MULTIPATHD_MAP, name, "multipathd knows it; its key: " + said, looked);
        } else if (said.contains("root")) {
            findings.skipped(Check.MULTIPATHD_MAP, name, "multipathd answers user 0 only", looked);
        } else {
            findings.failure(Check.MULTIPATHD_MAP, name, "multipathd does not know it: " + said, looked);
        }
    }

    /** multipath.conf(5): {@code reservation_key}; what multipathd says that it uses, else what is written. */
    private void key(String name) {
        Optional<Ran> ran = host.run("multipathd", "show", "config");
        boolean asked =
                ran.isPresent() && ran.get().status() == 0 && ran.get().out().contains("{");
        String looked = asked ? "multipathd show config" : "/etc/multipath.conf, /etc/multipath/conf.d";
        String config = asked ? ran.get().out() : files();
        List<String> keys = config.lines()
                .map(String::strip)
                .filter(line -> line.matches("reservation_key\\s.*"))
                .map(line -> line.substring("reservation_key".length()).strip().replace("\"", ""))
                .toList();
        if (keys.isEmpty()) {
            findings.failure(
                    Check.RESERVATION_KEY,
                    name,
                    "multipathd has no reservation_key: registrations are refused",
                    looked);
        } else if (!keys.contains("file")) {
            findings.failure(
                    Check.RESERVATION_KEY,
                    name,
                    "reservation_key is " + keys.getFirst() + ": no guest can choose its key",
                    looked);
        } else {
            findings.pass(Check.RESERVATION_KEY, name, "reservation_key is file", looked);
        }
    }

    private String files() {
        StringBuilder text = new StringBuilder(host.text("etc/multipath.conf"));
        for (String file : host.list("etc/multipath/conf.d")) {
            text.append('\n').append(host.text("etc/multipath/conf.d/" + file));
        }
        return text.toString();
    }

    /** Of the helper of this project: it tells multipathd, which listens to user 0 alone. */
    private void helper(String name, int helper) {
        List<String> arguments = host.arguments(helper);
        if (arguments.contains("--multipath=off")) {
            findings.warning(
                    Check.HELPER_MULTIPATH,
                    name,
                    "the helper " + helper + " takes a map for a disk: one path of it registers",
                    "/proc/" + helper + "/cmdline");
            return;
        }
        // Of this project's helper each thread has a user of its own: those that talk to multipathd stay user 0.
        String folder = "proc/" + helper + "/task";
        String looked = "/" + folder + "/*/status";
        Set<String> users = new TreeSet<>();
        for (String thread : host.list(folder)) {
            users.add(Host.field(host.text(folder + "/" + thread + "/status"), "Uid")
                    .replaceFirst("\\s.*", ""));
        }
        users.remove("");
        if (!users.isEmpty() && !users.contains("0")) {
            findings.warning(
                    Check.HELPER_MULTIPATH,
                    name,
                    "the helper " + helper + " is user " + String.join(", ", users)
                            + ", and multipathd answers user 0 only",
                    looked);
        } else {
            findings.pass(Check.HELPER_MULTIPATH, name, "the helper " + helper + " may ask multipathd", looked);
        }
    }

    private void paths(String name, List<String> paths) {
        Map<String, Said> answers = new LinkedHashMap<>();
        for (String path : paths) {
            String file = "sys/block/" + path + "/device/state";
            String state = host.text(file);
            if (!state.isEmpty() && !state.equals("running")) {
                findings.warning(Check.PATH_STATE, name, "its path " + path + " is " + state, "/" + file);
            }
            try {
                answers.put(path, disks.ask(host.at("/dev/" + path)));
            } catch (IOException closed) {
                findings.skipped(
                        Check.PATHS_AGREE,
                        name,
                        "its path " + path + " can not be asked: " + closed.getMessage(),
                        "READ KEYS of /dev/" + path);
            }
        }
        if (answers.size() > 1) {
            agree(name, answers);
        }
        registered(name, answers);
    }

    private static @Nullable ReadKeysData keys(Said said) {
        return said.keys() instanceof PrOutcome.Good<ReadKeysData>(ReadKeysData keys) ? keys : null;
    }

    private void agree(String name, Map<String, Said> answers) {
        Map<String, List<String>> byAnswer = new TreeMap<>();
        answers.forEach((path, said) -> {
            ReadKeysData keys = keys(said);
            String text = keys == null ? said.keys().toString() : new TreeSet<>(keys.keys()).toString();
            byAnswer.computeIfAbsent(text, _ -> new ArrayList<>()).add(path);
        });
        String looked = "READ KEYS of each path";
        if (byAnswer.size() == 1) {
            findings.pass(
                    Check.PATHS_AGREE, name, "its " + answers.size() + " paths tell the same registrations", looked);
        } else {
            findings.failure(Check.PATHS_AGREE, name, "its paths tell different registrations: " + byAnswer, looked);
        }
    }

    /** A map is one initiator: each of its paths has its key, once. */
    private void registered(String name, Map<String, Said> answers) {
        LocalPorts own = host.ports();
        for (Said said : answers.values()) {
            if (said.fullStatus() instanceof PrOutcome.Good(var status)) {
                Map<ReservationKey, Integer> ports = new TreeMap<>();
                for (Registration one : status.registrations()) {
                    if (own.relation(one.transportId()) == LocalPorts.Relation.THIS_HOST) {
                        ports.merge(one.key(), 1, Integer::sum);
                    }
                }
                ports.forEach((key, count) -> count(name, key, count, answers.size()));
                return;
            }
        }
    }

    private void count(String name, ReservationKey key, int count, int paths) {
        String looked = "READ FULL STATUS, ports of this host";
        if (count < paths) {
            findings.warning(
                    Check.PATH_REGISTERED,
                    name,
                    "the key " + key + " is on " + count + " of its " + paths + " paths",
                    looked);
        } else if (count > paths) {
            findings.warning(
                    Check.DUPLICATE_KEYS,
                    name,
                    "the key " + key + " is there " + count + " times for " + paths + " paths",
                    looked);
        } else {
            findings.pass(Check.PATH_REGISTERED, name, "the key " + key + " is on all of its paths", looked);
        }
    }
}
