// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import io.prhelper.core.scsi.TransportId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A SCSI target in memory whose persistent reservations follow SPC-5 to the letter, or depart from it exactly as its configuration
 * says. Safe for use by several threads.
 *
 * <pre>{@code
 * SimulatedTarget target = SimulatedTarget.create();
 * SimulatedNexus alice = target.nexus(new TransportId.Sas(1), 0);
 * SimulatedNexus bob = target.nexus(new TransportId.Sas(2), 0);
 * new PrOutCommand.Register(ReservationKey.ZERO, new ReservationKey(0xa)).putInto(exchange);
 * alice.execute(exchange);
 * }</pre>
 *
 * <p>See the package documentation for where the simulation stops.
 */
public final class SimulatedTarget {
    private final TargetConfiguration configuration;
    private final Ports ports;
    private final List<LogicalUnit> units;
    private final Faults faults;

    private SimulatedTarget(TargetConfiguration configuration) {
        this.configuration = configuration;
        ports = new Ports(configuration.targetPorts(), new Options(configuration));
        faults = new Faults(configuration.seed());
        units = IntStream.range(0, configuration.units())
                .mapToObj(lun -> new LogicalUnit(lun, configuration, ports))
                .toList();
    }

    /** {@return a new target after {@link TargetConfiguration#strictSpc5}} */
    public static SimulatedTarget create() {
        return create(TargetConfiguration.strictSpc5());
    }

    /**
     * A target with power on, nobody registered, nothing pending.
     *
     * @param configuration what it supports and how it departs from the standard
     * @return a new target
     */
    public static SimulatedTarget create(TargetConfiguration configuration) {
        return new SimulatedTarget(Checks.given(configuration, "configuration"));
    }

    /** {@return how the target was made} */
    public TargetConfiguration configuration() {
        return configuration;
    }

    /**
     * What the target is called in iSCSI: {@code iqn.2026-01.io.prhelper:} and the name of the configuration.
     *
     * @return the name in lower case; what may not be in an iSCSI name is a hyphen in it
     */
    public String iscsiName() {
        return IscsiNames.ofTarget(configuration);
    }

    /**
     * A logical unit by its number.
     *
     * @param lun its number, from 0
     * @return the unit, the same one each time
     * @throws IllegalArgumentException naming the number, if there is no such unit
     */
    public LogicalUnit unit(int lun) {
        if (lun < 0 || lun >= units.size()) {
            throw new IllegalArgumentException(
                    "no LUN " + lun + " in a target with " + units.size() + " logical units");
        }
        return units.get(lun);
    }

    /**
     * Tells the units of this target from those of others.
     *
     * @param unit of this target or of another one
     * @return true if it is one of this target
     */
    public boolean has(LogicalUnit unit) {
        return units.contains(unit);
    }

    /**
     * A nexus through the first target port, see {@link #nexus(TransportId, int, int)}.
     *
     * @param initiator one port
     * @param lun number of the logical unit, from 0
     * @return the nexus
     * @throws IllegalArgumentException naming what the target does not have, or a TransportID that is not one port
     */
    public SimulatedNexus nexus(TransportId initiator, int lun) {
        return nexus(initiator, configuration.targetPorts().getFirst(), lun);
    }

    /**
     * A nexus between an initiator port and a logical unit through a target port. From its first nexus on, the target knows the
     * initiator port, so that other ports can name it in a parameter list; nexuses of the same three ends act as one.
     *
     * @param initiator one port: a name of Fibre Channel, SAS, SRP, or iSCSI with its session
     * @param targetPort relative target port identifier
     * @param lun number of the logical unit, from 0
     * @return the nexus
     * @throws IllegalArgumentException naming what the target does not have, or a TransportID that is not one port
     */
    public SimulatedNexus nexus(TransportId initiator, int targetPort, int lun) {
        LogicalUnit unit = unit(lun);
        int position = ports.targetPort(targetPort);
        if (position < 0) {
            throw new IllegalArgumentException(
                    "no target port " + targetPort + " among " + configuration.targetPorts());
        }
        Checks.given(initiator, "initiator");
        if (initiator instanceof TransportId.IscsiName || initiator instanceof TransportId.Raw) {
            throw new IllegalArgumentException("not the name of one initiator port: " + initiator);
        }
        return new SimulatedNexus(initiator, targetPort, unit, ports.slot(connect(initiator), position), faults);
    }

    private synchronized int connect(TransportId initiator) {
        int number = ports.add(initiator);
        units.forEach(LogicalUnit::grow);
        return number;
    }

    /**
     * Makes commands fail from here on; the oldest fault that hits a command decides.
     *
     * @param fault which commands fail, and how
     * @return the fault at work; closing it ends it
     */
    public Injection inject(Fault fault) {
        return faults.inject(Checks.given(fault, "fault"));
    }

    /** Power goes and comes back for all units, see {@link LogicalUnit#losePower}. */
    public void losePower() {
        units.forEach(LogicalUnit::losePower);
    }

    /** Name and units, for people. */
    @Override
    public String toString() {
        return "simulated target " + configuration.name()
                + units.stream().map(unit -> "\n" + unit).collect(Collectors.joining());
    }
}
