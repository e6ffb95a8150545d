// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.cli.history.JsonLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A running QEMU, by its command line (qemu(1)): {@code -object}, {@code -drive}, {@code -blockdev} and {@code -device}, as names and values
 * or as JSON.
 *
 * @param pid its process
 * @param name of the guest; that of its program where it has none
 * @param managers paths of helpers' sockets by the id of their pr-manager-helper object
 */
record Machine(int pid, String name, Map<String, String> managers, List<Disk> disks) {
    /**
     * A disk of the host that a guest has.
     *
     * @param file the node
     * @param driver what the guest sees, such as {@code scsi-block}; empty where it is attached to nothing
     * @param manager id of its pr-manager, or empty
     * @param options of the device
     */
    record Disk(String file, String driver, String manager, Map<String, String> options) {}

    private static final int MOST_LINKS = 16;

    /** What the process is, or null if it is no QEMU. */
    static @Nullable Machine of(Host host, int process) {
        List<String> arguments = host.arguments(process);
        String program = arguments.isEmpty()
                ? ""
                : arguments.getFirst().substring(arguments.getFirst().lastIndexOf('/') + 1);
        if (!program.startsWith("qemu-system-") && !program.equals("qemu-kvm") && !program.equals("kvm")) {
            return null;
        }
        String name = "";
        Map<String, String> managers = new LinkedHashMap<>();
        Map<String, Map<String, String>> drives = new HashMap<>();
        List<Map<String, String>> devices = new ArrayList<>();
        for (int i = 1; i + 1 < arguments.size(); i++) {
            String option = arguments.get(i).replaceFirst("^--?", "");
            String value = arguments.get(i + 1);
            switch (option) {
                case "name" -> {
                    Map<String, String> values = values(value, "guest");
                    name = values.getOrDefault("guest", "");
                }
                case "object" -> {
                    Map<String, String> values = values(value, "qom-type");
                    if (values.getOrDefault("qom-type", "").equals("pr-manager-helper")) {
                        managers.put(values.getOrDefault("id", ""), values.getOrDefault("path", ""));
                    }
                }
                case "blockdev" -> {
                    Map<String, String> values = values(value, "driver");
                    drives.put(values.getOrDefault("node-name", ""), values);
                }
                case "drive" -> {
                    Map<String, String> values = values(value, "file");
                    drives.put(values.getOrDefault("id", "drive " + i), values);
                }
                case "device" -> devices.add(values(value, "driver"));
                default -> {
                    // Says nothing of disks.
                }
            }
        }
        return new Machine(process, name.isEmpty() ? program : name, managers, disks(drives, devices));
    }

    /** {@code a=1,b=2} or JSON; the first may lack its name, and a comma of a value is doubled. */
    static Map<String, String> values(String text, String first) {
        Map<String, String> values = new LinkedHashMap<>();
        if (text.startsWith("{")) {
            JsonLine.read(text).ifPresent(fields -> fields.forEach((name, all) -> values.put(name, all.getFirst())));
            return values;
        }
        String[] parts = text.replace(",,", "\0").split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String value = parts[i].substring(equals + 1).replace('\0', ',');
            values.put(equals >= 0 ? parts[i].substring(0, equals) : i == 0 ? first : value, value);
        }
        return values;
    }

    private static List<Disk> disks(Map<String, Map<String, String>> drives, List<Map<String, String>> devices) {
        List<Disk> disks = new ArrayList<>();
        Map<String, Map<String, String>> attached = new HashMap<>();
        for (Map<String, String> device : devices) {
            attached.put(device.getOrDefault("drive", ""), device);
        }
        for (Map.Entry<String, Map<String, String>> top : drives.entrySet()) {
            Map<String, String> device = attached.get(top.getKey());
            boolean below =
                    drives.values().stream().anyMatch(drive -> top.getKey().equals(drive.get("file")));
            if (device != null || !below) {
                Disk disk = disk(top.getValue(), drives, device == null ? Map.of() : device);
                if (disk.file().startsWith("/dev/")) {
                    disks.add(disk);
                }
            }
        }
        return disks;
    }

    /** Follows {@code file} down to what the host has. */
    private static Disk disk(
            Map<String, String> top, Map<String, Map<String, String>> drives, Map<String, String> device) {
        String file = "";
        String manager = "";
        Map<String, String> drive = top;
        for (int i = 0; i < MOST_LINKS && drive != null; i++) {
            for (String name : List.of("filename", "file.filename", "file.file.filename")) {
                file = file.isEmpty() ? drive.getOrDefault(name, "") : file;
            }
            for (String name : List.of("pr-manager", "file.pr-manager", "file.file.pr-manager")) {
                manager = manager.isEmpty() ? drive.getOrDefault(name, "") : manager;
            }
            String next = drive.getOrDefault("file", "");
            file = file.isEmpty() && next.startsWith("/") ? next : file;
            drive = drives.get(next);
        }
        Map<String, String> options = new HashMap<>(top);
        options.putAll(device);
        // An old spelling: -drive if=scsi attaches by itself, to something that passes nothing on.
        String driver = device.getOrDefault(
                "driver", top.containsKey("if") && !"none".equals(top.get("if")) ? top.get("if") : "");
        return new Disk(file, driver, manager, options);
    }
}
