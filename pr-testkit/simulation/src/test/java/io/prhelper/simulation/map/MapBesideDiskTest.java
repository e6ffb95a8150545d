// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInData;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.simulation.map.SimulatedMultipathd.Version;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A guest on a map sees what it would see on a disk: random sequences on both, side by side, with a stranger on each. */
final class MapBesideDiskTest {
    private static final int SEQUENCES = Integer.getInteger("prhelper.sequences", 2000) / 4;
    private static final int LENGTH = 30;
    private static final ReservationType[] TYPES = ReservationType.values();

    static Stream<Arguments> worlds() {
        return Arrays.stream(Version.values())
                .flatMap(version -> Stream.of(TargetProfile.STRICT_SPC5, TargetProfile.LIO)
                        .map(profile -> Arguments.of(version, profile)));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void withAllPathsAndKeysThatHostsShare(Version version, TargetProfile profile) {
        for (int seed = 0; seed < SEQUENCES; seed++) {
            new Trial(version, profile, seed, false, true).run();
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void withPathsThatGoAndComeBack(Version version, TargetProfile profile) {
        for (int seed = 0; seed < SEQUENCES; seed++) {
            new Trial(version, profile, seed, true, false).run();
        }
    }

    /** One sequence. */
    private static final class Trial {
        private final Random random;
        private final long seed;
        private final boolean failing;
        private final boolean sharing;
        private final SimulatedMap map;
        private final ScsiPort disk;
        private final ScsiPort mapStranger;
        private final ScsiPort diskStranger;
        private final List<String> history = new ArrayList<>();
        private ReservationKey guestKey = ReservationKey.ZERO;
        private ReservationKey strangerKey = ReservationKey.ZERO;
        private int away = -1;

        Trial(Version version, TargetProfile profile, long seed, boolean failing, boolean sharing) {
            this.seed = seed;
            this.failing = failing;
            this.sharing = sharing;
            random = new Random(seed);
            SimulatedTarget real =
                    SimulatedTarget.create(TargetConfiguration.of(profile).withTargetPorts(1, 2, 3));
            map = SimulatedMap.over(
                    version, real.nexus(new TransportId.Sas(1), 1, 0), real.nexus(new TransportId.Sas(2), 2, 0));
            mapStranger = real.nexus(new TransportId.Sas(3), 3, 0);
            SimulatedTarget single =
                    SimulatedTarget.create(TargetConfiguration.of(profile).withTargetPorts(1, 2, 3));
            disk = single.nexus(new TransportId.Sas(1), 1, 0);
            diskStranger = single.nexus(new TransportId.Sas(3), 3, 0);
        }

        void run() {
            for (int i = 0; i < LENGTH; i++) {
                if (failing && random.nextInt(4) == 0) {
                    failOrRestore();
                }
                boolean guest = random.nextInt(3) != 0;
                PrOutCommand command =
                        guest ? command(guestKey, strangerKey, true) : command(strangerKey, guestKey, false);
                String onMap = send(guest ? map : mapStranger, command);
                String onDisk = send(guest ? disk : diskStranger, command);
                history.add((guest ? "guest " : "stranger ") + command + " -> " + onDisk);
                if (away < 0 || !onMap.equals("RESERVATION CONFLICT") || !onDisk.equals("CHECK CONDITION 05/26/04")) {
                    // The path that would have said so is away, and whether its target would is not known.
                    assertThat(onMap).as(this::story).isEqualTo(onDisk);
                }
                remember(guest, command, onDisk);
                assertThat(reservation(map)).as(this::story).isEqualTo(reservation(disk));
                assertThat(keys(map)).as(this::story).isEqualTo(keys(disk));
                assertThat(map.multipathd().isSuspended()).as(this::story).isFalse();
            }
            if (away >= 0) {
                failOrRestore();
            }
            assertThat(registrations()).as(this::story).isEqualTo(expectedRegistrations());
        }

        private String story() {
            return "seed " + seed + "\n" + String.join("\n", history) + "\nsaid " + map.sentences() + "\n";
        }

        private void failOrRestore() {
            if (away >= 0) {
                map.restore(away);
                history.add("path " + away + " back");
                away = -1;
            } else {
                away = random.nextInt(2);
                boolean removed = random.nextInt(3) == 0;
                if (removed) {
                    map.remove(away);
                } else {
                    map.fail(away);
                }
                history.add("path " + away + (removed ? " removed" : " away"));
            }
        }

        private void remember(boolean guest, PrOutCommand command, String ended) {
            if (!ended.equals("GOOD")) {
                return;
            }
            boolean registers = command instanceof PrOutCommand.Register
                    || command instanceof PrOutCommand.RegisterAndIgnoreExistingKey;
            if (registers && guest) {
                guestKey = command.serviceActionKey();
            } else if (registers) {
                strangerKey = command.serviceActionKey();
            }
        }

        private PrOutCommand command(ReservationKey own, ReservationKey other, boolean guest) {
            ReservationKey key = random.nextInt(10) == 0 ? anyKey(guest) : own;
            ReservationType type = TYPES[random.nextInt(TYPES.length)];
            return switch (random.nextInt(9)) {
                case 0, 1 -> new PrOutCommand.Register(key, anyKey(guest));
                case 2 -> new PrOutCommand.RegisterAndIgnoreExistingKey(anyKey(guest));
                case 3, 4 -> new PrOutCommand.Reserve(key, type);
                case 5 -> new PrOutCommand.Release(key, held(type));
                case 6 ->
                    random.nextInt(3) == 0 ? new PrOutCommand.Clear(key) : new PrOutCommand.Release(key, held(type));
                case 7 -> new PrOutCommand.Preempt(key, other, held(type));
                default ->
                    new PrOutCommand.PreemptAndAbort(
                            key, random.nextBoolean() ? key : random.nextBoolean() ? other : anyKey(guest), held(type));
            };
        }

        private ReservationType held(ReservationType otherwise) {
            ReadReservationData data = data(disk, PrQuery.READ_RESERVATION, ReadReservationData.class);
            return random.nextInt(5) == 0
                    ? otherwise
                    : data.reservation()
                            .flatMap(reservation -> reservation.scopeAndType().type())
                            .orElse(otherwise);
        }

        private ReservationKey anyKey(boolean guest) {
            int number = random.nextInt(4);
            return new ReservationKey(number == 0 || sharing || guest ? number : 0x10 + number);
        }

        private static String reservation(ScsiPort port) {
            ReadReservationData data = data(port, PrQuery.READ_RESERVATION, ReadReservationData.class);
            return data.state() + " " + data.reservation();
        }

        private static List<Long> keys(ScsiPort port) {
            return data(port, PrQuery.READ_FULL_STATUS, ReadFullStatusData.class).registrations().stream()
                    .map(registration -> registration.key().value())
                    .sorted()
                    .distinct()
                    .toList();
        }

        private Map<String, Long> registrations() {
            Map<String, Long> all = new TreeMap<>();
            data(mapStranger, PrQuery.READ_FULL_STATUS, ReadFullStatusData.class)
                    .registrations()
                    .forEach(one ->
                            all.put(one.transportId().toString(), one.key().value()));
            return all;
        }

        /** That of the disk's only path, for both of the map's. */
        private Map<String, Long> expectedRegistrations() {
            Map<String, Long> all = new TreeMap<>();
            data(diskStranger, PrQuery.READ_FULL_STATUS, ReadFullStatusData.class)
                    .registrations()
                    .forEach(one ->
                            all.put(one.transportId().toString(), one.key().value()));
            Long own = all.get(new TransportId.Sas(1).toString());
            if (own != null) {
                all.put(new TransportId.Sas(2).toString(), own);
            }
            return all;
        }

        private static <T extends PrInData> T data(ScsiPort port, PrQuery<T> query, Class<T> type) {
            return execute(port, query.command()).data(type);
        }

        private static String send(ScsiPort port, PrCommand command) {
            return execute(port, command).toString();
        }

        private static PrOutcome<?> execute(ScsiPort port, PrCommand command) {
            ScsiExchange exchange = ScsiExchange.allocate();
            PrOutcome<?> outcome;
            do {
                command.putInto(exchange);
                port.execute(exchange);
                outcome = PrOutcome.of(exchange);
            } while (outcome instanceof PrOutcome.CheckCondition<?>(var sense) && sense.key() == 6);
            return outcome;
        }
    }
}
