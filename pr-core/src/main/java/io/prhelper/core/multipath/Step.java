// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is to be done next for a command to a map; all but the last say what comes after it. */
public sealed interface Step {
    /**
     * Have these commands executed, all at once, and hand over the answers in their order.
     *
     * @param questions one or more, no two for one path
     * @param then takes as many answers, and says what is next
     */
    record Ask(List<Question> questions, Function<List<PathAnswer>, Step> then) implements Step {}

    /**
     * Tell multipathd, and hand over what it says.
     *
     * @param word about the map of the command
     * @param then takes what it says, also where it says nothing, and says what is next
     */
    record Tell(Word word, Function<Told, Step> then) implements Step {}

    /**
     * Say a sentence about the map to whoever looks after the host.
     *
     * @param sentence in English, without its subject, the map
     * @param then says what is next
     */
    record Say(String sentence, Supplier<Step> then) implements Step {}

    /**
     * The command has ended.
     *
     * @param answer what the guest is told
     */
    record End(PathAnswer answer) implements Step {}

    /** What steps are done with. */
    interface World {
        /**
         * Executes these, each on its path, at once. A path that is not there any more is away.
         *
         * @param questions one or more
         * @return as many answers, in the same order
         */
        List<PathAnswer> ask(List<Question> questions);

        /**
         * Tells multipathd.
         *
         * @param word about the map, whose name the world knows
         * @return what it said; {@link Told.Silent} where it is not there, or late
         */
        Told tell(Word word);

        /**
         * Says a sentence about the map.
         *
         * @param sentence as in {@link Say}
         */
        void say(String sentence);
    }

    /**
     * Does one step after the other, to the end. A map that was suspended is resumed, whatever happens.
     *
     * @param first as {@link MapCommand} made it
     * @param world of the map that it was made for
     * @return how the command ended
     */
    static PathAnswer run(Step first, World world) {
        Step step = first;
        boolean suspended = false;
        try {
            while (true) {
                switch (step) {
                    case Ask(var questions, var then) -> step = then.apply(world.ask(questions));
                    case Tell(Word word, var then) -> {
                        Told told = world.tell(word);
                        if (word == Word.Plain.SUSPEND) {
                            suspended = true;
                        } else if (word == Word.Plain.RESUME && told.isOk()) {
                            suspended = false;
                        }
                        step = then.apply(told);
                    }
                    case Say(String sentence, var then) -> {
                        world.say(sentence);
                        step = then.get();
                    }
                    case End(PathAnswer answer) -> {
                        return answer;
                    }
                }
            }
        } finally {
            if (suspended) {
                world.tell(Word.Plain.RESUME);
            }
        }
    }
}
