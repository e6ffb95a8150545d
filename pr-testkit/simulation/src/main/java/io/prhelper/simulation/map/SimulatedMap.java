// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.map;

import io.prhelper.core.multipath.MapCommand;
import io.prhelper.core.multipath.MapMemory;
import io.prhelper.core.multipath.MapPath;
import io.prhelper.core.multipath.PathAnswer;
import io.prhelper.core.multipath.Question;
import io.prhelper.core.multipath.Step;
import io.prhelper.core.multipath.Told;
import io.prhelper.core.multipath.Word;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiPort;
import io.prhelper.core.scsi.Sense;
import io.prhelper.simulation.target.SimulatedNexus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A multipath map over nexuses of one host: one device for who uses it. PERSISTENT RESERVE goes the way that a helper goes with a real map;
 * other commands take one path after the other, as with {@code path_selector "round-robin 0"}. Safe for use by several threads.
 *
 * <pre>{@code
 * SimulatedMap map = SimulatedMap.over(Version.V0_15, first, second);
 * map.fail(0);
 * map.execute(exchange);
 * map.restore(0);
 * }</pre>
 */
public final class SimulatedMap implements ScsiPort {
    private final Map<MapPath, SimulatedNexus> paths = new LinkedHashMap<>();
    private final List<MapPath> away = new ArrayList<>();
    private final List<MapPath> removed = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();
    private final MapMemory memory = new MapMemory();
    private final SimulatedMultipathd multipathd;
    private int turn;
    private boolean silent;

    private SimulatedMap(
            SimulatedMultipathd.Version version,
            SimulatedMultipathd.Configuration configuration,
            List<SimulatedNexus> nexuses) {
        List<Object> hosts = new ArrayList<>();
        for (SimulatedNexus nexus : nexuses) {
            if (!hosts.contains(nexus.initiator())) {
                hosts.add(nexus.initiator());
            }
            paths.put(new MapPath("sd" + (char) ('a' + paths.size()), hosts.indexOf(nexus.initiator())), nexus);
        }
        multipathd = new SimulatedMultipathd(version, configuration, this::usable);
    }

    /**
     * A map over these paths, none of them away.
     *
     * @param version of the multipathd beside it, which has {@code reservation_key file}
     * @param nexuses 1 to 26 paths; nexuses of one initiator port are paths through one host adapter
     * @return the map; its paths are numbered from 0 in this order
     * @throws IllegalArgumentException if there is none, or they are not of one logical unit
     */
    public static SimulatedMap over(SimulatedMultipathd.Version version, SimulatedNexus... nexuses) {
        return over(version, SimulatedMultipathd.Configuration.FILE, nexuses);
    }

    /**
     * A map beside a multipathd with that configuration, see {@link #over(SimulatedMultipathd.Version, SimulatedNexus...)}.
     *
     * @param version of that multipathd
     * @param configuration of that multipathd
     * @param nexuses 1 to 26 paths to one logical unit
     * @return the map; its paths are numbered from 0 in this order
     * @throws IllegalArgumentException if there is none, too many, or they are not of one logical unit
     */
    public static SimulatedMap over(
            SimulatedMultipathd.Version version,
            SimulatedMultipathd.Configuration configuration,
            SimulatedNexus... nexuses) {
        if (Arrays.stream(nexuses).map(SimulatedNexus::unit).distinct().count() != 1 || nexuses.length > 26) {
            throw new IllegalArgumentException(
                    "a map has 1 to 26 paths to one logical unit, not " + Arrays.toString(nexuses));
        }
        return new SimulatedMap(version, configuration, List.of(nexuses));
    }

    @Override
    public synchronized void execute(ScsiExchange exchange) {
        switch (exchange.opcode()) {
            case Wire.PERSISTENT_RESERVE_IN, Wire.PERSISTENT_RESERVE_OUT, Wire.CLEANUP -> {
                look();
                Step first = MapCommand.begin(memory, listed(), exchange);
                Step.run(first, new World()).putInto(exchange);
            }
            default -> throughNextPath(exchange);
        }
    }

