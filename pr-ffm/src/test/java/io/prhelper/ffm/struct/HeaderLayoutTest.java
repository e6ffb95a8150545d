// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.libc.Abi;
import io.prhelper.ffm.libc.CHeaders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every size and every offset, as the C headers of each processor have them. */
final class HeaderLayoutTest {
    private static final Struct[] STRUCTS = {
        new Struct(Cmsghdr.class, "sys/socket.h", "struct cmsghdr"),
        new Struct(Flock.class, "fcntl.h", "struct flock"),
        new Struct(Group.class, "grp.h", "struct group"),
        new Struct(Iovec.class, "sys/uio.h", "struct iovec"),
        new Struct(LandlockPathBeneathAttr.class, "linux/landlock.h", "struct landlock_path_beneath_attr"),
        new Struct(MsgHdr.class, "sys/socket.h", "struct msghdr"),
        new Struct(Passwd.class, "pwd.h", "struct passwd"),
        new Struct(PollFd.class, "poll.h", "struct pollfd"),
        new Struct(Rlimit.class, "sys/resource.h", "struct rlimit"),
        new Struct(SgIoHdr.class, "scsi/sg.h", "struct sg_io_hdr"),
        new Struct(Sigset.class, "signal.h", "sigset_t"),
        new Struct(SockFprog.class, "linux/filter.h", "struct sock_fprog"),
        new Struct(SockaddrUn.class, "sys/un.h", "struct sockaddr_un"),
        new Struct(Statx.class, "linux/stat.h", "struct statx"),
        new Struct(Timeval.class, "sys/time.h", "struct timeval"),
        new Struct(Ucred.class, "sys/socket.h", "struct ucred"),
    };

    private record Struct(Class<?> java, String header, String c) {}

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void everyStructIsTheOneOfTheHeaders(Abi abi) throws IOException, InterruptedException {
        CHeaders headers = CHeaders.of(abi);
        Map<String, Integer> expected = new TreeMap<>();
        StringBuilder includes = new StringBuilder("#define _GNU_SOURCE\n");
        StringBuilder statements = new StringBuilder();
        for (Struct struct : STRUCTS) {
            includes.append("#include <" + struct.header + ">\n");
            String name = struct.java.getSimpleName() + ".";
            StructFields.offsets(struct.java).forEach((field, offset) -> {
                expected.put(name + field, offset);
                // What follows a cmsghdr has no name.
                String value = field.equals("data") ? "CMSG_LEN(0)" : "offsetof(" + struct.c + ", " + field + ")";
                statements.append("SHOW(\"" + name + field + "\", " + value + ");\n");
            });
            if (struct.java != Cmsghdr.class) {
                expected.put(name + "SIZE", StructFields.size(struct.java));
                statements.append("SHOW(\"" + name + "SIZE\", sizeof(" + struct.c + "));\n");
            }
        }
        assertThat(headers.shown(folder, includes.toString(), statements.toString()))
                .isEqualTo(expected);
    }

    /** The set is two of C's structs, each half of the bits; the header stands by itself. */
    @ParameterizedTest
    @EnumSource
    void capabilitiesAreTheOnesOfTheHeaders(Abi abi) throws IOException, InterruptedException {
        String data = "struct __user_cap_data_struct";
        assertThat(CHeaders.of(abi).shown(folder, "#include <linux/capability.h>", """
                SHOW("header", sizeof(struct __user_cap_header_struct));
                SHOW("pid", offsetof(struct __user_cap_header_struct, pid));
                SHOW("set", _LINUX_CAPABILITY_U32S_3 * sizeof(%1$s));
                SHOW("high", sizeof(%1$s));
                SHOW("permitted", offsetof(%1$s, permitted));
                SHOW("inheritable", offsetof(%1$s, inheritable));
                """.formatted(data)))
                .isEqualTo(Map.of(
                        "header", CapabilitySets.HEADER_SIZE,
                        "pid", CapabilitySets.PID,
                        "set", CapabilitySets.SIZE,
                        "high", CapabilitySets.HIGH,
                        "permitted", CapabilitySets.PERMITTED,
                        "inheritable", CapabilitySets.INHERITABLE));
    }
}
