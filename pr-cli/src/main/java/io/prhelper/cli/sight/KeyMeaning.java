// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import io.prhelper.core.pr.ReservationKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a key says beyond its number, as far as its form or the configuration of this host tells.
 *
 * <ul>
 *   <li>Keys of fence_scsi (fence-agents 4) have 32 bits: 16 of the MD5 sum of the cluster's name, then the place of the node in the list as
 *       four decimal digits, or 16 bits of the MD5 sum of the node's name. Where corosync.conf is here, both are known.
 *   <li>Keys of fence_mpath are chosen by the administrator, mostly the node's number (fence_mpath(8)).
 *   <li>multipathd has the keys of this host's maps in {@code /etc/multipath/prkeys}, or one in {@code multipath.conf}.
 * </ul>
 *
 * Virtual machines choose their keys themselves: libvirt and KubeVirt have none.
 */
public final class KeyMeaning {
    private static final Pattern LINE = Pattern.compile("(?m)^\\s*(cluster_name|name|nodeid)\\s*:\\s*(\\S+)\\s*$");
    private static final Pattern PRKEY =
            Pattern.compile("(?m)^\\s*(?:0x)?([0-9a-fA-F]{1,16})(?::aptpl)?\\s+(\\S+)\\s*$");
    private static final Pattern RESERVATION_KEY =
            Pattern.compile("(?m)^\\s*reservation_key\\s+\"?(?:0x)?([0-9a-fA-F]{1,16})(?::aptpl)?\"?\\s*$");
    private static final int MOST_NODES = 64;

    private record Node(String name, int id) {}

    private final Optional<String> cluster;
    private final List<Node> nodes = new ArrayList<>();
    private final List<ReservationKey> multipath = new ArrayList<>();

    private KeyMeaning(Host host) {
        String corosync = host.text("etc/corosync/corosync.conf").orElse("");
        String clusterName = null;
        String nodeName = null;
        Matcher lines = LINE.matcher(corosync);
        while (lines.find()) {
            switch (lines.group(1)) {
                case "cluster_name" -> clusterName = lines.group(2);
                case "name" -> {
                    nodeName = lines.group(2);
                    nodes.add(new Node(nodeName, 0));
                }
                case "nodeid" -> number(lines.group(2));
                default -> {}
            }
        }
        cluster = Optional.ofNullable(clusterName);
        Matcher prkeys = PRKEY.matcher(host.text("etc/multipath/prkeys").orElse(""));
        while (prkeys.find()) {
            multipath.add(ReservationKey.parse(prkeys.group(1)));
        }
        Matcher configured =
                RESERVATION_KEY.matcher(host.text("etc/multipath.conf").orElse(""));
        while (configured.find()) {
            multipath.add(ReservationKey.parse(configured.group(1)));
        }
    }

    private void number(String id) {
        if (!nodes.isEmpty() && id.matches("[0-9]{1,9}")) {
            nodes.set(nodes.size() - 1, new Node(nodes.getLast().name(), Integer.parseInt(id)));
        }
    }

    /** As this host's configuration tells. */
    public static KeyMeaning of(Host host) {
        return new KeyMeaning(host);
    }

    /** The key as text, if all of it but zeros at either end is printable ASCII, and there are three letters at least. */
    public static Optional<String> text(ReservationKey key) {
        byte[] bytes = HexFormat.of().parseHex(key.toString().substring(2));
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("^\0+|\0+$", "");
        return text.matches("[ -~]{3,8}")
                        && text.chars().filter(Character::isLetter).count() >= 2
                ? Optional.of(text)
                : Optional.empty();
    }

    /** What it means for a cluster or for this host; empty where nothing tells. */
    public Optional<String> of(ReservationKey key) {
        List<String> meanings = new ArrayList<>();
        if (multipath.contains(key)) {
            meanings.add("this host's reservation_key for multipathd");
        }
        fenceScsi(key).ifPresent(meanings::add);
        if (key.value() > 0 && key.value() <= MOST_NODES) {
            meanings.add(nodes.stream()
                    .filter(node -> node.id() == key.value())
                    .map(node -> "node " + node.id() + " (" + node.name() + ") of this host's cluster")
                    .findFirst()
                    .orElse("a node's number, as fence_mpath is often given"));
        }
        return meanings.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", meanings));
    }

    private Optional<String> fenceScsi(ReservationKey key) {
        if (key.value() >>> 32 != 0 || key.value() >>> 16 == 0) {
            return Optional.empty();
        }
        String digits = String.format(Locale.ROOT, "%08x", key.value());
        String node = digits.substring(4);
        if (cluster.isPresent() && digits.startsWith(hash(cluster.get()))) {
            String ofCluster = "fence_scsi of cluster " + cluster.get() + ", ";
            for (int i = 0; i < nodes.size(); i++) {
                String name = nodes.get(i).name();
                if (node.equals(String.format(Locale.ROOT, "%04d", i)) || node.equals(hash(name))) {
                    return Optional.of(ofCluster + "node " + name);
                }
            }
            return Optional.of(ofCluster + "no node of its list");
        }
        // Few other keys have 32 bits of which the last four digits are a small number.
        return node.matches("00[0-9]{2}")
                ? Optional.of("as fence_scsi makes them, node " + Integer.parseInt(node) + " of its cluster")
                : Optional.empty();
    }

    private static String hash(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 2);
        } catch (NoSuchAlgorithmException none) {
            return "none";
        }
    }
}
