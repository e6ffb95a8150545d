// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.device.Device;

/** Why the policy does not let a request pass. */
sealed interface Denial {
    /** What is counted as one, for a user, where events are limited. */
    Object kind();

    /** The client's user and group are on no list. */
    record OfPeer() implements Denial {
        @Override
        public Object kind() {
            return OfPeer.class;
        }

        @Override
        public String toString() {
            return "neither its user nor its group may use this helper";
        }
    }

    /** The service action is forbidden. */
    record OfAction(int serviceAction) implements Denial {
        @Override
        public Object kind() {
            return serviceAction;
        }

        @Override
        public String toString() {
            return String.format("PERSISTENT RESERVE OUT service action %02Xh is forbidden", serviceAction);
        }
    }

    /** The device is none that is served. */
    record OfDevice(Device device) implements Denial {
        @Override
        public Object kind() {
            return device.verdict();
        }

        @Override
        public String toString() {
            return "device " + device + " " + device.verdict().sentence();
        }
    }
}
