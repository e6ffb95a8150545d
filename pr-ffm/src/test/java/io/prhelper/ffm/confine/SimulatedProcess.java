// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.CredentialCalls;
import io.prhelper.ffm.libc.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A process of three threads with the rules of capabilities(7) for what they may do, the first one calling. Each call can be made to
 * fail, or to lie: to return success and do nothing.
 */
final class SimulatedProcess implements CredentialCalls, ThreadTable {
    static final int LIE = 1;
    static final long ALL = (1L << 41) - 1;
    private static final int CAP_SETGID = 6;
    private static final int CAP_SETUID = 7;
    private static final int CAP_SETPCAP = 8;
    private static final int CAP_SYS_ADMIN = 21;

    /** One thread's credentials. */
    static final class Credential {
        int[] uids = new int[3];
        int[] gids = new int[3];
        boolean hasGroups = true;
        long inheritable;
        long permitted = ALL;
        long effective = ALL;
        long bounding = ALL;
        long ambient;
        boolean keepCapabilities;
        boolean noNewPrivs;
        boolean filter;

        boolean may(int capability) {
            return (effective >> capability & 1) == 1;
        }
    }

    final List<Credential> all = new ArrayList<>(List.of(new Credential(), new Credential(), new Credential()));
    boolean dumpable = true;
    boolean forbidsCapset;
    int count;

    /** What the call with that number, from 0 on, comes to: 0 for what it says, {@link #LIE}, or {@code -errno}. */
    private final IntUnaryOperator fate;

    SimulatedProcess(IntUnaryOperator fate) {
        this.fate = fate;
    }

    private Credential own() {
        return all.getFirst();
    }

    @FunctionalInterface
    private interface Change {
        boolean on(Credential credential);
    }

    private int call(List<Credential> threads, Change change) {
        int result = fate.applyAsInt(count++);
        if (result != 0) {
            return result == LIE ? 0 : result;
        }
        for (Credential thread : threads) {
            if (!change.on(thread)) {
                return -Errno.EPERM.code();
            }
        }
        return 0;
    }

    @Override
    public int setgroups(CallState state, int count, long list) {
        return call(all, SimulatedProcess::leaveGroups);
    }

    private static boolean leaveGroups(Credential thread) {
        thread.hasGroups &= !thread.may(CAP_SETGID);
        return thread.may(CAP_SETGID);
    }

    @Override
    public int setresgid(CallState state, int real, int effective, int saved) {
        return call(all, thread -> becomeGroup(thread, real));
    }

    private static boolean becomeGroup(Credential thread, int gid) {
        boolean may = thread.may(CAP_SETGID) || Arrays.stream(thread.gids).anyMatch(id -> id == gid);
        if (may) {
            Arrays.fill(thread.gids, gid);
        }
        return may;
    }

    @Override
    public int setresuid(CallState state, int real, int effective, int saved) {
        return call(all, thread -> becomeUser(thread, real));
    }

    private static boolean becomeUser(Credential thread, int uid) {
        if (!thread.may(CAP_SETUID) && Arrays.stream(thread.uids).noneMatch(id -> id == uid)) {
            return false;
        }
        boolean wasRoot = Arrays.stream(thread.uids).anyMatch(id -> id == 0);
        int wasEffective = thread.uids[1];
        Arrays.fill(thread.uids, uid);
        if (wasRoot && uid != 0) {
            thread.permitted = thread.keepCapabilities ? thread.permitted : 0;
            thread.ambient = 0;
        }
        if (wasEffective == 0 && uid != 0) {
            thread.effective = 0;
        } else if (wasEffective != 0 && uid == 0) {
            thread.effective = thread.permitted;
        }
        return true;
    }

    @Override
    public int prctl(CallState state, int option, long second, long third, long fourth, long fifth) {
        if (option == 3) {
            return dumpable ? 1 : 0;
        }
        return call(List.of(own()), thread -> switch (option) {
            case 4 -> {
                dumpable = second != 0;
                yield true;
            }
            case 8 -> {
                thread.keepCapabilities = second == 1;
                yield true;
            }
            case 24 -> {
                thread.bounding &= thread.may(CAP_SETPCAP) ? ~(1L << second) : -1;
                yield thread.may(CAP_SETPCAP);
            }
            case 38 -> {
                thread.noNewPrivs = true;
                yield true;
            }
            case 47 -> {
                thread.ambient = 0;
                yield true;
            }
            default -> throw new AssertionError("prctl " + option);
        });
    }

    @Override
    public int capget(CallState state, long header, long data) {
        throw new AssertionError("capget");
    }

    @Override
    public int capset(CallState state, long header, long data) {
        if (forbidsCapset) {
            return -Errno.EPERM.code();
        }
        long[] sets = sets(data);
        return call(List.of(own()), thread -> {
            boolean may = (sets[1] & ~thread.permitted) == 0 && (sets[0] & ~sets[1]) == 0;
            if (may) {
                thread.effective = sets[0];
                thread.permitted = sets[1];
                thread.inheritable = sets[2];
                thread.ambient &= sets[1] & sets[2];
            }
            return may;
        });
    }

    /** Effective, permitted and inheritable set. */
    @SuppressWarnings("restricted") // what a system call is given is an address
    private static long[] sets(long data) {
        MemorySegment words = MemorySegment.ofAddress(data).reinterpret(6 * Integer.BYTES);
        long[] sets = new long[3];
        for (int i = 0; i < sets.length; i++) {
            sets[i] = Integer.toUnsignedLong(words.getAtIndex(ValueLayout.JAVA_INT, i))
                    | (long) words.getAtIndex(ValueLayout.JAVA_INT, i + 3) << Integer.SIZE;
        }
        return sets;
    }

    @Override
    public long syscall(CallState state, long number, long first, long second, long third, long fourth, long fifth) {
        return call(number == SyscallNumbers.SECCOMP ? all : List.of(own()), thread -> switch ((int) number) {
            case SyscallNumbers.SETRESUID -> becomeUser(thread, (int) first);
            case SyscallNumbers.SETRESGID -> becomeGroup(thread, (int) first);
            case SyscallNumbers.SETGROUPS -> leaveGroups(thread);
            case SyscallNumbers.SECCOMP -> install(thread);
            default -> throw new AssertionError("system call " + number);
        });
    }

    private boolean install(Credential thread) {
        if (!own().noNewPrivs && !own().may(CAP_SYS_ADMIN)) {
            return false;
        }
        thread.filter = true;
        thread.noNewPrivs = own().noNewPrivs;
        return true;
    }

    @Override
    public List<ThreadStatus> read() {
        return all.stream().map(this::status).toList();
    }

    private ThreadStatus status(Credential thread) {
        return new ThreadStatus(
                100 + all.indexOf(thread),
                "thread",
                ids(thread.uids),
                ids(thread.gids),
                thread.hasGroups ? "0 4" : "",
                thread.inheritable,
                thread.permitted,
                thread.effective,
                thread.bounding,
                thread.ambient,
                thread.noNewPrivs,
                thread.filter);
    }

    private static String ids(int[] ids) {
        return Integer.toUnsignedString(ids[0]) + "\t" + Integer.toUnsignedString(ids[1]) + "\t"
                + Integer.toUnsignedString(ids[2]) + "\t" + Integer.toUnsignedString(ids[1]);
    }
}
