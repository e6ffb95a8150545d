// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import io.prhelper.cli.audit.VirtualMachine.By;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells which virtual machine a process is.
 *
 * <p>Its control group is what whoever runs the machine put it into; its command line is its own, and a QEMU that was taken over may have
 * changed it. So the command line names a machine only where the control group does not, or names it more fully:
 *
 * <pre>
 *   machine.slice/machine-qemu\x2d1\x2dweb1.scope    libvirt: driver, number and name of the domain, of which only letters, digits, hyphens
 *                                                    and dots are kept, cut at 64 characters
 *   kubepods[.slice]/.../                            a pod: KubeVirt calls the domain NAMESPACE_NAME
 *   machine.slice/machine-NAME.scope                 a machine that is registered with systemd-machined
 *   NAME.service                                     a QEMU that is a service
 * </pre>
 */
final class MachineName {
    private static final Pattern SCOPE = Pattern.compile("(?:^|/)machine-([^/]+)\\.scope(?:/|$)");
    private static final Pattern LIBVIRT = Pattern.compile("(?:qemu|xen|lxc|ch)-\\d+-(.+)");
    private static final Pattern POD = Pattern.compile("(?:^|/)kubepods(?:[.-][^/]*)?(?:/|$)");
    private static final Pattern SERVICE = Pattern.compile("/(?:[^/@]+@)?([^/@]+)\\.service(?:/|$)");
    /** Characters of the name of a machine that libvirt registers. */
    private static final int LONGEST = 64;

    private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-f]{2})");

    private MachineName() {}

    /**
     * The machine, or null where nothing tells that it is one.
     *
     * @param cgroup path of its control group
     * @param command its name
     * @param arguments its command line, or the beginning of it
     */
    static @Nullable VirtualMachine of(@Nullable String cgroup, @Nullable String command, List<String> arguments) {
        String group = cgroup == null ? "" : cgroup;
        String guest = guest(arguments);
        Matcher scope = SCOPE.matcher(group);
        if (scope.find()) {
            return ofScope(unescaped(scope.group(1)), guest);
        }
        if (POD.matcher(group).find() && guest != null && guest.indexOf('_') > 0) {
            // Neither a namespace nor a name has an underscore (RFC 1123): the first one is KubeVirt's.
            return new VirtualMachine(guest.replaceFirst("_", "/"), By.KUBEVIRT);
        }
        Matcher service = SERVICE.matcher(group);
        if (isQemu(command, arguments) && service.find()) {
            return new VirtualMachine(unescaped(service.group(1)), By.SYSTEMD);
        }
        return guest == null ? null : new VirtualMachine(guest, By.QEMU);
    }

    private static VirtualMachine ofScope(String machine, @Nullable String guest) {
        Matcher libvirt = LIBVIRT.matcher(machine);
        if (!libvirt.matches()) {
            return new VirtualMachine(machine, By.SYSTEMD);
        }
        String name = libvirt.group(1);
        boolean cut = machine.length() >= LONGEST;
        return new VirtualMachine(guest != null && isSame(guest, name, cut) ? guest : name, By.LIBVIRT);
    }

    /** Whether libvirt makes that of the name of a domain: without what a host name can not have, and perhaps cut. */
    private static boolean isSame(String domain, String name, boolean cut) {
        String whole = onlyLetters(domain);
        String kept = onlyLetters(name);
        return cut ? whole.startsWith(kept) : whole.equals(kept);
    }

    private static String onlyLetters(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "");
    }

    /** What QEMU was told with {@code -name}, whose commas are written twice; null where it was told nothing. */
    private static @Nullable String guest(List<String> arguments) {
        int at = arguments.indexOf("-name") + 1;
        if (at == 0 || at >= arguments.size()) {
            return null;
        }
        for (String part : arguments.get(at).replace(",,", "\0").split(",", -1)) {
            String name = part.startsWith("guest=") ? part.substring("guest=".length()) : part;
            if (name.indexOf('=') < 0 && !name.isEmpty()) {
                return name.replace('\0', ',');
            }
        }
        return null;
    }

    private static boolean isQemu(@Nullable String command, List<String> arguments) {
        String program = arguments.isEmpty() ? "" : arguments.getFirst();
        return isQemu(command == null ? "" : command) || isQemu(program.substring(program.lastIndexOf('/') + 1));
    }

    private static boolean isQemu(String name) {
        return name.startsWith("qemu-") || name.equals("kvm");
    }

    /** As systemd.unit(5) escapes names: a hyphen stands for a slash, what would not stand for itself for its byte. */
    static String unescaped(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher escaped = ESCAPED.matcher(name);
        int from = 0;
        while (escaped.find()) {
            bytes.writeBytes(name.substring(from, escaped.start()).getBytes(StandardCharsets.UTF_8));
            bytes.write(Integer.parseInt(escaped.group(1), 16));
            from = escaped.end();
        }
        bytes.writeBytes(name.substring(from).getBytes(StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
