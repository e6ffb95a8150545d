// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

/**
 * Who connected, as the kernel knows it (SO_PEERCRED, unix(7)): the ids at the time of connect(2).
 *
 * @param pid process id, 0 where the process is not visible in this PID namespace
 * @param uid user id
 * @param gid group id
 */
public record PeerCredentials(int pid, int uid, int gid) {
    @Override
    public String toString() {
        return "pid " + pid + " uid " + uid + " gid " + gid;
    }
}
