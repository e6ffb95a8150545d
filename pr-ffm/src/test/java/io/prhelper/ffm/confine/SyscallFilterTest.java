// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.libc.Abi;
import io.prhelper.ffm.libc.Syscall;
import io.prhelper.ffm.libc.Varying;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter's answers, from its instructions. */
final class SyscallFilterTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int PID = 4711;
    private static final int OPENAT = 257;
    private static final int CLONE = 56;
    private static final int IOCTL = 16;

    /** Calls whose arguments count. */
    private static final Set<Integer> CHECKED = Set.of(2, IOCTL, 41, 53, 54, CLONE, 72, 157, 234, OPENAT, 302);

    private final FilterMachine filter = new FilterMachine(new SyscallFilter(PID).program());

    private int judge(int number, long... arguments) {
        return filter.judge(FilterMachine.X86_64, number, arguments);
    }

    @Test
    void everyNumberHasItsAnswer() {
        Set<Integer> allowed = Arrays.stream(AllowedCalls.calls())
                .map(call -> call.on(Abi.X86_64))
                .filter(number -> number != Syscall.NOT_THERE)
                .collect(Collectors.toSet());
        assertThat(allowed).doesNotContainAnyElementsOf(CHECKED);
        for (int number = 0; number < 1024; number++) {
            if (!CHECKED.contains(number)) {
                int refused = number < 424 ? EPERM : ENOSYS;
                assertThat(judge(number)).as("call %d", number).isEqualTo(allowed.contains(number) ? ALLOW : refused);
            }
        }
    }

    /** Ways out of the confinement, by hand from {@code asm/unistd_64.h}: none may get onto the list. */
    @Test
    void waysOutAreNotOnTheList() {
        List<Integer> out = List.of(
                57, 58, 59, 62, 76, 82, 83, 85, 86, 88, 90, 91, 92, 93, 101, 105, 106, 113, 114, 116, 117, 119, 122,
                123, 126, 129, 133, 155, 160, 161, 163, 164, 165, 166, 167, 169, 170, 172, 173, 175, 176, 246, 248, 249,
                250, 259, 264, 265, 266, 268, 272, 297, 298, 303, 304, 308, 310, 311, 312, 313, 316, 317, 320, 321, 322,
                323, 424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 435, 437, 438, 442, 444, 445, 447);
        assertThat(out).allMatch(number -> judge(number) != ALLOW);
    }

    @ParameterizedTest
    @CsvSource({
        "0x2285, true", // SG_IO
        "0x5401, true", // TCGETS
        "0x541b, true", // FIONREAD
        "0x5412, false", // TIOCSTI
        "0x125f, false", // BLKRRPART
        "0xc138fd0c, false", // DM_TABLE_STATUS
        "0x700002285, true", // the kernel reads the lower half
        "0, false",
    })
    void anIoctlIsOneOfServing(String request, boolean allowed) {
        assertThat(judge(IOCTL, 3, Long.decode(request))).isEqualTo(allowed ? ALLOW : EPERM);
    }

    @Test
    void moreCanBeAllowed() {
        SyscallFilter more = new SyscallFilter(PID);
        more.allowConnect();
        FilterMachine multipath = new FilterMachine(more.program());
        assertThat(judge(42, 3)).isEqualTo(EPERM);
        assertThat(multipath.judge(FilterMachine.X86_64, 42, 3)).isEqualTo(ALLOW);
        assertThat(multipath.judge(FilterMachine.X86_64, IOCTL, 3, 0xc138fd0cL)).isEqualTo(EPERM);
        assertThat(multipath.judge(FilterMachine.X86_64, IOCTL, 3, 0x2285)).isEqualTo(ALLOW);
        assertThat(multipath.judge(FilterMachine.X86_64, IOCTL, 3, 0xc138fd03L)).isEqualTo(EPERM);
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "0x80000, true", // O_CLOEXEC
        "0x2b0000, true", // O_PATH, O_CLOEXEC, O_NOFOLLOW, O_DIRECTORY
        "1, false",
        "2, false",
        "3, false",
        "0x40, false", // O_CREAT
        "0x200, false", // O_TRUNC
        "0x410000, false", // O_TMPFILE
    })
    void filesAreOpenedForReadingOnly(String flags, boolean allowed) {
        int answer = allowed ? ALLOW : EPERM;
        assertThat(judge(OPENAT, -100, 0, Long.decode(flags))).isEqualTo(answer);
        assertThat(judge(2, 0, Long.decode(flags))).isEqualTo(answer);
    }

    /** In the last column whether it is where appending is allowed. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, true", // O_RDONLY
        "0x2b0000, 0, true", // O_PATH, O_CLOEXEC, O_NOFOLLOW, O_DIRECTORY
        "0x441, 0666, true", // O_WRONLY, O_CREAT, O_APPEND
        "0xa0c41, 0600, true", // the same with O_NONBLOCK, O_CLOEXEC, O_NOFOLLOW
        "0x441, 0700, false",
        "0x441, 0601, false",
        "0x441, 04600, false", // set-user-ID
        "0x441, 02600, false",
        "0x441, 01600, false",
        "0x401, 0, false", // O_WRONLY, O_APPEND: nothing needs it
        "0x41, 0600, false", // O_WRONLY, O_CREAT
        "0x442, 0600, false", // O_RDWR
        "0x443, 0600, false",
        "0x641, 0600, false", // O_TRUNC
        "0x410441, 0600, false", // O_TMPFILE
        "0x400, 0, false",
    })
    void appendingIsAllowedWhereItIsAskedForAndMakesNoPrograms(String flags, String mode, boolean allowed) {
        SyscallFilter more = new SyscallFilter(PID);
        more.allowAppending();
        FilterMachine machine = new FilterMachine(more.program());
        long[] open = {0, Long.decode(flags), Long.decode(mode)};
        long[] openat = {-100, 0, Long.decode(flags), Long.decode(mode)};
        int answer = allowed ? ALLOW : EPERM;
        assertThat(machine.judge(FilterMachine.X86_64, OPENAT, openat)).isEqualTo(answer);
        assertThat(machine.judge(FilterMachine.X86_64, 2, open)).isEqualTo(answer);
        if (!mode.equals("0")) {
            assertThat(judge(OPENAT, openat)).isEqualTo(EPERM);
            assertThat(judge(2, open)).isEqualTo(EPERM);
        }
    }

    /** rename, renameat, renameat2. */
    @ParameterizedTest
    @ValueSource(ints = {82, 264, 316})
    void filesGetOtherNamesOnlyWhereThatIsAskedFor(int call) {
        SyscallFilter more = new SyscallFilter(PID);
        more.allowRenaming();
        assertThat(new FilterMachine(more.program()).judge(FilterMachine.X86_64, call))
                .isEqualTo(ALLOW);
        more = new SyscallFilter(PID);
        more.allowAppending();
        assertThat(new FilterMachine(more.program()).judge(FilterMachine.X86_64, call))
                .isEqualTo(EPERM);
    }

    @ParameterizedTest
    @CsvSource({
        "0x3d0f00, true", // as pthread_create has it
        "0x11, false", // fork
        "0x4111, false", // vfork
        "0x103d0f00, false", // CLONE_NEWUSER
        "0x3f0f00, false", // CLONE_NEWNS
        "0x43d0f00, false", // CLONE_NEWUTS
        "0x83d0f00, false", // CLONE_NEWIPC
        "0x203d0f00, false", // CLONE_NEWPID
        "0x403d0f00, false", // CLONE_NEWNET
        "0x23d0f00, false", // CLONE_NEWCGROUP
        "0x3d0f80, false", // CLONE_NEWTIME
    })
    void cloneMakesThreadsOnly(String flags, boolean allowed) {
        assertThat(judge(CLONE, Long.decode(flags))).isEqualTo(allowed ? ALLOW : EPERM);
    }

    @Test
    void socketsAreUnixStreamSockets() {
        for (int domain = 0; domain < 50; domain++) {
            assertThat(judge(41, domain, 1 | 0x80800)).isEqualTo(domain == 1 ? ALLOW : EPERM);
            assertThat(judge(53, domain, 1 | 0x80800)).isEqualTo(domain == 1 ? ALLOW : EPERM);
        }
        for (int type = 2; type < 16; type++) {
            assertThat(judge(41, 1, type)).isEqualTo(EPERM);
            assertThat(judge(53, 1, type)).isEqualTo(EPERM);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 20, true", "1, 21, true", "1, 26, false", "1, 50, false", "6, 20, false"})
    void noFilterIsAttachedToASocket(int level, int option, boolean allowed) {
        assertThat(judge(54, 3, level, option)).isEqualTo(allowed ? ALLOW : EPERM);
    }

    @Test
    void signalsGoToOurselvesAndLimitsAreOnlyRead() {
        assertThat(judge(234, PID, PID, 9)).isEqualTo(ALLOW);
        assertThat(judge(234, 1, 1, 9)).isEqualTo(EPERM);
        assertThat(judge(302, 0, 7, 0, 0x7f0000000000L)).isEqualTo(ALLOW);
        assertThat(judge(302, 0, 7, 0x7f0000000000L, 0)).isEqualTo(EPERM);
        assertThat(judge(302, 0, 7, 0x10, 0)).isEqualTo(EPERM);
    }

    @ParameterizedTest
    @CsvSource({
        "15, true",
        "16, true",
        "3, true",
        "4, false",
        "8, false",
        "22, false",
        "24, false",
        "28, false",
        "47, false"
    })
    void whatChangesRightsIsNoOptionOfPrctl(int option, boolean allowed) {
        assertThat(judge(157, option, 1)).isEqualTo(allowed ? ALLOW : EPERM);
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "3, true",
        "4, true",
        "6, true",
        "1030, true",
        "8, false",
        "10, false",
        "1026, false",
        "1033, false"
    })
    void fcntlSendsNoSignalsAndSealsNothing(int command, boolean allowed) {
        assertThat(judge(72, 3, command)).isEqualTo(allowed ? ALLOW : EPERM);
    }

    @Test
    void otherInterfacesOfTheKernelEndTheProcessOrDoNotExist() {
        int i386 = 0x40000003;
        assertThat(filter.judge(i386, 0)).isEqualTo(0x80000000);
        assertThat(judge(0x40000000)).isEqualTo(ENOSYS);
        assertThat(judge(0x40000000 | IOCTL, 3, 0x2285)).isEqualTo(ENOSYS);
        assertThat(judge(-1)).isEqualTo(ENOSYS);
    }

    @Test
    void theProgramFitsIntoTheKernel() {
        assertThat(new SyscallFilter(PID).program().instructions()).hasSizeBetween(200, 4096);
    }

    /** Its arguments are behind a pointer, where a filter can not look. */
    @ParameterizedTest
    @CsvSource({"S390X, 102", "PPC64LE, 102"})
    void allCallsOfSocketsInOneAreRefused(Abi abi, int socketcall) {
        FilterMachine machine = new FilterMachine(new SyscallFilter(abi, PID).program(), abi == Abi.S390X);
        for (int function = 1; function <= 20; function++) {
            assertThat(machine.judge(Varying.AUDIT_ARCH.on(abi), socketcall, function))
                    .isEqualTo(EPERM);
        }
    }

    /** What differs by processor is which numbers there are, and which half of an argument comes first. */
    @ParameterizedTest
    @EnumSource
    void eachProcessorHasItsOwnNumbersAndOrderOfBytes(Abi abi) {
        BpfProgram program = new SyscallFilter(abi, PID).program();
        FilterMachine machine = new FilterMachine(program, abi == Abi.S390X);
        int arch = Varying.AUDIT_ARCH.on(abi);
        for (Syscall call : AllowedCalls.calls()) {
            if (call.on(abi) != Syscall.NOT_THERE) {
                assertThat(machine.judge(arch, call.on(abi))).as(call.name()).isEqualTo(ALLOW);
            }
        }
        int openat = Syscall.OPENAT.on(abi);
        assertThat(machine.judge(arch, openat, -100, 0x40, 0x4000000000L)).isEqualTo(ALLOW);
        assertThat(machine.judge(arch, openat, -100, 0, 0x40)).isEqualTo(EPERM);
        int prlimit = Syscall.PRLIMIT64.on(abi);
        assertThat(machine.judge(arch, prlimit, 0, 7, 0, 0x7f0000000000L)).isEqualTo(ALLOW);
        assertThat(machine.judge(arch, prlimit, 0, 7, 0x7f0000000000L, 0)).isEqualTo(EPERM);
        assertThat(machine.judge(arch, prlimit, 0, 7, 0x10, 0)).isEqualTo(EPERM);
        int clone = Syscall.CLONE.on(abi);
        long thread = 0x3d0f00;
        long stack = 0x7f0000000000L;
        boolean flagsFirst = abi != Abi.S390X;
        assertThat(machine.judge(arch, clone, flagsFirst ? thread : stack, flagsFirst ? stack : thread))
                .isEqualTo(ALLOW);
        assertThat(machine.judge(arch, clone, flagsFirst ? 17 : thread, flagsFirst ? thread : 17))
                .isEqualTo(EPERM);
        assertThat(machine.judge(arch, -1)).isEqualTo(ENOSYS);
        assertThat(machine.judge(arch ^ 1, Syscall.READ.on(abi))).isEqualTo(0x80000000);
    }
}
