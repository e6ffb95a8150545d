// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.multipath.PathAnswer.Reach;
import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReadReservationData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is expected to happen for a command, a line each, with what comes of it:
 *
 * <pre>
 *   tell getprkey map dm-0 -> none
 *   ask sda sdb REGISTER 0 a1 -> GOOD CONFLICT
 *   ask sda READ_FULL_STATUS -> 1:a1* 2:a1
 *   say not registered
 *   end 05/24/00
 * </pre>
 *
 * Shorter, as it is always the same:
 *
 * <pre>
 *   key none 0xa1   multipathd has the first, and takes the second
 *   registered      it takes it that the map is registered, and the end is GOOD
 *   forget          it forgets status, key and hold
 * </pre>
 *
 * A registration is PORT:KEY, with a star that of the holder, whose type is 5; {@code ...:} stands for those that did not come. READ RESERVATION that is
 * GOOD says that there is none; CUT, that its answer ended before that. In the answer to READ_KEYS it is HOW_MANY:KEY. {@code MOST} is a question that
 * takes more than the 8 KiB of a client's.
 */
final class Script implements Step.World {
    static final int TYPE = 5;

    private final Queue<String> lines = new ArrayDeque<>();

    private Script(String text) {
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .flatMap(Script::spelled)
                .forEach(lines::add);
    }

    /** What is told again and again, with one line for it. */
    private static Stream<String> spelled(String line) {
        String[] words = line.split(" ", -1);
        return switch (words[0]) {
            case "key" ->
                Stream.of("tell getprkey map dm-0 -> " + words[1], "tell setprkey map dm-0 key " + words[2] + " -> ok");
            case "forget" ->
                Stream.of("unsetprstatus", "unsetprkey", "unsetprhold").map(verb -> "tell " + verb + " map dm-0 -> ok");
            case "registered" -> Stream.of("tell setprstatus map dm-0 -> ok", "end GOOD");
            default -> Stream.of(line);
        };
    }

    /** Plays a command for a map with the paths sda and sdb, each of its own host. */
    static void play(MapMemory memory, PrCommand command, String text) {
        play(memory, List.of(new MapPath("sda", 1), new MapPath("sdb", 2)), command, text);
    }

    static void play(MapMemory memory, List<MapPath> paths, PrCommand command, String text) {
        ScsiExchange exchange = ScsiExchange.allocate();
        command.putInto(exchange);
        play(MapCommand.begin(memory, paths, exchange), text);
    }

    static void play(Step first, String text) {
        Script script = new Script(text);
        PathAnswer answer = Step.run(first, script);
        script.next("end " + named(answer), "");
        assertThat(script.lines).isEmpty();
    }

    private static String named(PathAnswer answer) {
        return answer.status() == 2
                ? answer.sense().toString()
                : ScsiStatus.of(answer.status()).orElseThrow().name();
    }

    /** The rest of the next line, which has to begin like that. */
    private String next(String begins, String separator) {
        String line = lines.poll();
        assertThat(line).as("what happens").isNotNull().startsWith(begins + separator);
        return String.valueOf(line)
                .substring(begins.length() + separator.length())
                .strip();
    }

    @Override
    public List<PathAnswer> ask(List<Question> questions) {
        String paths = questions.stream().map(one -> one.path().name()).collect(Collectors.joining(" "));
        ScsiExchange exchange = ScsiExchange.allocate();
        questions.getFirst().putInto(exchange);
        PrCommand command = PrCommand.decode(exchange).orElseThrow();
        String[] answers = next("ask " + paths + " " + describe(command), " ->").split(" +", -1);
        if (command instanceof PrInCommand && answers[0].contains(":")) {
            return List.of(
                    switch (PrInAction.of(command.cdb()[1]).orElseThrow()) {
                        case READ_KEYS -> keys(answers);
                        case READ_RESERVATION -> reservation(answers[0]);
                        default -> fullStatus(answers);
                    });
        }
        assertThat(answers).hasSize(questions.size());
        if (command instanceof PrInCommand in && in.action() == PrInAction.READ_RESERVATION) {
            return List.of(noReservation(answers[0]));
        }
        return Arrays.stream(answers).map(Script::answer).toList();
    }

