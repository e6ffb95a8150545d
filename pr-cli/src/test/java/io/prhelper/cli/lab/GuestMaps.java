// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static io.prhelper.cli.lab.GuestChecks.expect;
import static io.prhelper.cli.lab.GuestMap.A;
import static io.prhelper.cli.lab.GuestMap.B;
import static io.prhelper.cli.lab.GuestMap.C;
import static io.prhelper.cli.lab.GuestMap.CONFLICT;
import static io.prhelper.cli.lab.GuestMap.GOOD;
import static io.prhelper.cli.lab.GuestMap.TYPE;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A guest on a multipath map beside another host: what a single disk would tell it, whichever path is asked. */
public final class GuestMaps {
    static final String CHECKS = "maps";

    /** What a device says to who is not registered. */
    private static final String NOT_REGISTERED = "CHECK CONDITION 02/08/00";

    private static final Duration SLOW = Duration.ofSeconds(1);

    private final GuestMap map;
    private final Path log;

    private GuestMaps(GuestMap map, Path log) {
        this.map = map;
        this.log = log;
    }

    /**
     * Runs in the lab.
     *
     * @param arguments the reference's program, our program, and the folder for the results
     */
    public static void main(String[] arguments) throws IOException {
        Path log = Path.of(arguments[2], "helper.log");
        try (GuestHelper helper = GuestHelper.start(
                        arguments[1],
                        Path.of("/run/maps.sock"),
                        ProcessBuilder.Redirect.to(log.toFile()),
                        "--multipath=on");
                GuestMap map = new GuestMap(helper.socket());
                GuestChecks checks = GuestChecks.in(Path.of(arguments[2], CHECKS))) {
            GuestMaps maps = new GuestMaps(map, log);
            checks.check("not registered", maps::notRegistered);
            checks.check("registered and not, with the right and the wrong keys", maps::registrations);
            for (ReservationType type : ReservationType.values()) {
                checks.check("held with " + type, () -> maps.holds(type));
            }
            checks.check("held by another host", maps::heldByAnother);
            checks.check("another host has the same key", maps::sameKey);
            checks.check("preempts", maps::preempts);
            checks.check("what is read", maps::read);
            checks.check("what is refused", maps::refused);
            new GuestPaths(map).check(checks);
            new GuestCrowd(map, log).check(checks);
            checks.check("killed while the map is suspended", () -> maps.killed(arguments[1]));
            checks.check("renamed between two requests", maps::renamed);
            checks.check("removed and made anew between two requests", maps::remade);
            checks.check("unknown to multipathd", maps::unknown);
            checks.check("without any path", maps::withoutPaths);
            checks.check("no map is suspended", () -> expect("suspended", "0", map.sysfs("dm/suspended")));
            checks.check("without multipathd", maps::withoutMultipathd);
            checks.check("the helper ends with status 0", () -> expect("status", 0, helper.end()));
        }
    }

    private void notRegistered() throws IOException {
        map.empty();
        map.send(new PrOutCommand.Reserve(A, TYPE), NOT_REGISTERED);
        map.send(new PrOutCommand.Release(A, TYPE), NOT_REGISTERED);
        map.send(new PrOutCommand.Clear(A), NOT_REGISTERED);
        map.send(new PrOutCommand.Preempt(A, C, TYPE), CONFLICT);
        map.send(new PrOutCommand.Register(A, B), CONFLICT);
        map.multipathdHas(Optional.empty(), false);
        map.send(new PrOutCommand.Register(A, ReservationKey.ZERO), CONFLICT);
        map.registered("never registered");
    }

