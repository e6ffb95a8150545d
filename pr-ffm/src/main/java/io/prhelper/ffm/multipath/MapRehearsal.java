// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.multipath;

import io.prhelper.core.multipath.MapCommand;
import io.prhelper.core.multipath.MapMemory;
import io.prhelper.core.multipath.MapPath;
import io.prhelper.core.multipath.PathAnswer;
import io.prhelper.core.multipath.Question;
import io.prhelper.core.multipath.Step;
import io.prhelper.core.multipath.Told;
import io.prhelper.core.multipath.Word;
import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReadFullStatusData;
import io.prhelper.core.pr.ReadFullStatusData.Registration;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.pr.ScopeAndType;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.TransportId;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.KernelException;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes the way of a map's commands so often that the JVM compiles it, before the first guest needs it: a command for a map runs through ten times
 * the code of one for a disk, and in a guest's life there are few. The map has two paths that say GOOD to everything, and this thread is
 * multipathd, at the other end of a pair of sockets. What threads do for paths is done on {@code /dev/null}, which is none and is not asked.
 */
final class MapRehearsal implements Step.World {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final ReservationKey KEY = new ReservationKey(1);
    private static final ScopeAndType TYPE = ScopeAndType.of(ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY);

    /** Every guest that uses reservations at all sends these. */
    private static final PrCommand REGISTER = new PrOutCommand.Register(ReservationKey.ZERO, KEY);

    private static final PrCommand READ_KEYS = new PrInCommand(PrInAction.READ_KEYS, ScsiExchange.MAX_DATA_LENGTH);
    private static final PrCommand UNREGISTER = new PrOutCommand.Register(KEY, ReservationKey.ZERO);

    /** What else it may send while it is registered: mostly the same code. */
    private static final List<PrCommand> OTHERS = List.of(
            new PrOutCommand.RegisterAndIgnoreExistingKey(KEY),
            new PrOutCommand.Reserve(KEY, TYPE),
            new PrInCommand(PrInAction.READ_RESERVATION, ScsiExchange.MAX_DATA_LENGTH),
            new PrOutCommand.Preempt(KEY, new ReservationKey(2), TYPE),
            new PrOutCommand.Release(KEY, TYPE));

    private static final int OTHERS_EVERY = 10;

    private static final List<MapPath> PATHS = List.of(new MapPath("a", 0), new MapPath("b", 1));
    private static final List<Registration> REGISTERED = List.of(
            new Registration(KEY, false, false, ScopeAndType.NONE, 1, new TransportId.Sas(1)),
            new Registration(KEY, false, false, ScopeAndType.NONE, 2, new TransportId.IscsiPort("iqn.a:b", 1)));
    private static final byte[] STATUS = new ReadFullStatusData(0, REGISTERED).encode();
    private static final byte[] NOTHING = new byte[Long.BYTES];
    private static final byte[] OK = "ok\n\0".getBytes(StandardCharsets.US_ASCII);

    /** There is no key yet. */
    private static final byte[] NONE_YET = "none\n\0".getBytes(StandardCharsets.US_ASCII);

    /** Those are no block devices. */
    private static final List<MapFolder.Member> NONE = List.of(
            new MapFolder.Member(new MapPath("null", 0), DeviceNumber.block(0, 1)),
            new MapFolder.Member(new MapPath("null", 1), DeviceNumber.block(0, 2)));

    private final Kernel kernel;
    private final CallState state = new CallState();
    private final Memory bytes = new Memory(Long.BYTES + NONE_YET.length);
    private final Memory received = new Memory(ScsiExchange.MAX_DATA_LENGTH);
    private final ScsiExchange guest = ScsiExchange.allocate();
    private final ScsiExchange path = ScsiExchange.allocate();
    private final OwnedFd daemon;
    private final Multipathd multipathd;

    private MapRehearsal(Kernel kernel, OwnedFd helper, OwnedFd daemon) {
        this.kernel = kernel;
        this.daemon = daemon;
        multipathd = Multipathd.connected(kernel, helper);
    }

    /**
     * Registers, asks and unregisters so many times.
     *
     * @throws IOException if there are no descriptors for it: then the first commands are slow ones
     */
    static void run(Kernel kernel, Path sysfs, int times) throws IOException {
        Memory pair = new Memory(2 * Integer.BYTES);
        KernelException.check(
                "socketpair",
                "AF_UNIX",
                kernel.sockets()
                        .socketpair(new CallState(), Flags.AF_UNIX, Flags.SOCK_STREAM | Flags.SOCK_CLOEXEC, 0, pair));
        try (OwnedFd helper = new OwnedFd(pair.buffer().getInt(0));
                OwnedFd daemon = new OwnedFd(pair.buffer().getInt(Integer.BYTES));
                PathThreads threads = new PathThreads(kernel, TIMEOUT)) {
            new MapRehearsal(kernel, helper, daemon).run(threads, new MapFolder(kernel, sysfs), times);
        }
    }

    private void run(PathThreads threads, MapFolder folder, int times) {
        MapMemory memory = new MapMemory();
        for (int i = 0; i < times; i++) {
            play(memory, REGISTER);
            play(memory, READ_KEYS);
            if (i % OTHERS_EVERY == 0) {
                OTHERS.forEach(command -> play(memory, command));
            }
            play(memory, UNREGISTER);
            threads.execute(NONE.stream()
                    .map(member -> new PathThreads.Order(Question.of(PATHS.getFirst(), guest), member))
                    .toList());
            folder.readSomeDisk();
        }
    }

    private void play(MapMemory memory, PrCommand command) {
        command.putInto(guest);
        MapCommand.look(memory, PATHS).ifPresent(first -> Step.run(first, this));
        Step.run(MapCommand.begin(memory, PATHS, guest), this).putInto(guest);
    }

    @Override
    public List<PathAnswer> ask(List<Question> questions) {
        List<PathAnswer> answers = new ArrayList<>(questions.size());
        for (Question question : questions) {
            question.putInto(path);
            path.good(dataIn());
            answers.add(PathAnswer.of(path, PathAnswer.Reach.ANSWERED));
        }
        return answers;
    }

    private byte[] dataIn() {
        return path.opcode() == Wire.PERSISTENT_RESERVE_OUT
                ? new byte[0]
                : path.serviceAction() == PrInAction.READ_FULL_STATUS.code() ? STATUS : NOTHING;
    }

    @Override
    public Told tell(Word word) {
        return multipathd.tell(word, "dm-0", () -> {
            kernel.sockets().recv(state, daemon.fd(), received, 0, ScsiExchange.MAX_DATA_LENGTH, Flags.MSG_DONTWAIT);
            byte[] answer = word == Word.Plain.GET_KEY ? NONE_YET : OK;
            bytes.buffer().putLong(0, answer.length).put(Long.BYTES, answer);
            kernel.sockets().send(state, daemon.fd(), bytes, 0, Long.BYTES + answer.length, Flags.MSG_NOSIGNAL);
        });
    }

    @Override
    public void say(String sentence) {
        // Nobody is told.
    }
}
