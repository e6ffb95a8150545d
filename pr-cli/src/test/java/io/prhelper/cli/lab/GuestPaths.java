// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static io.prhelper.cli.lab.GuestChecks.expect;
import static io.prhelper.cli.lab.GuestMap.A;
import static io.prhelper.cli.lab.GuestMap.B;
import static io.prhelper.cli.lab.GuestMap.C;
import static io.prhelper.cli.lab.GuestMap.GOOD;
import static io.prhelper.cli.lab.GuestMap.TYPE;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.Sense;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Every action while a path is away, and then the path is back: each action, each path, each way to go. What the guest was told is what every
 * path has in the end, what multipathd and mpathpersist say, and another host has kept what it had.
 */
final class GuestPaths {
    /** Beside what takes the map's own registrations for a moment; else a few will do. */
    private static final int MANY_WRITES = 1000;

    private static final int WRITES = 100;

    /**
     * What the guest does, from which state, and what then is so.
     *
     * @param key with which the map is registered then
     * @param holds the map then
     * @param endsStranger the other host is not registered any more
     */
    private record Action(
            String name,
            boolean registered,
            boolean reserved,
            PrOutCommand command,
            Optional<ReservationKey> key,
            boolean holds,
            boolean endsStranger) {

        boolean isAgainstHolder() {
            return endsStranger && holds;
        }

        /** It needs a PREEMPT of the own key: by itself, or where the holder is away. */
        boolean isAgainstItself() {
            return command instanceof PrOutCommand.Release
                    || command.serviceActionKey().equals(command.key());
        }
    }

    private static final Optional<ReservationKey> NONE = Optional.empty();

    private static final List<Action> ACTIONS = List.of(
            new Action(
                    "register",
                    false,
                    false,
                    new PrOutCommand.Register(ReservationKey.ZERO, A),
                    Optional.of(A),
                    false,
                    false),
            new Action("reserve", true, false, new PrOutCommand.Reserve(A, TYPE), Optional.of(A), true, false),
            new Action("reserve again", true, true, new PrOutCommand.Reserve(A, TYPE), Optional.of(A), true, false),
            new Action("release", true, true, new PrOutCommand.Release(A, TYPE), Optional.of(A), false, false),
            new Action("change the key", true, true, new PrOutCommand.Register(A, B), Optional.of(B), true, false),
            new Action("unregister", true, true, new PrOutCommand.Register(A, ReservationKey.ZERO), NONE, false, false),
            new Action("preempt", true, false, new PrOutCommand.Preempt(A, C, TYPE), Optional.of(A), true, true),
            new Action("preempt itself", true, true, new PrOutCommand.Preempt(A, A, TYPE), Optional.of(A), true, false),
            new Action("clear", true, true, new PrOutCommand.Clear(A), NONE, false, true));

    /** How a path goes. */
    private enum Away {
        /** Nobody has noticed yet. */
        JUST_GONE("just gone", "path-fail", "path-restore"),
        /** multipathd has noticed. */
        KNOWN("known to be away", "path-fail", "path-restore"),
        /** Its disk is no part of the map any more. */
        REMOVED("removed", "path-remove", "path-add");

        final String words;
        final String go;
        final String back;

        Away(String words, String go, String back) {
            this.words = words;
            this.go = go;
            this.back = back;
        }
    }

    private final GuestMap map;

    GuestPaths(GuestMap map) {
        this.map = map;
    }

    /** Plays what {@link LabRun#CASES} asks for: all of it, or that half which the other version of multipathd does not get. */
    void check(GuestChecks checks) throws IOException {
        boolean all = "all".equals(System.getenv(LabRun.CASES));
        int turn = "sid".equals(GuestMap.variable("PR_LAB_MULTIPATH")) ? 1 : 0;
        for (Away away : Away.values()) {
            for (Action action : ACTIONS) {
                // The first path is the one that holds.
                for (String path : List.of("A", "B")) {
                    turn++;
                    if (all || turn % 2 == 0) {
                        String name = action.name() + ", path " + path + " " + away.words;
                        checks.check(name, () -> play(name, action, path, away));
                    }
                }
                // The next action has the other path.
                turn++;
            }
        }
    }

    private void play(String name, Action action, String path, Away away) throws IOException {
        begin(action);
        boolean stays = action.registered() && action.key().isPresent();
        int writes = action.isAgainstItself() ? MANY_WRITES : WRITES;
        Process writer = stays ? map.write(writes) : null;
        GuestMap.path(away.go, path);
        try {
            if (away != Away.JUST_GONE) {
                map.activePaths(1);
            }
            map.send(action.command(), GOOD);
            map.held(name, action.holds() ? action.key() : Optional.empty());
            if (writer != null) {
                expect(writes + " writes beside it", 0, writer.onExit().join().exitValue());
            }
        } finally {
            GuestMap.path(away.back, path);
        }
        long back = System.nanoTime();
        map.registered(name + ", and it is back", registrations(action));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back);
        System.out.println(name + ": as told " + millis + " ms after the path is back");
        map.activePaths(2);
        end(name, action, away);
    }

    private void begin(Action action) throws IOException {
        map.activePaths(2);
        map.empty();
        map.stranger(new PrOutCommand.RegisterAndIgnoreExistingKey(C), GOOD);
        if (action.registered()) {
            map.send(new PrOutCommand.Register(ReservationKey.ZERO, A), GOOD);
            map.registered("registered", A, A, C);
        }
        if (action.isAgainstHolder()) {
            map.stranger(new PrOutCommand.Reserve(C, TYPE), GOOD);
        }
        if (action.reserved()) {
            map.send(new PrOutCommand.Reserve(A, TYPE), GOOD);
        }
        map.strangersAttentions();
    }

    private static ReservationKey[] registrations(Action action) {
        List<ReservationKey> keys = new ArrayList<>();
        action.key().ifPresent(key -> keys.addAll(List.of(key, key)));
        if (!action.endsStranger()) {
            keys.add(C);
        }
        return keys.toArray(ReservationKey[]::new);
    }

    private void end(String name, Action action, Away away) throws IOException {
        Optional<ReservationKey> holder = action.holds() ? action.key() : Optional.empty();
        map.held(name + ", in the end", holder);
        map.pathsAgree(name);
        if (away == Away.JUST_GONE) {
            // It takes seconds, and the ends are the same.
            map.toolsAgree(name, holder);
        }
        map.multipathdHas(action.key(), action.holds());
        if (action.holds()) {
            map.writes(name + ", in the end");
        }
        List<Sense> attentions = map.strangersAttentions();
        if (!action.endsStranger()) {
            // It is told of a release, which concerns it, but not that its own was taken.
            expect(
                    "told to the other host " + attentions,
                    true,
                    attentions.stream()
                            .noneMatch(
                                    sense -> Arrays.asList(Sense.RESERVATIONS_PREEMPTED, Sense.REGISTRATIONS_PREEMPTED)
                                            .contains(sense)));
        }
    }
}
