// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the service actions have in common: asking paths at once or in turn, and telling multipathd. */
abstract class Action {
    /** A path has one unit attention for each thing that happened to it; registering on another path is one. */
    private static final int ATTENTIONS = 5;

    private static final List<Word> FORGET =
            List.of(Word.Plain.UNSET_STATUS, Word.Plain.UNSET_KEY, Word.Plain.UNSET_HOLD);

    final MapMemory memory;
    final List<MapPath> paths;
    final ScsiExchange received;

    Action(MapMemory memory, List<MapPath> paths, ScsiExchange received) {
        this.memory = memory;
        this.paths = paths;
        this.received = received;
    }

    /** The first step. */
    abstract Step begin();

    static Step end(PathAnswer answer) {
        return new Step.End(answer);
    }

    static Step end(Sense sense) {
        return end(PathAnswer.of(sense, PathAnswer.Reach.ANSWERED));
    }

    static Step good() {
        return end(PathAnswer.of(ScsiStatus.GOOD));
    }

    static Step say(String sentence, Step then) {
        return new Step.Say(sentence, () -> then);
    }

    static Step tell(Word word, Function<Told, Step> then) {
        return new Step.Tell(word, then);
    }

    /** Tells, whatever comes of it: what gives up rights goes on without multipathd. */
    static Step tellAll(List<Word> words, Function<List<Told>, Step> then) {
        return tellFrom(words, List.of(), then);
    }

    private static Step tellFrom(List<Word> words, List<Told> said, Function<List<Told>, Step> then) {
        if (said.size() == words.size()) {
            return then.apply(said);
        }
        return tell(words.get(said.size()), told -> {
            List<Told> more = new ArrayList<>(said);
            more.add(told);
            return tellFrom(words, more, then);
        });
    }

    static Function<MapPath, Question> command(PrCommand command) {
        return path -> Question.of(path, command);
    }

    /** The guest's command, as it came. */
    Function<MapPath, Question> receivedCommand() {
        return path -> Question.of(path, received);
    }

    /** All of these paths at once; a path with a unit attention is asked again. */
    Step askAll(List<MapPath> whom, Function<MapPath, Question> what, Function<Answers, Step> then) {
        if (whom.isEmpty()) {
            return then.apply(Answers.NONE);
        }
        return askAgain(whom, what, new PathAnswer[whom.size()], 0, then);
    }

