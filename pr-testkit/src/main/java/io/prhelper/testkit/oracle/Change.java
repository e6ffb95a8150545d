// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

import java.util.List;
import java.util.function.IntPredicate;

/** Carries out the {@link Effect}s of a rule: {@code after} begins as a copy of {@code before}. */
final class Change {
    private final Topology topology;
    private final Situation situation;
    private final ModelState before;
    private final ModelState after;
    private final int sender;
    private final long serviceActionKey;

    Change(Topology topology, Situation situation, ModelState before, ModelState after) {
        this.topology = topology;
        this.situation = situation;
        this.before = before;
        this.after = after;
        sender = situation.sender();
        serviceActionKey = situation.out().serviceActionKey();
    }

    void apply(List<Effect> effects) {
        for (int i = 0; i < effects.size(); i++) {
            apply(effects.get(i));
        }
    }

    private void apply(Effect effect) {
        switch (effect) {
            case REGISTER_PORTS -> register(situation::isPort, situation.out().allTgPt());
            case REGISTER_LISTED ->
                register(
                        nexus -> before.keys[nexus] == 0 && situation.isListed(nexus),
                        situation.out().allTgPt());
            case REGISTER_SENDER -> register(nexus -> nexus == sender, false);
            case UNREGISTER_PORTS -> unregister(situation::isPort);
            case UNREGISTER_SENDER -> unregister(nexus -> nexus == sender);
            case UNREGISTER_ALL -> unregister(nexus -> true);
            case UNREGISTER_OTHERS -> unregister(nexus -> nexus != sender);
            case UNREGISTER_VICTIMS -> unregister(this::isVictim);
            case UNREGISTER_OTHER_VICTIMS -> unregister(nexus -> nexus != sender && isVictim(nexus));
            case REGISTER_DESTINATION -> register(nexus -> nexus == situation.destination(), false);
            case MOVE_TO_DESTINATION -> after.holder = situation.destination();
            case HOLD -> hold();
            case RELEASE -> release();
            case FOLLOW_APTPL -> after.persistent = situation.out().aptpl();
            case LOSE_INFORMATION -> after.informationLost = true;
            case RECOVER -> after.informationLost = false;
            case RESERVE_UNIT -> after.unitHolder = sender;
            case RELEASE_UNIT -> after.unitHolder = ModelState.NOBODY;
            case ZERO_GENERATION -> after.generation = 0;
            case RESET_ATTENTIONS -> after.resetAttentions();
        }
    }

    private boolean isVictim(int nexus) {
        return before.keys[nexus] == serviceActionKey;
    }

    private void register(IntPredicate which, boolean everyPort) {
        for (int nexus = 0; nexus < topology.nexuses(); nexus++) {
            if (which.test(nexus)) {
                after.keys[nexus] = serviceActionKey;
                after.everyPort[nexus] = everyPort;
            }
        }
    }

    private void unregister(IntPredicate which) {
        for (int nexus = 0; nexus < topology.nexuses(); nexus++) {
            if (which.test(nexus)) {
                after.keys[nexus] = 0;
                after.everyPort[nexus] = false;
            }
        }
    }

    private void hold() {
        after.type = situation.type();
        after.holder = Situation.isForAll(after.type) ? ModelState.NOBODY : sender;
    }

    private void release() {
        after.type = 0;
        after.holder = ModelState.NOBODY;
    }
}
