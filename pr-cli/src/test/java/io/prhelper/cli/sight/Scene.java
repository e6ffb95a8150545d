// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.target.SimulatedNexus;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A host whose files are in a folder, and a simulated unit with two hosts at it. */
final class Scene {
    static final ReservationKey A = new ReservationKey(0x3c7a_0001L);
    static final ReservationKey B = new ReservationKey(0x6e6f_6465_3031_0000L);
    static final ReservationType TYPE = ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
    static final TransportId.IscsiPort HERE = new TransportId.IscsiPort("iqn.2026-01.example:here", 0x23d000001L);
    static final TransportId.IscsiPort THERE = new TransportId.IscsiPort("iqn.2026-01.example:there", 0x23d000002L);

    final Host host;
    final SimulatedNexus here;
    final SimulatedNexus there;

    Scene(Path root, String profile) {
        host = new Host(root);
        SimulatedTarget target = SimulatedTarget.create(TargetConfiguration.of(TargetProfile.named(profile)));
        here = target.nexus(HERE, 0);
        there = target.nexus(THERE, 0);
    }

    /** A file of the host. */
    void file(String path, String text) throws IOException {
        Path file = host.path(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    /** A disk of the host, as sysfs shows it. */
    void disk(String name, String number, String address) throws IOException {
        String device = "sys/devices/" + address;
        file(device + "/scsi_level", "6");
        file(device + "/state", "running");
        file(device + "/vendor", "LIO-ORG ");
        file(device + "/model", "disk1           ");
        file(device + "/rev", "4.0 ");
        file(device + "/wwid", "naa.6001405aaaaaaaaaaaaaaaaaaaaaaaaa");
        block(name, number);
        Files.createSymbolicLink(host.path("sys/block/" + name + "/device"), host.path(device));
    }

    /** A map of these disks. */
    void map(String name, String number, String... paths) throws IOException {
        block(name, number);
        file("sys/block/" + name + "/dm/uuid", "mpath-36001405aaaaaaaaaaaaaaaaaaaaaaaaa");
        for (String path : paths) {
            file("sys/block/" + name + "/slaves/" + path, "");
        }
    }

    private void block(String name, String number) throws IOException {
        file("sys/block/" + name + "/dev", number);
        file("sys/block/" + name + "/size", "204800");
        file("sys/block/" + name + "/ro", "0");
        Files.createDirectories(host.path("sys/dev/block"));
        Files.createSymbolicLink(host.path("sys/dev/block/" + number), host.path("sys/block/" + name));
    }

    /** Both are registered, this host holds. */
    Scene reserved() {
        send(here, new PrOutCommand.RegisterAndIgnoreExistingKey(A));
        send(there, new PrOutCommand.RegisterAndIgnoreExistingKey(B));
        send(here, new PrOutCommand.Reserve(A, TYPE));
        return this;
    }

    static void send(ScsiPort nexus, PrOutCommand command) {
        ScsiExchange exchange = ScsiExchange.allocate();
        command.putInto(exchange);
        nexus.execute(exchange);
        if (exchange.status() != 0) {
            throw new AssertionError(command + " ended " + PrOutcome.withoutData(exchange));
        }
    }

    /** A reader that asks through a nexus. */
    static PrReader reader(ScsiPort nexus) {
        return new PrReader() {
            @Override
            public <T extends PrInData> PrOutcome<T> ask(PrQuery<T> query) {
                ScsiExchange exchange = ScsiExchange.allocate();
                query.command().putInto(exchange);
                nexus.execute(exchange);
                return PrOutcome.of(exchange, query);
            }

            @Override
            public void close() {}
        };
    }

    /** A reader that gets no more of each answer than so many bytes. */
    static PrReader cut(ScsiPort nexus, int most) {
        PrReader whole = reader(nexus);
        return new PrReader() {
            @Override
            public <T extends PrInData> PrOutcome<T> ask(PrQuery<T> query) throws IOException {
                PrOutcome<T> outcome = whole.ask(query);
                return outcome instanceof PrOutcome.Good<T>(T data) && data.encode().length > most
                        ? new PrOutcome.Good<>(query.decode(Arrays.copyOf(data.encode(), most)))
                        : outcome;
            }

            @Override
            public void close() {}
        };
    }
}