    private void registrations() throws IOException {
        map.empty();
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        map.registered("registered", A, A);
        map.pathsAgree("registered");
        map.toolsAgree("registered", Optional.empty());
        map.multipathdHas(Optional.of(A), false);
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, B), CONFLICT);
        map.send(new PrOutCommand.Register(B, C), CONFLICT);
        map.send(new PrOutCommand.Reserve(B, TYPE), CONFLICT);
        map.send(new PrOutCommand.Clear(B), CONFLICT);
        map.multipathdHas(Optional.of(A), false);
        map.send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        map.send(new PrOutCommand.Reserve(A, ReservationType.EXCLUSIVE_ACCESS), CONFLICT);
        map.send(new PrOutCommand.Release(B, TYPE), CONFLICT);
        map.send(new PrOutCommand.Register(A, B), GOOD);
        map.registered("with another key", B, B);
        map.held("with another key", Optional.of(B));
        map.pathsAgree("with another key");
        map.toolsAgree("with another key", Optional.of(B));
        map.multipathdHas(Optional.of(B), true);
        map.send(new PrOutCommand.RegisterAndIgnoreExistingKey(A), GOOD);
        map.held("with the first key again", Optional.of(A));
        map.send(new PrOutCommand.Register(A, ReservationKey.ZERO), GOOD);
        map.registered("unregistered");
        map.held("unregistered", Optional.empty());
        map.multipathdHas(Optional.empty(), false);
        map.send(new PrOutCommand.RegisterAndIgnoreExistingKey(A), GOOD);
        map.send(new PrOutCommand.Clear(A), GOOD);
        map.registered("cleared");
        map.multipathdHas(Optional.empty(), false);
    }

    private void holds(ReservationType type) throws IOException {
        boolean onePath = type == ReservationType.WRITE_EXCLUSIVE || type == ReservationType.EXCLUSIVE_ACCESS;
        boolean all = type == ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS
                || type == ReservationType.EXCLUSIVE_ACCESS_ALL_REGISTRANTS;
        map.empty();
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        map.send(new PrOutCommand.Reserve(A, type), GOOD);
        map.send(new PrOutCommand.Reserve(A, type), GOOD);
        // All registrants hold: none of them is named (SPC-5, 6.16.3).
        map.held("with " + type, Optional.of(all ? ReservationKey.ZERO : A));
        String warning = "is reserved with type " + type.code();
        expect("a warning", onePath, Files.readString(log).contains(warning));
        if (!onePath) {
            map.writes("with " + type);
        }
        ReservationType other = onePath ? TYPE : ReservationType.EXCLUSIVE_ACCESS;
        map.send(new PrOutCommand.Release(A, other), CONFLICT);
        map.send(new PrOutCommand.Release(A, type), GOOD);
        map.held("released " + type, Optional.empty());
        map.send(new PrOutCommand.Release(A, type), GOOD);
        map.writes("after " + type);
    }

    private void heldByAnother() throws IOException {
        map.empty();
        map.stranger(new PrOutCommand.RegisterAndIgnoreExistingKey(C), GOOD);
        map.stranger(new PrOutCommand.Reserve(C, TYPE), GOOD);
        map.send(new PrOutCommand.Reserve(A, TYPE), CONFLICT);
        map.send(new PrOutCommand.Release(A, TYPE), CONFLICT);
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        map.send(new PrOutCommand.Reserve(A, TYPE), CONFLICT);
        map.send(new PrOutCommand.Release(A, TYPE), GOOD);
        map.send(new PrOutCommand.Release(A, ReservationType.EXCLUSIVE_ACCESS), GOOD);
        map.held("by another host", Optional.of(C));
        map.registered("beside another host", A, A, C);
        map.pathsAgree("beside another host");
        map.toolsAgree("beside another host", Optional.of(C));
        map.writes("beside another host");
        map.send(new PrOutCommand.Register(A, ReservationKey.ZERO), GOOD);
        map.held("still", Optional.of(C));
        map.stranger(new PrOutCommand.Clear(C), GOOD);
    }

    private void sameKey() throws IOException {
        map.empty();
        map.stranger(new PrOutCommand.RegisterAndIgnoreExistingKey(A), GOOD);
        map.stranger(new PrOutCommand.Reserve(A, TYPE), GOOD);
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        map.registered("all with one key", A, A, A);
        map.send(new PrOutCommand.Release(A, TYPE), GOOD);
        map.held("by the other host", Optional.of(A));
        map.send(new PrOutCommand.Register(A, ReservationKey.ZERO), GOOD);
        map.registered("the other host is left", A);
        map.held("still by the other host", Optional.of(A));
        map.stranger(new PrOutCommand.Clear(A), GOOD);
    }

    private void preempts() throws IOException {
        map.empty();
        map.stranger(new PrOutCommand.RegisterAndIgnoreExistingKey(C), GOOD);
        map.stranger(new PrOutCommand.Reserve(C, TYPE), GOOD);
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        map.strangersAttentions();
        map.send(new PrOutCommand.Preempt(A, B, TYPE), CONFLICT);
        map.send(new PrOutCommand.Preempt(A, C, TYPE), GOOD);
        map.registered("preempted another host", A, A);
        map.held("preempted another host", Optional.of(A));
        map.multipathdHas(Optional.of(A), true);
        expect("told to the other host", List.of(Sense.REGISTRATIONS_PREEMPTED), map.strangersAttentions());
        map.send(new PrOutCommand.Preempt(A, A, TYPE), GOOD);
        map.registered("preempted itself", A, A);
        map.pathsAgree("preempted itself");
        map.toolsAgree("preempted itself", Optional.of(A));
        map.writes("after it preempted itself");
    }

    private void read() throws IOException {
        map.empty();
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        expect("bytes of READ KEYS", 24, payload(PrInAction.READ_KEYS));
        expect("bytes of READ RESERVATION", 8, payload(PrInAction.READ_RESERVATION));
        expect("bytes of REPORT CAPABILITIES", 8, payload(PrInAction.REPORT_CAPABILITIES));
        expect("READ FULL STATUS", true, payload(PrInAction.READ_FULL_STATUS) > 2 * 24);
        map.send(PrQuery.REPORT_CAPABILITIES.command(), GOOD);
    }

    private int payload(PrInAction action) throws IOException {
        return map.exchange(new PrInCommand(action, 8192).cdb(), new byte[0]).copyDataIn().length;
    }

    private void refused() throws IOException {
        map.send(
                new PrOutCommand.RegisterAndMove(A, B, false, false, 3, new TransportId.Sas(0x5001405000005002L)),
                "CHECK CONDITION 05/24/00");
        map.send(
                new PrOutCommand.Register(A, B, RegisterOptions.NONE.withTransportIds(List.of())),
                "CHECK CONDITION 05/26/00");
        map.registered("nothing was refused by halves", A, A);
        PrOutCommand register = new PrOutCommand.Register(A, B);
        byte[] cdb = register.cdb();
        cdb[8] = 23;
        expect(
                "a list of 23 bytes",
                "CHECK CONDITION 05/1A/00",
                map.send(cdb, Arrays.copyOf(register.dataOut(), 23)).toString());
        map.registered("nothing came of a short list", A, A);
    }

    /** A helper of its own, whose commands to devices take so long that it can be met between suspending and resuming. */
    private void killed(String program) throws IOException, InterruptedException {
        map.activePaths(2);
        map.empty();
        try (GuestHelper other = GuestHelper.start(program, Path.of("/run/killed.sock"), "--multipath=on");
                GuestMap same = new GuestMap(other.socket())) {
            same.send(new PrOutCommand.RegisterAndIgnoreExistingKey(A), GOOD);
            same.send(new PrOutCommand.Reserve(A, TYPE), GOOD);
            other.delayIoctls(SLOW);
            Thread killer = Thread.ofPlatform().start(() -> {
                GuestHelper.await("it is suspended", this::isSuspended);
                other.kill();
            });
            expect("answered", false, same.isAnswered(new PrOutCommand.Preempt(A, A, TYPE)));
            killer.join();
        }
        long since = System.nanoTime();
        expect("suspended when the helper is gone", true, isSuspended());
        GuestHelper.await("it is resumed", () -> !isSuspended());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        System.out.println("killed while suspended: resumed after " + millis + " ms");
        expect("resumed within 10 s, not after " + millis + " ms", true, millis < 10_000);
        map.writes("after the helper was killed");
        map.send(new PrOutCommand.RegisterAndIgnoreExistingKey(A), GOOD);
        map.registered("registered again", A, A);
    }

    private boolean isSuspended() {
        try {
            return map.sysfs("dm/suspended").equals("1");
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Suspending and resuming take the name that it has then. */
    private void renamed() throws IOException {
        map.empty();
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        String name = map.sysfs("dm/name");
        map.rename("renamed");
        map.send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        map.send(new PrOutCommand.Preempt(A, A, TYPE), GOOD);
        map.registered("renamed", A, A);
        map.rename(name);
        map.send(new PrOutCommand.Preempt(A, A, TYPE), GOOD);
        map.registered("with its first name again", A, A);
        // multipathd 0.9 takes it for another map, which is not registered: paths get the key all the same.
        GuestMap.path("path-fail", "B");
        map.activePaths(1);
        map.send(new PrOutCommand.Register(A, B), GOOD);
        GuestMap.path("path-restore", "B");
        map.activePaths(2);
        map.registered("a path is back", B, B);
        expect("not suspended", false, Files.readString(log).contains("could not be suspended"));
    }

    /** What is on the disk is the map's still, and a path that comes back gets the key. */
    private void remade() throws IOException {
        map.empty();
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        map.send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        map.remake();
        map.registered("made anew", A, A);
        map.held("made anew", Optional.of(A));
        map.writes("made anew");
        GuestMap.path("path-fail", "A");
        map.activePaths(1);
        map.send(new PrOutCommand.Register(A, B), GOOD);
        map.held("with another key", Optional.of(B));
        GuestMap.path("path-restore", "A");
        map.activePaths(2);
        map.registered("the path is back", B, B);
        map.send(new PrOutCommand.Release(B, TYPE), GOOD);
        map.held("released", Optional.empty());
    }

    /** Not registered, and the log does not say that multipath.conf lacked a line. */
    private void unknown() throws IOException {
        map.empty();
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        map.hideFromMultipathd();
        map.send(new PrOutCommand.Register(A, B), "CHECK CONDITION 0B/08/00");
        map.send(new PrOutCommand.RegisterAndIgnoreExistingKey(B), "CHECK CONDITION 0B/08/00");
        map.registered("with no other key", A, A);
        map.send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        map.held("unknown", Optional.of(A));
        map.send(new PrOutCommand.Release(A, TYPE), GOOD);
        map.send(new PrOutCommand.Register(A, ReservationKey.ZERO), GOOD);
        map.registered("unregistered");
        String said = Files.readString(log);
        expect("a warning", true, said.contains("not registered: multipathd does not know the map"));
        expect("a wrong warning", false, said.contains("reservation_key"));
        map.showToMultipathd();
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        map.registered("known again", A, A);
        map.multipathdHas(Optional.of(A), false);
    }

    private void withoutPaths() throws IOException {
        map.empty();
        map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
        GuestMap.path("path-fail", "A");
        GuestMap.path("path-fail", "B");
        map.send(PrQuery.READ_KEYS.command(), "CHECK CONDITION 04/44/00");
        map.send(new PrOutCommand.Reserve(A, TYPE), "CHECK CONDITION 04/44/00");
        map.send(new PrOutCommand.Register(A, B), "CHECK CONDITION 04/44/00");
        GuestMap.path("path-restore", "A");
        GuestMap.path("path-restore", "B");
        map.activePaths(2);
        map.registered("both paths are back", A, A);
        map.multipathdHas(Optional.of(A), false);
        map.send(new PrOutCommand.Reserve(A, TYPE), GOOD);
    }

    /** What gives up rights, and reading, goes on. */
    private void withoutMultipathd() throws IOException {
        Path pid = Path.of("/run/multipathd.pid");
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .orElseThrow()
                .destroy();
        GuestHelper.await("multipathd has ended", () -> !Files.exists(pid));
        map.send(new PrOutCommand.Register(A, B), "CHECK CONDITION 0B/08/00");
        map.registered("not without multipathd", A, A);
        map.held("still", Optional.of(A));
        map.send(new PrOutCommand.Release(A, TYPE), GOOD);
        map.held("released without multipathd", Optional.empty());
        map.send(new PrOutCommand.Register(A, ReservationKey.ZERO), GOOD);
        map.registered("unregistered without multipathd");
        expect("a warning", true, Files.readString(log).contains("not registered: multipathd: "));
    }
}
