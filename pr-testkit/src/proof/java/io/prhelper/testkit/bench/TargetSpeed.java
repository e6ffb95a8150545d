// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints how many commands a second the simulated target executes on one core: a cluster's life in twelve commands, from registration to
 * fencing, each in an exchange that is made once.
 */
public final class TargetSpeed {
    private static final int ROUNDS = 9;
    private static final int CYCLES = 100_000;

    private final SimulatedTarget target = SimulatedTarget.create();
    private final SimulatedNexus alice = target.nexus(new TransportId.Sas(0x5000_0000_0000_000aL), 0);
    private final SimulatedNexus bob = target.nexus(new TransportId.Sas(0x5000_0000_0000_000bL), 0);
    private final List<Step> steps = new ArrayList<>();

    private record Step(SimulatedNexus nexus, ScsiExchange exchange, int dataOutLength, int status) {
        void execute() {
            exchange.begin(dataOutLength);
            nexus.execute(exchange);
            if (exchange.status() != status) {
                throw new IllegalStateException("status " + exchange.status() + " of " + PrCommand.decode(exchange));
            }
        }
    }

    private TargetSpeed() {
        ReservationKey a = new ReservationKey(0xa);
        ReservationKey b = new ReservationKey(0xb);
        ReservationType type = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
        add(alice, new PrOutCommand.RegisterAndIgnoreExistingKey(a), 0x00);
        add(bob, new PrOutCommand.RegisterAndIgnoreExistingKey(b), 0x00);
        add(alice, new PrInCommand(PrInAction.READ_KEYS, 8192), 0x00);
        add(alice, new PrOutCommand.Reserve(a, type), 0x00);
        add(bob, new PrOutCommand.Reserve(b, type), 0x18);
        add(bob, new PrInCommand(PrInAction.READ_RESERVATION, 8192), 0x00);
        add(bob, new PrInCommand(PrInAction.READ_FULL_STATUS, 8192), 0x00);
        add(bob, new PrOutCommand.PreemptAndAbort(b, a, type), 0x00);
        add(alice, new PrInCommand(PrInAction.READ_KEYS, 8192), 0x02);
        add(alice, new PrOutCommand.Clear(a), 0x18);
        add(alice, new PrInCommand(PrInAction.READ_RESERVATION, 8192), 0x00);
        add(bob, new PrOutCommand.Clear(b), 0x00);
    }

    private void add(SimulatedNexus nexus, PrCommand command, int status) {
        ScsiExchange exchange = ScsiExchange.allocate();
        command.putInto(exchange);
        steps.add(new Step(nexus, exchange, command.dataOut().length, status));
    }

    private double millionPerSecond() {
        long start = System.nanoTime();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            steps.forEach(Step::execute);
        }
        return CYCLES * steps.size() * 1000.0 / (System.nanoTime() - start);
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        TargetSpeed speed = new TargetSpeed();
        double[] rounds = new double[ROUNDS];
        Arrays.setAll(rounds, round -> speed.millionPerSecond());
        Arrays.sort(rounds);
        System.out.printf(
                "simulated target: median %.1f, best %.1f million commands a second (%d rounds of %d)%n",
                rounds[ROUNDS / 2], rounds[ROUNDS - 1], ROUNDS, CYCLES * speed.steps.size());
    }
}