    private void look() {
        MapCommand.look(memory, listed()).ifPresent(first -> Step.run(first, new World()));
    }

    private List<MapPath> listed() {
        return paths.keySet().stream().filter(path -> !removed.contains(path)).toList();
    }

    private void throughNextPath(ScsiExchange exchange) {
        List<ScsiPort> ports = usable();
        if (ports.isEmpty()) {
            exchange.checkCondition(Sense.INTERNAL_TARGET_FAILURE);
        } else {
            ports.get(turn++ % ports.size()).execute(exchange);
        }
    }

    private synchronized List<ScsiPort> usable() {
        List<ScsiPort> ports = new ArrayList<>();
        paths.forEach((path, nexus) -> {
            if (!away.contains(path)) {
                ports.add(nexus);
            }
        });
        return ports;
    }

    private MapPath path(int number) {
        if (number < 0 || number >= paths.size()) {
            throw new IllegalArgumentException("no path " + number + " of a map with " + paths.size());
        }
        return List.copyOf(paths.keySet()).get(number);
    }

    /**
     * Takes a path away; no error if it is away.
     *
     * @param number of the path, from 0
     * @throws IllegalArgumentException naming the number, if there is no such path
     */
    public synchronized void fail(int number) {
        MapPath path = path(number);
        if (!away.contains(path)) {
            away.add(path);
        }
    }

    /**
     * Takes a path away so that the map does not list it any more, as when its disk is removed from the host.
     *
     * @param number of the path, from 0
     * @throws IllegalArgumentException naming the number, if there is no such path
     */
    public synchronized void remove(int number) {
        fail(number);
        if (!removed.contains(path(number))) {
            removed.add(path(number));
        }
    }

    /**
     * Gives a path back, of which multipathd takes notice, and then the helper.
     *
     * @param number of the path, from 0
     * @throws IllegalArgumentException naming the number, if there is no such path
     */
    public synchronized void restore(int number) {
        MapPath path = path(number);
        removed.remove(path);
        if (away.remove(path) && !silent) {
            SimulatedNexus nexus = paths.get(path);
            if (nexus != null) {
                multipathd.returned(nexus);
                look();
            }
        }
    }

    /**
     * Makes multipathd answer nothing, and take no notice of paths, until it may again.
     *
     * @param value true for silence, false for an end of it
     */
    public synchronized void silence(boolean value) {
        silent = value;
    }

    /** {@return the multipathd beside it} */
    public SimulatedMultipathd multipathd() {
        return multipathd;
    }

    /** {@return what a helper would have written into its log so far, the oldest first} */
    public synchronized List<String> sentences() {
        return List.copyOf(sentences);
    }

    /** The paths of this map, for one command. */
    private final class World implements Step.World {
        @Override
        public List<PathAnswer> ask(List<Question> questions) {
            return questions.stream().map(this::ask).toList();
        }

        private PathAnswer ask(Question question) {
            SimulatedNexus nexus = paths.get(question.path());
            if (nexus == null || away.contains(question.path())) {
                return PathAnswer.away();
            }
            ScsiExchange exchange = ScsiExchange.allocate(question.room());
            question.putInto(exchange);
            nexus.execute(exchange);
            return PathAnswer.of(exchange, PathAnswer.Reach.ANSWERED);
        }

        @Override
        public Told tell(Word word) {
            String name = word.isForDeviceMapper() ? SimulatedMultipathd.ALIAS : SimulatedMultipathd.NAME;
            return silent
                    ? new Told.Silent("multipathd is not running")
                    : new Told.Answered(multipathd.answer(word.text(name)));
        }

        @Override
        public void say(String sentence) {
            sentences.add(sentence);
        }
    }
}
