// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import static io.prhelper.ffm.struct.StructFields.INT;
import static io.prhelper.ffm.struct.StructFields.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.libc.Memory;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The structs of {@code sys/resource.h}, {@code sys/time.h}, {@code pwd.h}, {@code grp.h} and {@code linux/landlock.h}. */
final class ProcessStructsLayoutTest {
    private static final StructLayout RLIMIT =
            MemoryLayout.structLayout(LONG.withName("rlim_cur"), LONG.withName("rlim_max"));

    private static final StructLayout TIMEVAL =
            MemoryLayout.structLayout(LONG.withName("tv_sec"), LONG.withName("tv_usec"));

    private static final StructLayout SIGSET = MemoryLayout.structLayout(
            LONG.withName("first"), MemoryLayout.sequenceLayout(15, LONG).withName("rest"));

    private static final StructLayout PASSWD = MemoryLayout.structLayout(
            LONG.withName("pw_name"),
            LONG.withName("pw_passwd"),
            INT.withName("pw_uid"),
            INT.withName("pw_gid"),
            LONG.withName("pw_gecos"),
            LONG.withName("pw_dir"),
            LONG.withName("pw_shell"));

    private static final StructLayout GROUP = MemoryLayout.structLayout(
            LONG.withName("gr_name"),
            LONG.withName("gr_passwd"),
            INT.withName("gr_gid"),
            MemoryLayout.paddingLayout(4),
            LONG.withName("gr_mem"));

    private static final StructLayout RULESET = MemoryLayout.structLayout(
            LONG.withName("handled_access_fs"), LONG.withName("handled_access_net"), LONG.withName("scoped"));

    /** Packed. */
    private static final StructLayout PATH_BENEATH =
            MemoryLayout.structLayout(LONG.withName("allowed_access"), INT.withName("parent_fd"));

    @Test
    void offsetsAreThoseOfTheHeaders() {
        StructFields.assertOffsets(Rlimit.class, RLIMIT);
        StructFields.assertOffsets(Timeval.class, TIMEVAL);
        StructFields.assertOffsets(Passwd.class, PASSWD);
        StructFields.assertOffsets(Group.class, GROUP);
        StructFields.assertOffsets(LandlockRulesetAttr.class, RULESET);
        StructFields.assertOffsets(LandlockPathBeneathAttr.class, PATH_BENEATH);
    }

    @Test
    void aLimitIsWhatCReadsAndWrites() {
        StructFields fields = StructFields.of(RLIMIT, new Rlimit(3, -1));
        assertThat(fields.get("rlim_cur")).isEqualTo(3);
        assertThat(fields.get("rlim_max")).isEqualTo(-1);
        Rlimit written = new Rlimit();
        fields = StructFields.of(RLIMIT, written);
        fields.put("rlim_cur", 5);
        fields.put("rlim_max", 7);
        assertThat(written.current()).isEqualTo(5);
        assertThat(written.most()).isEqualTo(7);
    }

    @Test
    void aSpanOfTimeIsCutOffToMicroseconds() {
        StructFields fields = StructFields.of(TIMEVAL, new Timeval(Duration.ofSeconds(2, 345_678_999)));
        assertThat(fields.get("tv_sec")).isEqualTo(2);
        assertThat(fields.get("tv_usec")).isEqualTo(345_678);
    }

    @Test
    void aSetHasABitForEachSignal() {
        StructFields fields = StructFields.of(SIGSET, Sigset.of(1, 15, 64));
        assertThat(fields.get("first")).isEqualTo(0x8000_0000_0000_4001L);
        Sigset set = new Sigset();
        StructFields.of(SIGSET, set).put("first", 1L << 9);
        assertThat(set.contains(10)).isTrue();
        assertThat(set.contains(9)).isFalse();
    }

    @Test
    void idsAreThoseOfTheEntry() {
        Passwd user = new Passwd();
        StructFields.ones(PASSWD, user).put("pw_uid", 1234);
        assertThat(user.id()).isEqualTo(1234);
        Group group = new Group();
        StructFields.ones(GROUP, group).put("gr_gid", 5678);
        assertThat(group.id()).isEqualTo(5678);
    }

    @Test
    void aSetOfRulesHasTheSizeThatItsVersionKnows() {
        LandlockRulesetAttr files = new LandlockRulesetAttr(0x1fff, 0, 0);
        assertThat(files.size()).isEqualTo(8);
        assertThat(StructFields.of(RULESET, files).get("handled_access_fs")).isEqualTo(0x1fff);
        LandlockRulesetAttr both = new LandlockRulesetAttr(0x7fff, 3, 0);
        assertThat(both.size()).isEqualTo(16);
        StructFields fields = StructFields.of(RULESET, both);
        assertThat(fields.get("handled_access_fs")).isEqualTo(0x7fff);
        assertThat(fields.get("handled_access_net")).isEqualTo(3);
        LandlockRulesetAttr all = new LandlockRulesetAttr(0xffff, 3, 2);
        assertThat(all.size()).isEqualTo(24);
        assertThat(StructFields.of(RULESET, all).get("scoped")).isEqualTo(2);
    }

    @Test
    void aRuleNamesRightsAndPath() {
        Memory rule = new LandlockPathBeneathAttr(12, 77);
        StructFields fields = StructFields.of(PATH_BENEATH, rule);
        assertThat(fields.get("allowed_access")).isEqualTo(12);
        assertThat(fields.get("parent_fd")).isEqualTo(77);
    }
}
