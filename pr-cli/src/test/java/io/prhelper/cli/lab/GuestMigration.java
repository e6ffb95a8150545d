// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static io.prhelper.cli.lab.GuestChecks.expect;
import static io.prhelper.cli.lab.GuestMap.GOOD;

import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A virtual machine that holds a reservation moves from a host with a multipath map to one with a plain disk, and back, with the newest
 * QEMU, which takes the reservation along.
 */
public final class GuestMigration {
    static final String CHECKS = "migration";

    private static final ReservationKey KEY = new ReservationKey(0xbeef);

    private static final String SCRIPT = """
            disk=/dev/sda
            # A unit attention may come first.
            persist() { sg_persist -n "$@" $disk || sg_persist -n "$@" $disk; }
            writes() {
                good=0
                for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
                    dd if=/dev/zero of=$disk bs=4096 count=1 oflag=direct conv=notrunc 2>/dev/null && good=$((good + 1))
                done
                echo "$good of 16 writes $1"
            }
            persist -o --register-ignore --param-sark=0xbeef
            persist -o --reserve --param-rk=0xbeef --prout-type=5
            persist -i --read-reservation
            writes "at first"
            read -r line
            persist -i --read-reservation
            persist -o --reserve --param-rk=0xbeef --prout-type=5 && echo "still mine"
            writes "elsewhere"
            read -r line
            persist -o --reserve --param-rk=0xbeef --prout-type=5 && echo "mine again"
            writes "at home"
            persist -o --release --param-rk=0xbeef --prout-type=5
            persist -o --register --param-rk=0xbeef --param-sark=0 && echo "given up"
            """;

    private final GuestMap map;
    private final Path here;
    private final Path there;
    private final Path folder;

    private GuestMigration(GuestMap map, Path here, Path there, Path folder) {
        this.map = map;
        this.here = here;
        this.there = there;
        this.folder = folder;
    }

    /**
     * Runs in the lab.
     *
     * @param arguments the reference's program, our program, and the folder for the results
     */
    public static void main(String[] arguments) throws IOException {
        try (GuestHelper helper = GuestHelper.start(arguments[1], Path.of("/run/here.sock"), "--multipath=on");
                GuestHelper other = GuestHelper.start(arguments[1], Path.of("/run/there.sock"), "--multipath=off");
                GuestMap map = new GuestMap(helper.socket());
                GuestChecks checks = GuestChecks.in(Path.of(arguments[2], CHECKS))) {
            GuestMigration migration =
                    new GuestMigration(map, helper.socket(), other.socket(), Files.createTempDirectory("machines"));
            checks.check("a machine moves from a map to a disk and back", migration::moves);
            checks.check("the helper ends with status 0", () -> expect("status", 0, helper.end()));
            checks.check("the other one ends with status 0", () -> expect("status", 0, other.end()));
        }
    }

    private void moves() throws IOException {
        String mapped = GuestMap.variable("PR_LAB_MAP");
        String disk = GuestMap.variable("PR_LAB_DISK_C");
        try (GuestMachine source = GuestMachine.boot("source", folder, here, mapped, SCRIPT)) {
            source.says("16 of 16 writes at first");
            map.registered("by the machine", KEY, KEY);
            map.held("by the machine", Optional.of(KEY));
            map.multipathdHas(Optional.of(KEY), true);
            try (GuestMachine away = GuestMachine.expect("away", folder, there, disk, SCRIPT)) {
                source.moveTo(away);
                map.registered("moved away", KEY);
                cleanUp();
                away.type("go on");
                away.says("still mine");
                away.says("16 of 16 writes elsewhere");
                try (GuestMachine home = GuestMachine.expect("home", folder, here, mapped, SCRIPT)) {
                    away.moveTo(home);
                    map.registered("back home", KEY, KEY);
                    map.held("back home", Optional.of(KEY));
                    map.multipathdHas(Optional.of(KEY), true);
                    map.pathsAgree("back home");
                    home.type("go on");
                    home.says("mine again");
                    home.says("16 of 16 writes at home");
                    home.says("given up");
                    expect("the script's status", 0, home.end());
                }
            }
        }
        map.registered("given up");
        map.multipathdHas(Optional.empty(), false);
    }

    /** What QEMU's development tree has the source's helper do at the end: a path that returns must not take part any more. */
    private void cleanUp() throws IOException {
        byte[] cdb = new byte[Wire.CDB_LENGTH];
        cdb[0] = (byte) Wire.CLEANUP;
        expect("CLEANUP", GOOD, map.send(cdb, new byte[0]).toString());
        map.multipathdHas(Optional.empty(), false);
        GuestMap.path("path-fail", "A");
        map.activePaths(1);
        GuestMap.path("path-restore", "A");
        map.activePaths(2);
        map.registered("cleaned up", KEY);
        map.held("cleaned up", Optional.of(KEY));
    }
}
