// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which machine a process is: by its control group, and by its command line as far as that says the same. */
final class MachineNameTest {
    private static final String SCOPE = "/machine.slice/machine-qemu\\x2d1\\x2d";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/machine.slice/machine-qemu\\x2d1\\x2dweb1.scope | web1 | libvirt",
                "/machine.slice/machine-qemu\\x2d12\\x2dweb\\x2dfront.scope/libvirt/emulator | web-front | libvirt",
                "/machine.slice/machine-buildbox.scope | buildbox | systemd",
                "/machine.slice/machine-a\\x2db\\xc3\\xa4.scope | a-bä | systemd",
                "/system.slice/qemu-web1.service | qemu-web1 | systemd",
                "/system.slice/system-vm.slice/vm@web\\x2d1.service | web-1 | systemd",
                "/user.slice/user-1000.slice/session-2.scope | - | -",
                "/kubepods.slice/kubepods-pod1.slice/cri-containerd-2.scope | - | -",
                "/ | - | -",
                "- | - | -"
            })
    void theControlGroupTells(@Nullable String cgroup, @Nullable String name, @Nullable String by) {
        assertMachine(MachineName.of(cgroup, "qemu-system-x86", List.of("/usr/bin/qemu-system-x86_64")), name, by);
    }

    private static void assertMachine(@Nullable VirtualMachine machine, @Nullable String name, @Nullable String by) {
        String found =
                machine == null ? null : machine.name() + " by " + machine.by().word();
        assertThat(found).isEqualTo(name == null ? null : name + " by " + by);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "guest=web1,debug-threads=on | web1",
                "web1 | web1",
                "web1,process=x | web1",
                "debug-threads=on,guest=a,,b | a,b"
            })
    void withoutAGroupQemusOwnNameIsTaken(String argument, String name) {
        assertMachine(MachineName.of("/user.slice", "sh", List.of("x", "-name", argument, "")), name, "qemu");
    }

    @Test
    void aCommandLineWithoutANameNamesNothing() {
        assertThat(MachineName.of("/x", "x", List.of("x", "-name"))).isNull();
        assertThat(MachineName.of("/x", "x", List.of("x", "-name", "debug-threads=on")))
                .isNull();
        assertThat(MachineName.of("/x", "x", List.of("x", "-name", ""))).isNull();
    }

    /** A QEMU that was taken over may write what it likes there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web1.scope | web1 | web1",
                "web1.scope | other | web1",
                "web1.scope | web12 | web1",
                "web1.scope | we | web1",
                "web1.scope | web_1 | web_1",
                "web\\x2d1.scope | web-1 (production) | web-1"
            })
    void whatLibvirtCallsAMachineIsBelieved(String scope, String guest, String name) {
        assertMachine(
                MachineName.of(SCOPE + scope, "qemu-system-x86", List.of("q", "-name", "guest=" + guest)),
                name,
                "libvirt");
    }

    /** libvirt cuts the name of a machine at 64 characters, {@code qemu-1-} among them. */
    @Test
    void whatWasCutIsCompleted() {
        String kept = "x".repeat(64 - "qemu-1-".length());
        String whole = kept + "-and-more";
        assertMachine(
                MachineName.of(SCOPE + kept + ".scope", "q", List.of("q", "-name", "guest=" + whole)),
                whole,
                "libvirt");
        assertMachine(
                MachineName.of(SCOPE + kept + ".scope", "q", List.of("q", "-name", "guest=y" + whole)),
                kept,
                "libvirt");
    }

    @ParameterizedTest
    @CsvSource({
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/cri-containerd-2.scope",
        "/kubepods/burstable/pod1/2",
        "/system.slice/kubepods-besteffort.slice/x"
    })
    void aPodsMachineHasItsNamespace(String cgroup) {
        List<String> arguments = List.of("/usr/libexec/qemu-kvm", "-name", "guest=default_testvmi,debug-threads=on");
        assertMachine(MachineName.of(cgroup, "qemu-kvm", arguments), "default/testvmi", "kubevirt");
    }

    @Test
    void aServiceThatIsNoQemuIsNoMachine() {
        assertThat(MachineName.of("/system.slice/pacemaker.service", "stonith", List.of("/usr/sbin/x")))
                .isNull();
        assertMachine(MachineName.of("/system.slice/a.service", "worker", List.of("/usr/bin/kvm")), "a", "systemd");
        assertMachine(MachineName.of("/system.slice/a.service", "qemu-kvm", List.of()), "a", "systemd");
    }
}
