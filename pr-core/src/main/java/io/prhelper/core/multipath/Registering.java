// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * REGISTER and REGISTER AND IGNORE EXISTING KEY with a new key.
 *
 * <p>multipathd has the key before any path does, so that a path which returns meanwhile gets it, and is told that the map is registered after
 * the device knows: 0.15 looks there, and takes the mark back. A map is registered on all paths that can be used, or on none.
 */
final class Registering extends Action {
    private static final int KEYS_OF_MULTIPATHD = 1023;

    private final PrOutCommand command;
    private final RegisterOptions options;
    private final ReservationKey key;

    /** The key that multipathd had before. */
    private Optional<ReservationKey> before = Optional.empty();

    Registering(
            MapMemory memory,
            List<MapPath> paths,
            ScsiExchange received,
            PrOutCommand command,
            RegisterOptions options) {
        super(memory, paths, received);
        this.command = command;
        this.options = options;
        key = command.serviceActionKey();
    }

    @Override
    Step begin() {
        return tell(Word.Plain.GET_KEY, told -> switch (told) {
            case Told.Silent silent -> refused(describe(silent) + ", and a path that returns would get no key");
            case Told.Answered answered ->
                answered.isOfKnownMap() ? setKey(answered.key()) : refused(whyNoKey(answered));
        });
    }

    private Step setKey(Optional<ReservationKey> there) {
        before = there;
        return before.equals(Optional.of(key)) && !options.aptpl()
                ? register()
                : tell(new Word.SetKey(key, options.aptpl()), set -> set.isOk() ? register() : notTaken(set));
    }

    /** A key that is written in multipath.conf stays what it is; and multipathd writes those that it takes into a file. */
    private Step notTaken(Told said) {
        if (before.equals(Optional.of(key))) {
            return register();
        }
        boolean unset = said instanceof Told.Answered(String text) && text.equals("fail");
        return refused("multipathd does not take the key (" + describe(said) + ")"
                + (unset
                        ? "; multipath.conf needs the line \"reservation_key file\" in its defaults section,"
                                + " and multipathd a prkeys file that it can write"
                        : ""));
    }

    private static Step refused(String why) {
        return say("not registered: " + why, end(Sense.COMMUNICATION_FAILURE));
    }

    private Step register() {
        if (options.specIPt()) {
            // The ports that it names can be registered once only.
            return askInTurn(
                    paths,
                    receivedCommand(),
                    PathAnswer::isAnswered,
                    first -> first.any(PathAnswer::isGood)
                            ? askAll(
                                    without(paths, first.good().getFirst()),
                                    command(registerPath()),
                                    rest -> registered(joined(first, rest)))
                            : registered(first));
        }
        return askAll(options.allTgPt() ? onePerHost() : paths, receivedCommand(), this::registered);
    }

    private PrOutCommand registerPath() {
        RegisterOptions own = new RegisterOptions(options.aptpl(), options.allTgPt(), false, List.of());
        return command instanceof PrOutCommand.Register
                ? new PrOutCommand.Register(command.key(), key, own)
                : new PrOutCommand.RegisterAndIgnoreExistingKey(ReservationKey.ZERO, key, own);
    }

    private static Answers joined(Answers first, Answers rest) {
        List<Answers.Answer> all = new ArrayList<>(first.all());
        all.removeIf(one -> !one.answer().isGood());
        all.addAll(rest.all());
        return new Answers(all);
    }

    /** With ALL_TG_PT a port registers with all ports of the target: a second path of it would find itself registered. */
    private List<MapPath> onePerHost() {
        Map<Integer, MapPath> first = new LinkedHashMap<>();
        for (MapPath path : paths) {
            first.putIfAbsent(path.host(), path);
        }
        return List.copyOf(first.values());
    }

    private Step registered(Answers answers) {
        List<MapPath> good = answers.good();
        List<MapPath> conflicts = answers.paths(PathAnswer::isConflict);
        boolean failed = answers.any(PathAnswer::isFailure);
        if (good.isEmpty() || failed) {
            return takeBack(good, failed ? answers.refusal() : answers.deciding());
        }
        if (conflicts.isEmpty()) {
            return onDisk(good);
        }
        // The map as a whole has its key: those had lost it.
        return askAll(conflicts, command(registerAnyway(key)), again -> {
            List<MapPath> now = new ArrayList<>(good);
            now.addAll(again.good());
            return again.any(PathAnswer::isRefusal) ? takeBack(now, again.refusal()) : onDisk(now);
        });
    }

    /** I/O through a path that stayed without the key would fail later. */
    private Step takeBack(List<MapPath> good, PathAnswer answer) {
        ReservationKey old =
                command instanceof PrOutCommand.Register ? command.key() : before.orElse(ReservationKey.ZERO);
        Word keyBack = before.isPresent() ? new Word.SetKey(before.get(), memory.aptpl()) : Word.Plain.UNSET_KEY;
        return askAll(
                good,
                command(new PrOutCommand.Register(key, old)),
                _ -> before.equals(Optional.of(key)) ? end(answer) : tell(keyBack, _ -> end(answer)));
    }

    private Step onDisk(List<MapPath> good) {
        memory.registered(key, options.aptpl());
        memory.only(good);
        return readFullStatus(good, status -> {
            memory.learn(status, good);
            return status.registrations().stream()
                    .filter(registration ->
                            memory.isOwn(registration) && !registration.key().equals(key))
                    .map(Registration::key)
                    .findFirst()
                    .filter(old -> status.isOnlyOurs(memory, old))
                    .map(old -> replace(old, status, good))
                    .orElseGet(() -> mark(status, good));
        });
    }

    /**
     * A path that is away still has the old key, and with it perhaps the reservation: it is taken over now, else the guest would read the old
     * key where it was told of the new one. The path gets the new key when it returns.
     */
    private Step replace(ReservationKey old, FullStatus status, List<MapPath> good) {
        return askInTurn(
                good,
                command(preempt(key, old, status.held())),
                PathAnswer::isGood,
                answers -> answers.any(PathAnswer::isGood)
                        ? mark(status, good)
                        : say("a path that is away keeps the key " + old, mark(status, good)));
    }

    /** multipathd reads 8 KiB of keys. If the map's is none of those, 0.15 unregisters all paths. */
    private Step mark(FullStatus status, List<MapPath> good) {
        return status.whole()
                ? mark(status.registrations().stream().map(Registration::key).toList(), 0, good.size())
                : readKeys(good, data -> mark(data.keys(), data.missingKeys().orElse(0), good.size()));
    }

    /**
     * Marks the map as registered.
     *
     * @param missing keys that are registered besides these
     * @param registered paths that have just been registered, at least one
     */
    private Step mark(List<ReservationKey> keys, long missing, int registered) {
        if (keys.size() + missing <= KEYS_OF_MULTIPATHD) {
            memory.unattended(0);
            return mark();
        }
        unattended(keys, registered);
        return say(
                "more than 1,023 keys are registered: a path that returns gets its own from the helper only", good());
    }

    private Step mark() {
        return tell(
                Word.Plain.SET_STATUS,
                told -> told.isOk()
                        ? good()
                        : say("a path that returns will not be registered: " + describe(told), good()));
    }
}