    private Step askAgain(
            List<MapPath> whom,
            Function<MapPath, Question> what,
            PathAnswer[] so,
            int times,
            Function<Answers, Step> then) {
        List<Integer> open = new ArrayList<>();
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < so.length; i++) {
            if (so[i] == null || so[i].isUnitAttention()) {
                open.add(i);
                questions.add(what.apply(whom.get(i)));
            }
        }
        if (open.isEmpty() || times > ATTENTIONS) {
            Answers answers = Answers.NONE;
            for (int i = 0; i < so.length; i++) {
                answers = answers.plus(whom.get(i), so[i]);
            }
            memory.without(answers.paths(answer -> answer.reach() != PathAnswer.Reach.ANSWERED));
            return then.apply(answers);
        }
        return new Step.Ask(questions, came -> {
            PathAnswer[] now = so.clone();
            for (int i = 0; i < came.size(); i++) {
                now[open.get(i)] = came.get(i);
            }
            return askAgain(whom, what, now, times + 1, then);
        });
    }

    /** One path after the other, until an answer is like that. */
    Step askInTurn(
            List<MapPath> whom,
            Function<MapPath, Question> what,
            Predicate<PathAnswer> enough,
            Function<Answers, Step> then) {
        return askFrom(whom, what, enough, Answers.NONE, then);
    }

    private Step askFrom(
            List<MapPath> whom,
            Function<MapPath, Question> what,
            Predicate<PathAnswer> enough,
            Answers before,
            Function<Answers, Step> then) {
        int next = before.all().size();
        if (next == whom.size()) {
            return then.apply(before);
        }
        return askAll(List.of(whom.get(next)), what, one -> {
            PathAnswer answer = one.all().getFirst().answer();
            Answers now = before.plus(whom.get(next), answer);
            return enough.test(answer) ? then.apply(now) : askFrom(whom, what, enough, now, then);
        });
    }

    /** Reads who is registered, on the first of these paths that tells; those are rarely so many that it takes a second question. */
    Step readFullStatus(List<MapPath> whom, Function<FullStatus, Step> then) {
        return readFullStatus(
                whom,
                Question.SOME,
                (some, path) -> some.whole() || path.isEmpty()
                        ? then.apply(some)
                        : readFullStatus(
                                path, Question.MOST, (all, still) -> then.apply(still.isEmpty() ? some : all)));
    }

    /**
     * Reads as much of it.
     *
     * @param then takes the path that told as well, or none
     */
    private Step readFullStatus(
            List<MapPath> whom, int allocationLength, BiFunction<FullStatus, List<MapPath>, Step> then) {
        PrQuery<ReadFullStatusData> query = PrQuery.READ_FULL_STATUS.withAllocationLength(allocationLength);
        return askInTurn(
                whom,
                command(query.command()),
                PathAnswer::isAnswered,
                answers -> then.apply(FullStatus.of(answers.deciding(), query), answers.good()));
    }

    /** Reads all keys, on the first of these paths that tells; if none does, none came and nobody knows how many are missing. */
    Step readKeys(List<MapPath> whom, Function<ReadKeysData, Step> then) {
        return read(whom, PrQuery.READ_KEYS.withAllocationLength(Question.MOST), then);
    }

    private <T extends PrInData> Step read(List<MapPath> whom, PrQuery<T> query, Function<T, Step> then) {
        return askInTurn(whom, command(query.command()), PathAnswer::isAnswered, answers -> {
            PathAnswer answer = answers.deciding();
            return then.apply(query.decode(answer.isGood() ? answer.dataIn() : new byte[0]));
        });
    }

    /**
     * Nobody but the helper looks after the map's registrations.
     *
     * @param registered paths that have just been registered: one that was taken before the keys were read is missed all the same
     */
    void unattended(List<ReservationKey> keys, int registered) {
        memory.unattended(Math.max(registered, Collections.frequency(keys, memory.key())));
    }

    /** Reads the reservation, on the first of these paths that tells; unknown, if none does. */
    Step readReservation(List<MapPath> whom, Function<ReadReservationData, Step> then) {
        return read(whom, PrQuery.READ_RESERVATION.withAllocationLength(Question.SOME), then);
    }

    /** The paths but that one. */
    static List<MapPath> without(List<MapPath> some, MapPath one) {
        return some.stream().filter(path -> !path.equals(one)).toList();
    }

    /** A registration that keeps APTPL as the guest asked for it. */
    PrOutCommand registerAnyway(ReservationKey key) {
        return new PrOutCommand.RegisterAndIgnoreExistingKey(ReservationKey.ZERO, key, kept());
    }

    /** Changes nothing, and conflicts where the path has lost that key. */
    PrOutCommand registerAgain(ReservationKey key) {
        return new PrOutCommand.Register(key, key, kept());
    }

    private RegisterOptions kept() {
        return memory.aptpl() ? RegisterOptions.NONE.withAptpl() : RegisterOptions.NONE;
    }

    /**
     * A PREEMPT of a key, for the reservation that is held; where none is, its type is not looked at (SPC-5, 5.14.11.4.4).
     *
     * @param held scope and type of the reservation
     */
    static PrOutCommand preempt(ReservationKey key, ReservationKey victim, ScopeAndType held) {
        ScopeAndType type = held.equals(ScopeAndType.NONE) ? ScopeAndType.of(ReservationType.WRITE_EXCLUSIVE) : held;
        return new PrOutCommand.Preempt(key, victim, type);
    }

    /**
     * Gives the other paths back the key that a PREEMPT with it took from them. Whoever fenced this map meanwhile did so through the one
     * path that had it: if it has lost it, the others lose it again.
     */
    Step restore(MapPath kept, ReservationKey key, Step then) {
        return registerOthers(without(paths, kept), kept, key, good -> {
            List<MapPath> registered = new ArrayList<>(good);
            registered.add(kept);
            memory.only(registered);
            return then;
        });
    }

    /** Registers paths of a map that is registered on another; hands over those that are, none if the map was fenced meanwhile. */
    Step registerOthers(List<MapPath> others, MapPath kept, ReservationKey key, Function<List<MapPath>, Step> then) {
        return askAll(
                others,
                command(registerAnyway(key)),
                answers -> askAll(
                        List.of(kept),
                        command(registerAgain(key)),
                        check -> check.any(PathAnswer::isConflict)
                                ? say(
                                        "was fenced while its paths were being registered: none of them is",
                                        askAll(
                                                others,
                                                command(new PrOutCommand.Register(key, ReservationKey.ZERO)),
                                                _ -> then.apply(List.of())))
                                : then.apply(answers.good())));
    }

    /** The map is not registered any more; multipathd is told. */
    Step forgotten(Step then) {
        memory.forget();
        return tellAll(FORGET, _ -> then);
    }

    /** I/O waits from now on, so that no path refuses it. Without multipathd it does not, and the log says so. */
    static Step suspended(Step then) {
        return tell(
                Word.Plain.SUSPEND,
                told -> told.isOk()
                        ? then
                        : say("could not be suspended (" + describe(told) + "): I/O may fail with a conflict", then));
    }

    static Step resumed(Step then) {
        return tell(
                Word.Plain.RESUME,
                told -> told.isOk() ? then : say("could not be resumed (" + describe(told) + ")", then));
    }

    static String describe(Told told) {
        return switch (told) {
            case Told.Answered answered ->
                "multipathd says \"" + answered.text() + "\""
                        + (answered.isDenied() ? ": the helper has to run as user 0" : "");
            case Told.Silent(String reason) -> reason;
        };
    }

    /** Why {@link Word.Plain#GET_KEY} was answered with neither a key nor {@code none}. */
    static String whyNoKey(Told.Answered answered) {
        return answered.isFailure() && !answered.isDenied()
                ? "multipathd does not know the map (" + describe(answered)
                        + "); \"multipathd show maps\" lists those that it knows, \"multipathd reconfigure\" has it look again,"
                        + " and no blacklist in multipath.conf may name the map's paths"
                : describe(answered);
    }
}
