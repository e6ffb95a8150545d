// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.CredentialCalls;
import io.prhelper.ffm.libc.Memory;
import io.prhelper.ffm.libc.Syscall;
import io.prhelper.ffm.struct.CapabilitySets;
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
    boolean groupsAreFixed;
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
    public int setgroups(CallState state, int count, Memory list) {
        return call(all, this::leaveGroups);
    }

    private boolean leaveGroups(Credential thread) {
        boolean may = thread.may(CAP_SETGID) && !groupsAreFixed;
        thread.hasGroups &= !may;
        return may;
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
    public int capset(CallState state, Memory header, Memory data) {
        if (forbidsCapset) {
            return -Errno.EPERM.code();
        }
        CapabilitySets sets = (CapabilitySets) data;
        return call(List.of(own()), thread -> {
            boolean may = (sets.permitted() & ~thread.permitted) == 0 && (sets.effective() & ~sets.permitted()) == 0;
            if (may) {
                thread.effective = sets.effective();
                thread.permitted = sets.permitted();
                thread.inheritable = sets.inheritable();
                thread.ambient &= sets.permitted() & sets.inheritable();
            }
            return may;
        });
    }

    @Override
    public int syscall(CallState state, Syscall call, int first, int second, int third) {
        return call(List.of(own()), thread -> switch (call) {
            case SETRESUID -> becomeUser(thread, first);
            case SETRESGID -> becomeGroup(thread, first);
            case SETGROUPS -> leaveGroups(thread);
            default -> throw new AssertionError(call);
        });
    }

    @Override
    public int seccomp(CallState state, int operation, int flags, Memory program) {
        return call(all, this::install);
    }

    @Override
    public int landlock_create_ruleset(CallState state, Memory rules, int size, int flags) {
        throw new AssertionError("landlock_create_ruleset");
    }

    @Override
    public int landlock_add_rule(CallState state, int rules, int type, Memory rule, int flags) {
        throw new AssertionError("landlock_add_rule");
    }

    @Override
    public int landlock_restrict_self(CallState state, int rules, int flags) {
        throw new AssertionError("landlock_restrict_self");
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

    @Override
    public boolean groupsAreFixed() {
        return groupsAreFixed;
    }

    private static String ids(int[] ids) {
        return Integer.toUnsignedString(ids[0]) + "\t" + Integer.toUnsignedString(ids[1]) + "\t"
                + Integer.toUnsignedString(ids[2]) + "\t" + Integer.toUnsignedString(ids[1]);
    }
}
