// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.device.Backends;
import io.prhelper.ffm.device.DeviceList;
import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.device.NodeReader;
import io.prhelper.ffm.device.SgIo;
import io.prhelper.ffm.device.Sysfs;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.multipath.Maps;
import org.jspecify.annotations.Nullable;

/** Makes workers: each with memory of its own, and with what all of one server share. */
final class WorkerFactory {
    private final Serving.Plan plan;
    private final Descriptors descriptors;
    private final Registry registry;
    private final Admission admission;
    private final Refusals refusals;
    private final Devices devices;
    private final Events events;
    private final Lifecycle life;
    private final Keeper keeper;
    private final Door door;
    private final @Nullable Maps maps;

    WorkerFactory(
            Serving.Plan plan,
            Descriptors descriptors,
            Registry registry,
            Admission admission,
            Refusals refusals,
            Devices devices,
            Events events,
            Lifecycle life,
            Keeper keeper,
            Door door,
            @Nullable Maps maps) {
        this.plan = plan;
        this.descriptors = descriptors;
        this.registry = registry;
        this.admission = admission;
        this.refusals = refusals;
        this.devices = devices;
        this.events = events;
        this.life = life;
        this.keeper = keeper;
        this.door = door;
        this.maps = maps;
    }

    /** A worker of that pool. */
    Worker make(WorkerPool pool) {
        Kernel kernel = plan.kernel();
        NativeExchange memory = new NativeExchange();
        CallState state = memory.state();
        Progress progress = new Progress();
        Poller poller = new Poller(kernel, state, descriptors.epoll());
        Channel channel = new Channel(kernel, memory);
        Closing closing = new Closing(registry, pool, events, kernel.files(), state, progress);
        int listener = descriptors.listener();
        PeerProcess process = new PeerProcess(kernel, state, descriptors.stop());
        Acceptor acceptor = new Acceptor(
                kernel, state, listener, registry, admission, refusals, keeper, door, life, events, poller, channel,
                process, closing);
        RequestHandler request = request(memory, progress);
        ConnectionHandler handler =
                new ConnectionHandler(life, pool, plan.limits(), memory, channel, poller, request, events, closing);
        return new Worker(listener, registry, life, pool, events, progress, poller, acceptor, handler, closing);
    }

    private RequestHandler request(NativeExchange memory, Progress progress) {
        Kernel kernel = plan.kernel();
        Backends backends = new Backends(plan.plugged(), new SgIo(kernel, memory, plan.deviceTimeout()), maps);
        return new RequestHandler(
                kernel,
                memory.state(),
                new Judgement(plan.policy()),
                finder(memory.state()),
                plan.limits().maxInFlight(),
                backends,
                events,
                progress);
    }

    /** What finds devices, for one thread. */
    DeviceFinder finder(CallState state) {
        Kernel kernel = plan.kernel();
        return new DeviceFinder(
                devices,
                new NodeReader(kernel, state),
                new Sysfs(kernel, state, plan.sysfs()),
                new DeviceList(kernel, state, plan.policy()));
    }
}
