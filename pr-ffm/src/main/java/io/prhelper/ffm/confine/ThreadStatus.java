// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

/**
 * What the kernel says of one thread's rights ({@code /proc/PID/task/TID/status}; proc_pid_status(5)).
 *
 * @param tid the thread
 * @param name its name, at most 15 characters
 * @param uids real, effective, saved and file system user id, as the kernel writes them
 * @param gids the same of the group
 * @param groups the supplementary groups, or empty
 * @param inheritable capabilities, as bits
 * @param permitted capabilities, as bits
 * @param effective capabilities, as bits
 * @param bounding capabilities, as bits
 * @param ambient capabilities, as bits
 * @param noNewPrivs true if executing a program can not give it rights
 * @param filters true if a system call filter judges it
 */
record ThreadStatus(
        int tid,
        String name,
        String uids,
        String gids,
        String groups,
        long inheritable,
        long permitted,
        long effective,
        long bounding,
        long ambient,
        boolean noNewPrivs,
        boolean filters) {

    /**
     * Reads a status file.
     *
     * @throws IllegalArgumentException if a field is missing or is no number
     */
    static ThreadStatus parse(String text) {
        return new ThreadStatus(
                Integer.parseInt(field(text, "Pid")),
                field(text, "Name"),
                field(text, "Uid"),
                field(text, "Gid"),
                field(text, "Groups"),
                set(text, "CapInh"),
                set(text, "CapPrm"),
                set(text, "CapEff"),
                set(text, "CapBnd"),
                set(text, "CapAmb"),
                field(text, "NoNewPrivs").equals("1"),
                field(text, "Seccomp").equals("2"));
    }

    private static long set(String text, String name) {
        return Long.parseUnsignedLong(field(text, name), 16);
    }

    /** The name comes first and may hold anything but a line's end, which the kernel writes as a backslash and an n. */
    private static String field(String text, String name) {
        String key = name + ":";
        int at = text.startsWith(key) ? 0 : text.indexOf("\n" + key) + 1;
        int end = text.indexOf('\n', at);
        if ((at == 0 && !text.startsWith(key)) || end < 0) {
            throw new IllegalArgumentException("the kernel tells no " + name + " of a thread");
        }
        return text.substring(at + key.length(), end).strip();
    }

    /** The real user id. */
    int uid() {
        return first(uids);
    }

    /** The real group id. */
    int gid() {
        return first(gids);
    }

    private static int first(String ids) {
        return Integer.parseUnsignedInt(ids.substring(0, ids.indexOf('\t')));
    }

    /** True if all four user ids are that one. */
    boolean isUser(int uid) {
        return uids.equals(four(uid));
    }

    /** True if all four group ids are that one. */
    boolean isGroup(int gid) {
        return gids.equals(four(gid));
    }

    private static String four(int id) {
        String text = Integer.toUnsignedString(id);
        return text + "\t" + text + "\t" + text + "\t" + text;
    }

    /** True if one of the four user ids is 0. */
    boolean isRoot() {
        return (uids + "\t").startsWith("0\t") || (uids + "\t").contains("\t0\t");
    }

    /** True if both may do the same. */
    boolean hasSameRights(ThreadStatus other) {
        return uids.equals(other.uids)
                && gids.equals(other.gids)
                && groups.equals(other.groups)
                && permitted == other.permitted
                && effective == other.effective;
    }

    @Override
    public String toString() {
        return "thread '" + name + "' (" + tid + ")";
    }
}