    private static String describe(PrCommand command) {
        return switch (command) {
            case PrInCommand in -> in.action().name() + (in.allocationLength() > Wire.MAX_DATA_LENGTH ? " MOST" : "");
            case PrOutCommand out ->
                out.action() + " " + hex(out.key()) + " " + hex(out.serviceActionKey())
                        + (out.scopeAndType().equals(ScopeAndType.NONE)
                                ? ""
                                : " " + out.scopeAndType().typeCode())
                        + (keepsPowerLoss(out) ? " aptpl" : "");
        };
    }

    /** Only where the helper registers on its own account: that of the guest goes as it came. */
    private static boolean keepsPowerLoss(PrOutCommand command) {
        return switch (command) {
            case PrOutCommand.Register register ->
                register.options().aptpl() && register.key().equals(register.serviceActionKey());
            case PrOutCommand.RegisterAndIgnoreExistingKey register ->
                register.options().aptpl();
            default -> false;
        };
    }

    private static String hex(ReservationKey key) {
        return Long.toHexString(key.value());
    }

    private static PathAnswer answer(String text) {
        return switch (text) {
            case "AWAY" -> PathAnswer.away();
            case "LOST" -> PathAnswer.of(Sense.COMMAND_TIMEOUT, Reach.LOST);
            case "CONFLICT" -> PathAnswer.of(ScsiStatus.RESERVATION_CONFLICT);
            case "GOOD" -> PathAnswer.of(ScsiStatus.GOOD);
            case "BUSY" -> PathAnswer.of(ScsiStatus.BUSY);
            default -> {
                byte[] numbers = HexFormat.ofDelimiter("/").parseHex(text);
                yield PathAnswer.of(new Sense(numbers[0], numbers[1], numbers[2]), Reach.ANSWERED);
            }
        };
    }

    private static PathAnswer reservation(String text) {
        ReservationKey key = ReservationKey.parse(text.substring(2));
        return data(new ReadReservationData(
                        1, Optional.of(new ReadReservationData.Reservation(key, new ScopeAndType(0, TYPE))))
                .encode());
    }

    private static PathAnswer noReservation(String text) {
        byte[] none = new ReadReservationData(1, Optional.empty()).encode();
        return switch (text) {
            case "GOOD" -> data(none);
            case "CUT" -> data(Arrays.copyOf(none, 4));
            default -> answer(text);
        };
    }

    private static PathAnswer keys(String[] texts) {
        List<ReservationKey> keys = new ArrayList<>();
        int cut = 0;
        for (String text : texts) {
            if (text.equals("...:")) {
                cut = ReservationKey.LENGTH;
                continue;
            }
            String[] parts = text.split(":", 2);
            keys.addAll(Collections.nCopies(Integer.parseInt(parts[0]), ReservationKey.parse(parts[1])));
        }
        byte[] data = new ReadKeysData(1, keys).encode();
        return data(Arrays.copyOf(data, data.length - cut));
    }

    private static PathAnswer data(byte[] data) {
        ScsiExchange exchange = ScsiExchange.allocate(Question.MOST_ROOM);
        exchange.good(data);
        return PathAnswer.of(exchange, Reach.ANSWERED);
    }

    private static PathAnswer fullStatus(String[] texts) {
        List<ReadFullStatusData.Registration> registrations = new ArrayList<>();
        int cut = 0;
        for (String text : texts) {
            if (text.equals("...:")) {
                cut = 8;
                continue;
            }
            String[] parts = text.replace("*", "").split(":", 2);
            int port = Integer.parseInt(parts[0]);
            boolean holder = text.endsWith("*");
            registrations.add(new ReadFullStatusData.Registration(
                    ReservationKey.parse(parts[1]),
                    false,
                    holder,
                    new ScopeAndType(0, holder ? TYPE : 0),
                    port,
                    new TransportId.Sas(port)));
        }
        byte[] data = new ReadFullStatusData(1, registrations).encode();
        return data(Arrays.copyOf(data, data.length - cut));
    }

    @Override
    public Told tell(Word word) {
        String said = next("tell " + word.text("dm-0"), " ->");
        return said.equals("nobody") ? new Told.Silent("nobody") : new Told.Answered(said);
    }

    @Override
    public void say(String sentence) {
        String begins = next("say", "");
        assertThat(sentence).startsWith(begins);
    }
}
