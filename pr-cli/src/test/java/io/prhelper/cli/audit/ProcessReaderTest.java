// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What proc(5) tells of a process, and what becomes of what it does not tell. */
final class ProcessReaderTest {
    @TempDir
    private Path proc;

    private Path process(String cgroup, String commandLine) throws IOException {
        Path process = Files.createDirectory(proc.resolve("7"));
        Files.writeString(process.resolve("comm"), "qemu-system-x86\n");
        Files.writeString(process.resolve("cgroup"), cgroup);
        Files.writeString(process.resolve("cmdline"), commandLine);
        return process;
    }

    @Test
    void aMachineOfLibvirtIsKnownInFull() throws IOException {
        Path process = process(
                "0::/machine.slice/machine-qemu\\x2d1\\x2dweb1.scope/libvirt/emulator\n",
                "/usr/bin/qemu-system-x86_64\0-name\0guest=web1,debug-threads=on\0-S\0");
        Files.createSymbolicLink(process.resolve("exe"), Path.of("/usr/bin/qemu-system-x86_64"));
        assertThat(new ProcessReader(proc).read(7))
                .isEqualTo(new PeerFacts(
                        "/usr/bin/qemu-system-x86_64",
                        "qemu-system-x86",
                        "/machine.slice/machine-qemu\\x2d1\\x2dweb1.scope/libvirt/emulator",
                        new VirtualMachine("web1", VirtualMachine.By.LIBVIRT)));
    }

    /** cgroups(7): two versions side by side, of which systemd uses one. */
    @Test
    void theGroupIsSystemds() throws IOException {
        process("4:memory:/x\n1:name=systemd:/system.slice/y.service\n0::/\n", "");
        assertThat(new ProcessReader(proc).read(7).cgroup()).isEqualTo("/system.slice/y.service");
    }

    @Test
    void theOneHierarchyComesFirst() throws IOException {
        process("1:name=systemd:/a\n0::/b\n", "");
        assertThat(new ProcessReader(proc).read(7).cgroup()).isEqualTo("/b");
    }

    @Test
    void whatIsNotShownIsLeftOut() {
        assertThat(new ProcessReader(proc).read(7)).isEqualTo(PeerFacts.UNKNOWN);
        assertThat(new ProcessReader(proc).read(0)).isEqualTo(PeerFacts.UNKNOWN);
    }

    @Test
    void whatAProcessWritesIntoItsOwnFilesIsBounded() throws IOException {
        Path process = process("nonsense\n\n:::\n0:", "a".repeat(1 << 20));
        Files.write(process.resolve("comm"), new byte[] {(byte) 0xff, 'x'});
        PeerFacts facts = new ProcessReader(proc).read(7);
        assertThat(facts).isEqualTo(new PeerFacts(null, "\ufffdx", null, null));
    }

    @Test
    void thisProcessIsThere() {
        PeerFacts facts = new ProcessReader(Path.of("/proc"))
                .read(Math.toIntExact(ProcessHandle.current().pid()));
        assertThat(facts.executable()).endsWith("/java");
        assertThat(facts.command()).isNotBlank();
    }
}
