// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static io.prhelper.cli.lab.GuestChecks.expect;
import static io.prhelper.cli.lab.GuestMap.A;
import static io.prhelper.cli.lab.GuestMap.B;
import static io.prhelper.cli.lab.GuestMap.C;
import static io.prhelper.cli.lab.GuestMap.GOOD;
import static io.prhelper.cli.lab.GuestMap.TYPE;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.TransportId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A map to whose unit more other hosts are registered than a list of 8 KiB has space for: first 1,000, which the helper can read, then 1,500, of
 * which neither it nor multipathd sees all. Nobody but the helper reads the full status of so many: programs were seen to end by the answer.
 */
final class GuestCrowd {
    private static final int SOME = 1000;
    private static final int MANY = 1500;

    /** As many TransportIDs of 24 bytes as a parameter list of 8 KiB has space for, and a few less. */
    private static final int AT_ONCE = 250;

    private static final int KEYS_OF_MULTIPATHD = 1023;

    private static final Path PORT = Path.of("/sys/kernel/config/target/iscsi/iqn.2026-01.io.prhelper:crowd/tpgt_1");

    private static final Path UNIT = Path.of("/sys/kernel/config/target/core/fileio_0/unit1");
    private static final Path KEYS = Path.of("/dev/shm/keys");

    /** With space for 2,047. */
    private static final String READ_KEYS =
            "sg_raw -r 16384 -o " + KEYS + " " + GuestMap.variable("PR_LAB_DISK_C") + " 5e 00 00 00 00 00 00 40 00 00";

    private final GuestMap map;
    private final Path log;

    GuestCrowd(GuestMap map, Path log) {
        this.map = map;
        this.log = log;
    }

    /** Plays all of it. */
    void check(GuestChecks checks) throws IOException {
        checks.check("1,000 hosts are registered", () -> gather(0, SOME));
        checks.check("beside 1,000 a path that is away is helped", this::helped);
        checks.check("1,500 hosts are registered", () -> gather(SOME, MANY));
        checks.check("beside 1,500 the map is registered and holds", this::holds);
        checks.check("beside 1,500 a path goes and is back", this::pathAway);
        checks.check("beside 1,500 the key changes while a path is away", this::keyChanges);
        checks.check("beside 1,500 it unregisters, and nobody else does", this::unregisters);
        checks.check("1,500 are cleared", this::cleared);
    }

    /** The other host registers these for itself (SPEC_I_PT), time after time. */
    private void gather(int from, int to) throws IOException {
        if (from == 0) {
            map.activePaths(2);
            map.empty();
            GuestCommand.run("modprobe", "iscsi_target_mod").succeeded();
            Files.createDirectories(PORT.resolve("lun/lun_0"));
            Files.createSymbolicLink(PORT.resolve("lun/lun_0/unit"), UNIT);
            // Hosts that were never there have no session.
            Files.writeString(UNIT.resolve("attrib/enforce_pr_isids"), "0");
        }
        List<TransportId> ports = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String name = String.format("iqn.2026-01.a:%04d", i);
            Path unit = PORT.resolve("acls").resolve(name).resolve("lun_0");
            Files.createDirectories(unit);
            Files.createSymbolicLink(unit.resolve("unit"), PORT.resolve("lun/lun_0"));
            ports.add(new TransportId.IscsiName(name));
        }
        for (int i = 0; i < ports.size(); i += AT_ONCE) {
            List<TransportId> some = ports.subList(i, Math.min(i + AT_ONCE, ports.size()));
            map.stranger(
                    new PrOutCommand.Register(ReservationKey.ZERO, C, RegisterOptions.NONE.withTransportIds(some)),
                    GOOD);
            map.stranger(new PrOutCommand.Register(C, ReservationKey.ZERO), GOOD);
        }
        registered(to, C);
    }

    /** The helper has to know its own registrations for that. */
    private void helped() throws IOException {
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        registered(2, A);
        map.multipathdHas(Optional.of(A), false);
        map.send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        // The first path is the one that holds.
        away("A", () -> {
            map.send(new PrOutCommand.Reserve(A, TYPE), GOOD);
            map.send(new PrOutCommand.Release(A, TYPE), GOOD);
            map.held("released", Optional.empty());
        });
        registered(2, A);
        map.send(new PrOutCommand.Register(A, ReservationKey.ZERO), GOOD);
        registered(0, A);
        registered(SOME, C);
    }

    private void holds() throws IOException {
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        registered(2, A);
        expect("places before the map's keys", true, keys().indexOf(A) >= KEYS_OF_MULTIPATHD);
        // Were it told, the later version would look for the key, not find it, and unregister the paths.
        expect("told", true, List.of(List.of("0"), List.of("unset")).contains(map.multipathd("getprstatus")));
        expect("a warning", true, Files.readString(log).contains("more than 1,023 keys are registered"));
        map.send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        map.held("beside 1,500", Optional.of(A));
        map.writes("beside 1,500");
        map.send(new PrOutCommand.Release(A, TYPE), GOOD);
        map.held("released beside 1,500", Optional.empty());
        registered(2, A);
    }

    private void pathAway() throws IOException {
        for (String path : List.of("A", "B")) {
            away(path, () -> map.send(new PrOutCommand.Reserve(A, TYPE), GOOD));
            registered(2, A);
            map.writes(path + " is back");
            map.held(path + " is back", Optional.of(A));
            map.send(new PrOutCommand.Release(A, TYPE), GOOD);
            map.held(path + " is back and released", Optional.empty());
        }
    }

    /** The path has the old key when it is back. */
    private void keyChanges() throws IOException {
        away("A", () -> {
            map.send(new PrOutCommand.Register(A, B), GOOD);
            registered(1, A);
            registered(1, B);
        });
        registered(2, B);
        registered(0, A);
        map.writes("with another key");
    }

    private void unregisters() throws IOException {
        map.send(new PrOutCommand.Register(B, ReservationKey.ZERO), GOOD);
        registered(0, B);
        registered(MANY, C);
    }

    private void cleared() throws IOException {
        map.empty();
        registered(0, C);
    }

    private interface Deed {
        void run() throws IOException;
    }

    /** What is done while a path is known to be away. */
    private void away(String path, Deed deed) throws IOException {
        GuestMap.path("path-fail", path);
        try {
            map.activePaths(1);
            deed.run();
        } finally {
            GuestMap.path("path-restore", path);
        }
        map.activePaths(2);
    }

    private void registered(int count, ReservationKey key) {
        GuestHelper.await(
                () -> "%d of %s, not %d".formatted(count, key, Collections.frequency(keys(), key)),
                () -> Collections.frequency(keys(), key) == count);
    }

    /** In the target's order; read without the helper, whose clients are told of 1,023. */
    private List<ReservationKey> keys() {
        try {
            GuestCommand.run(READ_KEYS.split(" ")).succeeded();
            ReadKeysData data = ReadKeysData.decode(Files.readAllBytes(KEYS));
            GuestChecks.expect("all keys came", true, data.isWhole());
            return data.keys();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
