// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel tells of a device without troubling it (sysfs(5), {@code Documentation/ABI/testing/sysfs-block}).
 *
 * @param node how it was named
 * @param kernelName {@code sda}, {@code dm-0}, {@code sg1}; empty for what is no device
 * @param number {@code 8:0}; empty for what is no device
 * @param kind what it is
 * @param wwid its world wide identification, as the kernel read it when it found the device, or the map's
 * @param product vendor, model and revision
 * @param bytes its size
 * @param readOnly whether the kernel lets nobody write
 * @param state of a SCSI device, {@code running}
 * @param address of a SCSI device, {@code host:channel:id:lun}
 * @param paths kernel names of a map's paths
 */
public record DeviceFacts(
        Path node,
        String kernelName,
        String number,
        Kind kind,
        Optional<String> wwid,
        Optional<String> product,
        OptionalLong bytes,
        boolean readOnly,
        Optional<String> state,
        Optional<String> address,
        List<String> paths) {

    /** What a node may be. */
    public enum Kind {
        DISK("disk"),
        MAP("multipath map"),
        SCSI_GENERIC("SCSI generic node"),
        TAPE("tape"),
        PARTITION("partition"),
        MAPPED("device-mapper device"),
        OTHER_BLOCK("block device that is no SCSI disk"),
        OTHER("no device");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** As a person reads it. */
        public String words() {
            return words;
        }
    }

    private static final int SCSI_GENERIC_MAJOR = 21;
    private static final int TAPE_MAJOR = 9;
    private static final int SECTOR = 512;

    /**
     * Of a node.
     *
     * @throws IOException if there is no such file; the message names it
     */
    public static DeviceFacts of(Host host, Path node) throws IOException {
        Optional<NodeNumber> device = NodeNumber.of(node);
        if (device.isEmpty()) {
            return nothing(node, Kind.OTHER);
        }
        String number = device.get().toString();
        if (device.get().block()) {
            return block(host, node, number);
        }
        long major = device.get().major();
        Kind kind = major == SCSI_GENERIC_MAJOR ? Kind.SCSI_GENERIC : major == TAPE_MAJOR ? Kind.TAPE : Kind.OTHER;
        return kind == Kind.OTHER ? nothing(node, kind) : read(host, node, "sys/dev/char/" + number, number, kind);
    }

    /** Of what has that name in {@code /sys/block}. */
    static DeviceFacts named(Host host, String kernelName) {
        Path node = host.path("dev/" + kernelName.replace('!', '/'));
        String number = host.text("sys/block/" + kernelName + "/dev").orElse("");
        return block(host, node, number);
    }

    private static DeviceFacts block(Host host, Path node, String number) {
        String folder = "sys/dev/block/" + number;
        Optional<String> mapped = host.text(folder + "/dm/uuid");
        Kind kind = Files.exists(host.path(folder + "/partition"))
                ? Kind.PARTITION
                : mapped.isPresent()
                        ? mapped.get().startsWith("mpath-") ? Kind.MAP : Kind.MAPPED
                        : Files.exists(host.path(folder + "/device/scsi_level")) ? Kind.DISK : Kind.OTHER_BLOCK;
        return read(host, node, folder, number, kind);
    }

    private static DeviceFacts read(Host host, Path node, String folder, String number, Kind kind) {
        Path real;
        try {
            real = host.path(folder).toRealPath();
        } catch (IOException hidden) {
            real = host.path(folder);
        }
        Path device = real.resolve("device");
        List<String> paths = kind == Kind.MAP ? Host.names(real.resolve("slaves")) : List.of();
        Optional<String> wwid = Host.text(device.resolve("wwid"))
                .or(() -> host.text(folder + "/dm/uuid"))
                .map(id -> id.replaceAll("\\s+", " "));
        return new DeviceFacts(
                node,
                String.valueOf(real.getFileName()),
                number,
                kind,
                wwid,
                product(device),
                size(real),
                Host.text(real.resolve("ro")).filter("1"::equals).isPresent(),
                Host.text(device.resolve("state")),
                address(device),
                paths);
    }

    private static Optional<String> product(Path device) {
        List<String> parts = new ArrayList<>();
        for (String name : new String[] {"vendor", "model", "rev"}) {
            Host.text(device.resolve(name)).ifPresent(parts::add);
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", parts));
    }

    private static OptionalLong size(Path block) {
        return Host.text(block.resolve("size"))
                .filter(text -> text.matches("[0-9]{1,15}"))
                .map(text -> OptionalLong.of(Long.parseLong(text) * SECTOR))
                .orElse(OptionalLong.empty());
    }

    private static Optional<String> address(Path device) {
        try {
            String name = String.valueOf(device.toRealPath().getFileName());
            return name.matches("[0-9]+(:[0-9]+){3}") ? Optional.of(name) : Optional.empty();
        } catch (IOException noScsiDevice) {
            return Optional.empty();
        }
    }

    /** Of a name that no file has. */
    static DeviceFacts nothing(Path node) {
        return nothing(node, Kind.OTHER);
    }

    private static DeviceFacts nothing(Path node, Kind kind) {
        return new DeviceFacts(
                node,
                "",
                "",
                kind,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** All disks and maps of the host, in the order of their names; a map's paths stand in the map. */
    static List<DeviceFacts> all(Host host) {
        List<DeviceFacts> found = new ArrayList<>();
        List<String> below = new ArrayList<>();
        for (String name : host.names("sys/block")) {
            DeviceFacts facts = named(host, name);
            switch (facts.kind()) {
                case MAP -> {
                    found.add(facts);
                    below.addAll(facts.paths());
                }
                case DISK -> found.add(facts);
                case SCSI_GENERIC, TAPE, PARTITION, MAPPED, OTHER_BLOCK, OTHER -> {}
            }
        }
        found.removeIf(facts -> facts.kind() == Kind.DISK && below.contains(facts.kernelName()));
        return found;
    }
}
